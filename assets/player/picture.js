// The main chart: the packet over its landscape.

import { Brush } from "./brush.js";
import { decode } from "./clips.js";
import { levelLabels } from "./levels.js";
import { current, walkers } from "./observe.js";
import { Placed } from "./pixels.js";
import { enlarged, thickened } from "./projector.js";
import { CONFIG, axis, baseLayout, faded } from "./theme.js";

const LABELLED_LEVELS = 7;
const TRACES = ["ground", "landscape", "surrogate", "levels", "energy", "base", "fill", "density", "real", "imaginary", "ghost", "current"];
export const TRACE = Object.fromEntries(TRACES.map((name, i) => [name, i]));
const ALL = Object.values(TRACE);
const SETTLE = 250; // milliseconds without a new scene before labels are put in place
const ALIKE = 1.3; // windows whose heights differ less are not worth a jump of the axis

export class Picture extends Placed {
  constructor(plotly, element) {
    super();
    this.plotly = plotly;
    this.element = element;
    this.brush = new Brush(element);
    this.drawn = 0;
  }

  /**
   * Everything that does not move; then `draw` fills in what does.
   *
   * Plotly needs tens of milliseconds to lay a chart out, the brush half of one to move
   * its lines: a scene with the same axes and curves is brushed in at once, and what only
   * Plotly can place (labels, bands) follows when no newer scene has come for a moment.
   */
  async set(scene, show, tokens) {
    const { lo, hi, n } = scene.grid;
    this.scene = { ...scene, window: this.steady(scene) };
    this.show = new Set(show);
    this.tokens = tokens;
    this.x = Float64Array.from({ length: n }, (_, i) => lo + ((i + 0.5) * (hi - lo)) / n);
    this.flat = [lo, hi];
    this.closed = [lo, ...this.x, hi];
    this.highest = 0;
    const frame = JSON.stringify([lo, hi, n, show, tokens, scene.lang, !!scene.surrogate]);
    clearTimeout(this.settling);
    if (frame !== this.frame) {
      this.frame = frame;
      this.bottom = Math.min(...decode(scene.zeta));
      await this.plotly.react(this.element, thickened(this.traces(tokens)), enlarged(this.layout(tokens)), CONFIG);
      this.brush.prepare(ALL);
      return;
    }
    const { low, high } = this.scene.window;
    const [from, to] = this.element.layout.yaxis.range;
    if (from !== low || to !== high) {
      await this.plotly.relayout(this.element, { "yaxis.range": [low, high] });
      this.brush.prepare(ALL);
    }
    this.redraw();
    this.settling = setTimeout(() => this.settle(), SETTLE);
  }

  /** The window of a scene, or the one before where the landscape and nearly the height are. */
  steady(scene) {
    const before = this.scene?.window, { window: view } = scene;
    if (!before || (this.scene.zeta !== scene.zeta && !this.steadfast)) return view;
    const ratio = (view.high - view.low) / (before.high - before.low);
    if (!this.steadfast && (ratio > ALIKE || ratio < 1 / ALIKE || view.low < before.low)) return view;
    const { low, high, highest_base } = before;
    return { low, high, highest_base, density_scale: view.density_scale / ratio, wave_scale: view.wave_scale / ratio };
  }

  /** A scene that a hand has just made: same axes, so only curves and the band move. */
  glimpse(scene) {
    const { low, high, highest_base } = this.scene.window;
    this.scene = { ...scene, window: { ...scene.window, low, high, highest_base } };
    this.redraw();
    this.moveBand();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.settle(), SETTLE);
  }

  /** Band and mark of the expansion, in Plotly's own elements; the label follows when it settles. */
  moveBand() {
    const shapes = this.element.querySelectorAll(".shapelayer path");
    if (!this.scene.trust || shapes.length !== 2) return;
    const { xaxis, yaxis } = this.element._fullLayout;
    const [from, to, about] = [...this.scene.trust, this.scene.about].map((x) => xaxis._offset + xaxis.l2p(x));
    const [top, bottom] = [yaxis._offset, yaxis._offset + yaxis._length];
    shapes[0].setAttribute("d", `M${from},${bottom}H${to}V${top}H${from}Z`);
    shapes[1].setAttribute("d", `M${about},${bottom}V${top}`);
  }

  redraw() {
    const zeta = decode(this.scene.zeta), levels = this.levels();
    this.bottom = Math.min(...zeta);
    this.brush.move(TRACE.ground, this.ground(zeta));
    this.brush.move(TRACE.landscape, zeta);
    if (this.scene.surrogate) this.brush.move(TRACE.surrogate, decode(this.scene.surrogate));
    this.brush.move(TRACE.levels, levels.y, levels.x);
  }

  async settle() {
    if (this.removed) return; // while it was laid out
    const { shapes, annotations } = this.layout(this.tokens);
    const { shapes: before, annotations: labels } = this.element.layout;
    if (JSON.stringify([shapes, annotations]) === JSON.stringify([before, labels])) return;
    await this.plotly.relayout(this.element, { shapes, annotations });
    if (this.removed) return;
    this.brush.prepare(ALL);
    this.redraw();
  }

  traces(tokens) {
    const { scene, x, flat } = this;
    const line = (color, width, extra) => ({ mode: "lines", line: { color, width, simplify: false, ...extra }, hoverinfo: "skip" });
    const shown = (name) => this.show.has(name);
    const { low } = scene.window;
    const waiting = x.map(() => low), across = [low, low]; // Plotly makes no elements for no numbers
    const zeta = decode(scene.zeta), surrogate = scene.surrogate ? decode(scene.surrogate) : [];
    return [
      { x: this.closed, y: this.ground(zeta), ...line(tokens.land, 0), fill: "toself", fillcolor: tokens.landFill },
      { x, y: zeta, ...line(tokens.land, 2.5) },
      { x, y: surrogate, ...line(tokens.surrogate, 2.5, { dash: "dash" }), visible: shown("surrogate") && !!scene.surrogate },
      { ...this.levels(), ...line(faded(tokens.land, 0.75), 1, { dash: "dot" }), visible: shown("levels") },
      { x: flat, y: across, ...line(tokens.energy, 1.5, { dash: "dashdot" }), visible: shown("energy") },
      { x: flat, y: across, ...line(faded(tokens.density, 0.45), 1) },
      { x: this.closed, y: [low, ...waiting, low], ...line(tokens.density, 0), fill: "toself", fillcolor: faded(tokens.density, 0.26), visible: shown("density") },
      { x, y: waiting, ...line(tokens.density, 3), visible: shown("density") },
      { x, y: waiting, ...line(tokens.real, 1.8), visible: shown("real") },
      { x, y: waiting, ...line(tokens.imaginary, 1.8), visible: shown("imaginary") },
      { x, y: waiting, ...line(faded(tokens.density, 0.7), 1.6, { dash: "dot" }), visible: shown("ghost") },
      { x, y: waiting, ...line(tokens.current, 1.8), visible: shown("current") },
    ];
  }

  /** The landscape closed below the picture, so that it can be filled like ground. */
  ground(zeta) {
    const { low, high } = this.scene.window;
    const below = 2 * low - high;
    return [below, ...zeta, below];
  }

  levels() {
    const energies = this.energies(), x = [], y = [];
    for (const energy of energies) {
      x.push(this.flat[0], this.flat[1], null);
      y.push(energy, energy, null);
    }
    return { x, y };
  }

  energies() {
    const { scene } = this;
    const list = scene.energies ? [...decode(scene.energies, Float64Array)] : [];
    if (scene.ground) for (let n = 0; n < 40; n++) list.push(scene.ground.energy + n * scene.ground.spacing);
    return list.filter((energy) => energy < scene.window.high).slice(0, 60);
  }

  layout(tokens) {
    const { scene } = this;
    const { texts, window: view, trust } = scene;
    const shapes = [];
    if (trust && this.show.has("surrogate")) {
      const band = { type: "rect", layer: "below", yref: "paper", y0: 0, y1: 1, x0: trust[0], x1: trust[1] };
      shapes.push({ ...band, fillcolor: faded(tokens.surrogate, 0.09), line: { width: 0 } });
      const mark = { type: "line", layer: "below", yref: "paper", y0: 0, y1: 1, x0: scene.about, x1: scene.about };
      shapes.push({ ...mark, line: { color: faded(tokens.surrogate, 0.6), width: 1, dash: "dot" } });
    }
    return {
      ...baseLayout(tokens), shapes, annotations: this.annotations(tokens),
      margin: { l: 56, r: 34, t: 10, b: 44 },
      xaxis: axis(tokens, { range: [scene.grid.lo, scene.grid.hi], title: { text: texts["axis-x"], standoff: 6 } }),
      yaxis: axis(tokens, { range: [view.low, view.high], title: { text: texts["axis-zeta"], standoff: 6 } }),
    };
  }

  annotations(tokens) {
    const { scene } = this;
    const note = { showarrow: false, font: { size: 11, color: tokens.mute } };
    const list = [];
    const energies = this.energies();
    if (this.show.has("levels") && energies.length <= LABELLED_LEVELS) {
      for (const { y, text } of levelLabels(energies, scene.window)) {
        list.push({ ...note, xref: "paper", x: 1, xanchor: "left", xshift: 4, y, text });
      }
    }
    if (scene.trust && this.show.has("surrogate")) {
      const x = (scene.trust[0] + scene.trust[1]) / 2;
      const text = scene.texts["trusted"].replace("{order}", scene.order);
      list.push({ ...note, yref: "paper", x, y: 1, yanchor: "top", text, font: { size: 11, color: tokens.surrogate } });
    }
    return list;
  }

  /** Heights of the moving curves, in units of the vertical axis. */
  heights(state) {
    const { window: view, kind } = this.scene;
    const base = Math.min(Math.max(state.energy, view.low), view.highest_base);
    let { density_scale: tall, wave_scale: wide } = view;
    if (kind === "frames") {
      this.highest = Math.max(this.highest, state.peak);
      tall = (0.4 * (view.high - view.low)) / this.highest;
      wide = (0.2 * (view.high - view.low)) / Math.sqrt(this.highest);
    }
    const shift = (values, scale) => values.map((value) => base + scale * value);
    return { base, tall, wide, shift };
  }

  /**
   * `shrunk` is what the heights of an unnormalised state are times those of the normalised
   * one; `ghost` a state of the run before.
   */
  draw(state, density, { shrunk = 1, ghost = null } = {}) {
    const values = density === "walkers" ? walkers(state, this.scene) : state.density;
    const { base, tall, wide, shift } = this.heights(state);
    const { brush, show } = this;
    const heights = shift(values, tall * shrunk ** 2);
    brush.move(TRACE.energy, [state.energy, state.energy]);
    brush.move(TRACE.base, [base, base]);
    brush.move(TRACE.fill, [base, ...heights, base]);
    brush.move(TRACE.density, heights);
    if (show.has("real")) brush.move(TRACE.real, shift(state.real, wide * shrunk));
    if (show.has("imaginary")) brush.move(TRACE.imaginary, shift(state.imaginary, wide * shrunk));
    if (show.has("ghost")) brush.move(TRACE.ghost, ghost ? shift(ghost.density, tall) : this.x.map(() => NaN));
    if (show.has("current")) brush.move(TRACE.current, shift(current(state, this.scene), this.swift(state, tall)));
    this.drawn += 1;
  }

  /** Height of a current of 1: a density that moves at the speed its energy allows has its own height. */
  swift({ energy, D }, tall) {
    const { scene } = this;
    const fall = Math.max(energy - this.bottom, 1e-3 * (scene.window.high - scene.window.low));
    return tall / (2 * Math.sqrt((D ?? scene.D) * fall));
  }

  remove() {
    this.removed = true;
    clearTimeout(this.settling);
  }

  /** After a change of size; the caller draws again. */
  async resize() {
    await this.plotly.Plots.resize(this.element);
    this.brush.prepare(ALL);
  }
}
