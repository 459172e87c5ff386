// Fig. 5, our reconstruction: noising and its reversal on a line, all from closed forms, so
// that parts of the mixture are dragged without a server.

import { decode } from "../player/clips.js";
import { readOut } from "../player/furniture.js";
import { Handle } from "../player/handle.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Panel, line } from "../player/panel.js";
import { Stage } from "../player/stage.js";
import { faded } from "../player/theme.js";
import { fill, number } from "../player/words.js";
import { Mixture, forward, mergings, reverse, scale, starts, variance } from "./diffusion/mixture.js";
import { Spacetime } from "./diffusion/spacetime.js";

const FORTH = 5, PAUSE = 1, BACK = 7; // seconds
const FINE = 241; // places of the curves
const MOST_PARTS = 5, LEVELS = 5;
const SPEAK_EVERY = 2000; // milliseconds
const ROOT = Math.sqrt(2 * Math.PI);

const FURNITURE = `
<div class="wl-page">
  <div class="wl-card wl-column"><div class="wl-knobs wl-diffusion-dials"></div><dl class="wl-readouts"></dl></div>
  <div class="wl-panels wl-diffusion-noising">
    <section class="wl-card wl-panel"><h3 data-title="spacetime"></h3><div class="wl-chart"><div class="wl-plot" role="img"></div></div></section>
    <section class="wl-card wl-panel"><h3 data-title="density"></h3><div class="wl-chart"><div class="wl-plot" role="img"></div></div></section>
    <section class="wl-card wl-panel"><h3 data-title="potential"></h3><div class="wl-chart"><div class="wl-plot" role="img"></div></div></section>
  </div>
</div>
<div class="wl-card wl-transport" role="toolbar"></div>
<p class="wl-caption" aria-live="polite"></p>`;

class Diffusion extends Stage {
  constructor(host, plotly) {
    super(host, plotly, FURNITURE);
    const [spacetime, density, potential] = host.querySelectorAll(".wl-plot");
    this.spacetime = new Spacetime(plotly, spacetime);
    this.density = new Panel(plotly, density);
    this.potential = new Panel(plotly, potential);
    this.panels = { spacetime: this.spacetime, density: this.density, potential: this.potential };
    this.charts = Object.values(this.panels);
    this.knobs = new Knobs(this.find(".wl-diffusion-dials"), (values) => this.turn(values), (values) => this.send("settings", values));
    this.clock.playTime = FORTH + PAUSE + BACK;
    this.spoken = 0;
  }

  show(data, send) {
    this.send = send;
    const first = !this.data;
    this.data = data;
    this.chance = Object.fromEntries(Object.entries(data.chance).map(([key, text]) => [key, decode(text, Float64Array)]));
    this.knobs.set(data.knobs, data.values);
    this.hang();
    this.start({ duration: FORTH + PAUSE + BACK, frames: 157, keepPlace: !first, words: { texts: data.texts, wick: 90 } });
    this.solve();
  }

  /** A handle for every part of the mixture: to the side its centre, up its weight. */
  hang() {
    const { texts } = this.data;
    this.handles ??= Array.from({ length: MOST_PARTS }, (_, i) => new Handle(this.density, {
      label: fill(texts["handle"], { part: i + 1 }), moves: "xy", step: 0.02,
      onMove: (x, y) => this.drag(i + 1, x, y), onEnd: () => this.solve(),
    }));
  }

  drag(part, x, y) {
    const { values } = this.knobs, { limits } = this.data;
    const clamp = (value, [low, high]) => Math.min(Math.max(value, low), high);
    const width = values[`width${part}`], whole = this.whole();
    values[`mean${part}`] = Number(clamp(x, limits.mean).toFixed(3));
    this.knobs.turn(`weight${part}`, Number(clamp(y * ROOT * width * whole, limits.weight).toFixed(4)));
  }

  whole() {
    return this.parts().reduce((sum, i) => sum + this.knobs.values[`weight${i}`], 0);
  }

  parts() {
    return Array.from({ length: this.knobs.values.parts }, (_, i) => i + 1);
  }

  turn() {
    cancelAnimationFrame(this.turning);
    this.turning = requestAnimationFrame(() => this.solve());
  }

  /** Everything that follows from the mixture and the process. */
  solve() {
    const { values } = this.knobs, { chance } = this, { D, T } = values;
    const process = { kind: values.process, D };
    const pick = (key) => this.parts().map((i) => values[`${key}${i}`]);
    const data = new Mixture(pick("weight"), pick("mean"), pick("width").map((s) => s * s));
    const last = this.data.nodes - 1, times = Array.from({ length: last + 1 }, (_, j) => T * (j / last) ** 2);
    const marginals = times.map((t) => data.noised(process, t));
    const forth = forward(process, starts(data, chance.which, chance.start), times, chance.forward);
    const back = reverse(process, data, forth[last], times, chance.reverse);
    const ends = marginals[last], reach = Math.ceil(Math.max(4, ends.quantile(0.99), -ends.quantile(0.01), ...data.means.map(Math.abs)) * 1.05);
    const highest = Math.max(...data.extrema().map((x) => data.density(x)));
    const valleys = data.extrema(false), basin = (x) => valleys.filter((valley) => valley < x).length;
    const decided = back.map((row) => row.filter((x, i) => basin(x) === basin(back[0][i])).length / row.length);
    this.run_ = { data, process, T, times, marginals, forth, back, reach, highest, decided, merging: mergings(data, process, T) };
    this.redress();
  }

  async dress(tokens) {
    const run = this.run_, { texts } = this.data;
    this.tokens = tokens;
    this.title("spacetime", texts["title-spacetime"], texts[`order-${run.process.kind}`]);
    this.title("density", texts["title-density"], texts["title-density-hint"]);
    this.title("potential", texts["title-potential"], texts[`potential-${run.process.kind}`]);
    this.xs = Float64Array.from({ length: FINE }, (_, i) => run.reach * ((2 * i) / (FINE - 1) - 1));
    await this.spacetime.dress(run, tokens, texts);
    await this.dressDensity(run, tokens, texts);
    await this.dressPotential(run, tokens);
  }

  title(name, text, hint) {
    const heading = this.find(`[data-title=${name}]`), small = document.createElement("small");
    small.textContent = hint;
    heading.replaceChildren(text, small);
  }

  async dressDensity(run, tokens, texts) {
    const first = Array.from(this.xs, (x) => run.data.density(x)), flat = Array.from(this.xs, () => 0);
    await this.density.set([
      { x: this.xs, y: first, ...line(tokens.land, 1.5, { dash: "dot" }) },
      { x: this.xs, y: flat, ...line(tokens.density, 0), fill: "tozeroy", fillcolor: faded(tokens.density, 0.25) },
      { x: this.xs, y: flat, ...line(tokens.density, 2.5) },
    ], {
      x: { range: [-run.reach, run.reach], title: { text: "x", standoff: 4 } },
      y: { range: [0, Math.ceil(run.highest * 1.18 * 5) / 5], title: { text: "p(x, t)", standoff: 4 } },
      margin: { l: 48, r: 12, t: 6, b: 38 },
    }, tokens);
    this.handles.forEach((handle, i) => {
      const { values } = this.knobs, used = i < values.parts;
      handle.show(used);
      if (!used) return;
      const [m, s, w] = ["mean", "width", "weight"].map((key) => values[`${key}${i + 1}`]);
      const share = w / this.whole();
      handle.place(m, share / (ROOT * s), fill(texts["handle-value"], { mean: number(m), share: Math.round(100 * share) }));
    });
  }

  async dressPotential(run, tokens) {
    const { kind, D } = run.process, parabola = kind === "vp";
    const V = Array.from(this.xs, (x) => (parabola ? (D * x * x) / 4 - D / 2 : 0)), x = [], y = [];
    for (let n = 0; n < LEVELS; n++) {
      const turn = parabola ? Math.sqrt(4 * n + 2) : run.reach;
      x.push(-turn, turn, null);
      y.push(...(parabola || n === 0 ? [n * D, n * D, null] : [null, null, null]));
    }
    const top = (LEVELS - 0.2) * D;
    const labels = Array.from({ length: parabola ? LEVELS : 0 }, (_, n) => ({
      x: Math.sqrt(4 * n + 2), y: n * D, xanchor: "left", xshift: 4, showarrow: false, font: { size: 11, color: tokens.energy }, text: n ? `${n > 1 ? n : ""}κ` : "E₀ = 0",
    }));
    await this.potential.set([
      { x: this.xs, y: V, ...line(tokens.land, 2.5) },
      { x, y, ...line(tokens.energy, 1.5), visible: parabola },
    ], {
      x: { range: [-run.reach, run.reach], title: { text: "x", standoff: 4 } },
      y: { range: [-0.8 * D, top], title: { text: "V<sub>s</sub>(x)", standoff: 4 } },
      margin: { l: 48, r: 30, t: 6, b: 38 }, annotations: labels,
    }, tokens);
  }

  /** Where the clock is: the root of the share of time, and whether on the way back. */
  moment() {
    const { s } = this.clock;
    if (s <= FORTH) return { u: s / FORTH, backwards: false };
    return { u: 1 - Math.max(0, s - FORTH - PAUSE) / BACK, backwards: s > FORTH + PAUSE };
  }

  draw(settled) {
    const run = this.run_, { u, backwards } = this.moment(), t = run.T * u * u;
    const p = run.data.noised(run.process, t), heights = Array.from(this.xs, (x) => p.density(x));
    this.density.move(1, heights);
    this.density.move(2, heights);
    this.spacetime.draw(run, u, backwards);
    const place = u * (run.times.length - 1), low = Math.floor(place), part = place - low;
    const share = backwards ? (1 - part) * run.decided[low] + part * (run.decided[low + 1] ?? 0) : null;
    const a = scale(run.process, t), noise = Math.sqrt(variance(run.process, t)) / a;
    this.state = { t, backwards, sigma: noise, modes: p.extrema().length, decided: share, process: run.process.kind };
    if (settled || this.drawn % 4 === 0) this.read();
  }

  read() {
    const { texts } = this.data, { t, sigma, modes, decided, backwards } = this.state;
    const rows = [
      [texts["way"], texts[backwards ? "way-back" : "way-forth"]],
      ["t", number(t, 3)],
      [texts["noise"], number(sigma, 3)],
      [texts["modes"], String(modes)],
      [texts["decided"], decided === null ? "–" : `${Math.round(100 * decided)} %`],
    ];
    readOut(this.find(".wl-readouts"), rows);
    if (this.clock.playing && performance.now() - this.spoken < SPEAK_EVERY) return;
    this.spoken = performance.now();
    const sentence = fill(texts[backwards ? "sentence-back" : "sentence-forth"], { t: number(t), modes, sigma: number(sigma), decided: Math.round(100 * (decided ?? 0)) });
    this.find(".wl-caption").textContent = sentence;
    this.spacetime.element.setAttribute("aria-label", sentence);
  }

  paint(settled) {
    super.paint(settled);
    this.transport.readout.textContent = `t = ${number(this.state.t, 3)}`;
    this.transport.scrub.setAttribute("aria-valuetext", this.transport.readout.textContent);
  }

  remove() {
    super.remove();
    cancelAnimationFrame(this.turning);
    for (const handle of this.handles ?? []) handle.remove();
  }
}

export const mount = mounting(Diffusion);
