// The three charts below: gap against D, success, escape by heat and by tunnelling.

import { Panel, dot, line } from "../../player/panel.js";

const MARGIN = { l: 46, r: 10, t: 6, b: 38 };
const FLOOR = 1e-30; // rates below are not drawn
const DEEPEST = -12; // decades of the gap

const FEW = 1.5; // decades: fewer get ticks between them

const decade = (value) => Math.log10(Math.max(value, FLOOR));
/** Places and labels of ticks between two decades; of a few decades also 2 and 5. */
function marks(from, to) {
  const few = to - from <= FEW, step = few ? 1 : Math.ceil((to - from) / 5), found = [];
  for (let d = few ? Math.floor(from) : Math.ceil(from); d <= to; d += step) {
    for (const m of few ? [1, 2, 5] : [1]) found.push([d + Math.log10(m), label(m, d)]);
  }
  return found.filter(([place]) => place >= from && place <= to);
}

function label(m, d) {
  if (Math.abs(d) <= 3) return String(Number((m * 10 ** d).toPrecision(1)));
  return `${m === 1 ? "" : `${m}·`}10<sup>${d}</sup>`.replace("-", "−");
}

/** An axis over decades: its numbers are logarithms, its ticks say what they stand for. */
export function decades(low, high, title, reversed = false) {
  const [from, to] = [Math.floor(low * 2) / 2, Math.ceil(high * 2) / 2];
  const ticks = marks(from, to);
  return {
    range: reversed ? [to, from] : [from, to], tickvals: ticks.map(([place]) => place), ticktext: ticks.map(([, text]) => text),
    tickangle: 0, title: { text: title, standoff: 2 },
  };
}

export class Gap {
  constructor(plotly, element) {
    this.panel = new Panel(plotly, element);
  }

  async set({ scales, texts }, tokens) {
    const x = scales.D.map(decade), y = scales.gap.map((gap) => Math.max(decade(gap), DEEPEST));
    this.x = x;
    this.y = y;
    await this.panel.set([
      line(tokens.density, 2, { x, y }),
      dot(tokens.ink, tokens.panel, { x: [x[0]], y: [y[0]] }),
    ], {
      x: decades(x.at(-1), x[0], texts["stage-falling"], true), y: decades(Math.min(...y), Math.max(...y), ""), margin: MARGIN,
    }, tokens);
  }

  /** The dot at a place among the scales. */
  draw(place) {
    const before = Math.min(Math.floor(place), this.x.length - 2), share = place - before;
    const between = (list) => list[before] + share * (list[before + 1] - list[before]);
    this.panel.move(1, [between(this.y)], [between(this.x)]);
  }
}

export class Success {
  constructor(plotly, element) {
    this.panel = new Panel(plotly, element);
    this.laws = new Map(); // law -> { T, real, imaginary }
  }

  /** Success of every law against the total time; the chosen law is drawn thick. */
  async set({ texts, schedule, duration }, tokens) {
    const lines = [];
    for (const [law, { T, real, imaginary }] of this.laws) {
      const width = law === schedule ? 3 : 1;
      lines.push(line(tokens.real, width, { x: [...T].map(decade), y: [...real] }));
      lines.push(line(tokens.density, width, { x: [...T].map(decade), y: [...imaginary] }));
    }
    if (!lines.length) return;
    const ends = [...this.laws.values()][0].T;
    const now = line(tokens.mute, 1, { x: [duration, duration].map(decade), y: [0, 1], dash: "dot" });
    const x = decades(decade(ends[0]), decade(ends.at(-1)), texts["stage-total"]);
    await this.panel.set([now, ...lines], { x, y: { range: [0, 1.02], tickformat: ".0%" }, margin: MARGIN }, tokens);
  }

  /** Weight in the best basin at the end of every scale, of both two-loop runs. */
  async setScales(runs, { texts }, colors, tokens) {
    const list = runs.filter((run) => run.length);
    if (!list.length) return;
    const all = list.flat().map(({ D }) => decade(D));
    const lines = runs.map((run, i) => line(colors[i], 2.5, { x: run.map(({ D }) => decade(D)), y: run.map(({ best }) => best.at(-1)), mode: "lines+markers" }));
    await this.panel.set(lines.filter((trace) => trace.x.length), {
      x: decades(Math.min(...all), Math.max(...all), texts["stage-falling"], true),
      y: { range: [0, 1.02], tickformat: ".0%" }, margin: MARGIN,
    }, tokens);
  }
}

export class Escape {
  constructor(plotly, element, note) {
    this.panel = new Panel(plotly, element);
    this.note = note;
  }

  async set({ escape, texts }, tokens) {
    this.note.textContent = texts[escape ? "stage-escape-about" : "stage-escape-none"];
    const x = escape ? escape.strength.map(decade) : [0, 1];
    const row = (rates) => (escape ? rates.map(decade) : [null, null]);
    const [heat, tunnelling] = [row(escape?.heat), row(escape?.tunnelling)];
    const top = escape ? Math.max(...heat, ...tunnelling) : 1;
    await this.panel.set([
      line(tokens.real, 2, { x, y: heat }), line(tokens.density, 2, { x, y: tunnelling }),
    ], { x: decades(x[0], x.at(-1), texts["stage-strength"]), y: decades(top - 12, top, ""), margin: MARGIN }, tokens);
  }
}
