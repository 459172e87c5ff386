// Success and best-so-far against evaluations, filling while more seeds run.

import { Panel, line } from "../../player/panel.js";
import { faded } from "../../player/theme.js";

const FLOOR = -9; // decades: what is closer to the minimum is rounding
const HIGHEST = 0.02; // room above 100 %
const ROWS = 6; // success, low, high, three quartiles

const decades = (value) => Math.log10(Math.max(value, 10 ** FLOOR));

export class Curves {
  constructor(plotly, success, best) {
    this.success = new Panel(plotly, success);
    this.best = new Panel(plotly, best);
    this.rows = new Map(); // method -> { success, low, high, quartiles, runs }
  }

  get panels() {
    return [this.success, this.best];
  }

  clear() {
    this.rows.clear();
  }

  take({ methods, runs, tallies }, marks) {
    const row = (i) => Array.from(tallies.subarray(i * marks, (i + 1) * marks));
    methods.forEach((method, m) => {
      if (runs[m] < (this.rows.get(method)?.runs ?? 0)) return; // parts need not arrive in order
      const [success, low, high, lower, middle, upper] = Array.from({ length: ROWS }, (_, i) => row(m * ROWS + i));
      this.rows.set(method, { success, low, high, lower, middle, upper, runs: runs[m] });
    });
  }

  async set({ marks, budget, objective, texts }, styles, focus, tokens) {
    const x = { range: [0, budget * 1.005], title: { text: texts["stage-evaluations"], standoff: 4 } };
    const lines = [...this.rows].map(([method, row]) => ({ method, row, style: styles[method] }));
    lines.sort((a, b) => (a.method === focus) - (b.method === focus)); // the chosen one on top
    const draw = (key, map) => lines.map(({ method, row, style }) =>
      line(style.color, method === focus ? 3 : 1.4, { x: marks, y: row[key].map(map), dash: style.dash }));
    const band = (low, high, map) => {
      const row = this.rows.get(focus);
      if (!row) return [];
      const outline = { x: [...marks, ...[...marks].reverse()], y: [...row[low], ...[...row[high]].reverse()].map(map) };
      return [{ ...line("rgba(0,0,0,0)", 0), ...outline, fill: "toself", fillcolor: faded(styles[focus].color, 0.22) }];
    };
    const cursor = line(tokens.ink, 1, { x: [0, 0], y: [-20, 20], dash: "dot" });
    const plain = (value) => value;
    await this.success.set([cursor, ...band("low", "high", plain), ...draw("success", plain)], {
      x, y: { range: [0, 1 + HIGHEST], tickformat: ".0%" }, margin: { l: 44, r: 12, t: 8, b: 34 },
    }, tokens);
    const [low, high] = this.heights(objective);
    const tolerance = line(tokens.mute, 1, { x: [0, budget], y: [1, 1].map(() => decades(objective.tolerance)), dash: "dash" });
    await this.best.set([cursor, tolerance, ...band("lower", "upper", decades), ...draw("middle", decades)], {
      x, margin: { l: 44, r: 12, t: 8, b: 34 },
      y: { range: [low, high], tickvals: ticks(low, high), ticktext: ticks(low, high).map((d) => `10<sup>${d}</sup>`) },
    }, tokens);
  }

  /** Decades shown: down to what the best quarter of the chosen ones reached, in whole steps of 2. */
  heights({ low, high, minimum }) {
    const ends = [...this.rows.values()].map((row) => row.middle.at(-1));
    const lowest = Math.min(0, ...ends.map(decades));
    return [Math.max(Math.floor(lowest / 2) * 2, FLOOR) - 0.3, Math.ceil(decades(high - Math.min(low, minimum)))];
  }

  cursor(spent) {
    for (const panel of this.panels) if (panel.element.data) panel.move(0, [-20, 20], [spent, spent]);
  }
}

function ticks(low, high) {
  const step = high - low > 6 ? 2 : 1;
  const first = Math.ceil(low / step) * step;
  return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, i) => first + i * step);
}
