// Fig. 6, our reconstruction: a cloud of parameters on the left, the data they stand for on
// the right; how far noise here and noise there are the same.

import { decode, follow } from "../player/clips.js";
import { Cloud } from "../player/cloud.js";
import { readOut } from "../player/furniture.js";
import { Handle } from "../player/handle.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Panel, dot, line } from "../player/panel.js";
import { Stage } from "../player/stage.js";
import { faded } from "../player/theme.js";
import { fill, number } from "../player/words.js";
import { Gallery } from "./mapping/gallery.js";
import { make, nodes } from "./mapping/generator.js";

const SHOWN = 30; // curves, or walkers' pictures as far as they fit
const PICTURES = 8;
const SPEAK_EVERY = 2000; // milliseconds
const NAMES = ["plane", "data", "zeta", "ratio"];

const FURNITURE = `
<div class="wl-page">
  <div class="wl-card wl-column"><div class="wl-knobs wl-mapping-dials"></div><dl class="wl-readouts"></dl></div>
  <div class="wl-panels wl-mapping-panels">${NAMES.map((name) => `
    <section class="wl-card wl-panel"><h3 data-title="${name}"></h3><div class="wl-chart" data-chart="${name}"><div class="wl-plot" role="img"></div></div></section>`).join("")}
  </div>
</div>
<div class="wl-card wl-transport" role="toolbar"></div>
<p class="wl-caption" aria-live="polite"></p>`;

class Mapping extends Stage {
  constructor(host, plotly) {
    super(host, plotly, FURNITURE);
    this.panels = Object.fromEntries(NAMES.map((name) => [name, new Panel(plotly, this.find(`[data-chart=${name}] .wl-plot`))]));
    Object.assign(this, this.panels);
    this.charts = Object.values(this.panels);
    this.cloud = new Cloud(this.plane);
    this.curves = new Cloud(this.data);
    this.gallery = new Gallery(this.find("[data-chart=data]"));
    this.knobs = new Knobs(this.find(".wl-mapping-dials"), () => this.turn(), (values) => this.send("settings", values));
    this.handle = new Handle(this.plane, { label: "θ₀", moves: "xy", step: 0.02, onMove: (x, y) => this.drag(x, y) });
    this.spoken = 0;
  }

  /** The old clouds play on until the new ones are here. */
  show(data, send) {
    this.send = send;
    this.unfollow?.();
    this.knobs.set(data.knobs, data.values);
    this.unfollow = follow(data.clip, (part) => this.adopt(data, part));
  }

  adopt(data, part) {
    const same = this.given?.clip === data.clip, first = !this.given;
    const spreads = decode(data.spreads), m = data.wanted.length;
    this.given = { ...data, spreads: data.times.map((_, i) => spreads.subarray(i * m, (i + 1) * m)) };
    this.part = part;
    this.host.classList.remove("wl-waiting");
    this.start({ duration: data.duration, frames: data.frames, keepPlace: !first, words: { texts: data.texts, wick: 90 } });
    if (!same) this.shift = [0, 0];
    this.redress();
  }

  /** Whatever the server still has to answer, the free cloud moves with the handle. */
  turn() {
    const { values } = this.knobs, { given } = this;
    if (!given) return;
    this.shift = [values.first - given.values.first, values.second - given.values.second];
    this.host.classList.add("wl-waiting");
    this.placeHandle();
    this.paint(true);
  }

  drag(x, y) {
    const clamp = (value) => Number(Math.min(Math.max(value, -3), 3).toFixed(2));
    this.knobs.put("first", clamp(x));
    this.knobs.turn("second", clamp(y));
  }

  placeHandle() {
    const { first, second } = this.knobs.values;
    this.handle.place(first, second, `θ₀ = (${number(first)}, ${number(second)})`);
  }

  title(name, text, hint = "") {
    const small = document.createElement("small");
    small.textContent = hint;
    this.find(`[data-title=${name}]`).replaceChildren(text, small);
  }

  async dress(tokens) {
    const { given } = this, { texts } = given;
    this.tokens = tokens;
    for (const name of NAMES) this.title(name, texts[`title-${name}`], texts[`hint-${name}`]);
    await this.dressPlane(tokens);
    await this.dressData(tokens);
    await this.dressFigures(tokens);
  }

  async dressPlane(tokens) {
    const { given } = this, n = given.zeta.length, axis = Array.from({ length: n }, (_, i) => given.reach * ((2 * i) / (n - 1) - 1));
    const range = [-given.reach, given.reach];
    const contours = { type: "contour", z: given.zeta, x: axis, y: axis, ncontours: 14, showscale: false, hoverinfo: "skip", contours: { coloring: "none" }, line: { width: 1, color: faded(tokens.land, 0.8) } };
    await this.plane.set([contours, { x: [given.target[0]], y: [given.target[1]], ...dot(tokens.energy, tokens.background, { marker: { symbol: "star", size: 14, color: tokens.energy } }) }], {
      x: { range, title: { text: "θ₁", standoff: 4 } }, y: { range, title: { text: "θ₂", standoff: 4 } }, margin: { l: 44, r: 10, t: 4, b: 36 },
    }, tokens);
    this.placeHandle();
  }

  async dressData(tokens) {
    const { given } = this, curve = given.kind === "neuron";
    this.gallery.canvas.hidden = curve;
    this.data.element.style.visibility = this.curves.canvas.style.visibility = curve ? "visible" : "hidden";
    if (!curve) return;
    const flat = Array.from(nodes, () => 0);
    await this.data.set([
      { x: nodes, y: given.wanted, ...line(tokens.energy, 3) },
      ...[0, 1].map(() => ({ x: nodes, y: flat, ...line(tokens.ink, 2) })),
      ...[0, 1].map(() => ({ x: nodes, y: flat, ...line(tokens.surrogate, 2, { dash: "dash" }) })),
    ], {
      x: { range: [-2, 2], title: { text: "s", standoff: 4 } }, y: { range: [-1.7, 1.7], title: { text: "G(θ)(s)", standoff: 4 } }, margin: { l: 48, r: 10, t: 4, b: 36 },
    }, tokens);
  }

  async dressFigures(tokens) {
    const { given, part } = this, times = Array.from({ length: given.frames }, (_, i) => (given.duration * i) / (given.frames - 1));
    const top = Math.max(...part.free_zeta, ...part.selected_zeta) * 1.1 + 1e-6;
    const x = { range: [0, given.duration], title: { text: "τ", standoff: 4 } }, margin = { l: 48, r: 12, t: 4, b: 34 };
    await this.zeta.set([
      { x: times, y: Array.from(part.free_zeta), ...line(tokens.real, 2) },
      { x: times, y: Array.from(part.selected_zeta), ...line(tokens.density, 2) },
      { x: [0], y: [0], ...dot(tokens.real, tokens.background) },
      { x: [0], y: [0], ...dot(tokens.density, tokens.background) },
    ], { x, y: { range: [0, top], title: { text: "⟨ζ⟩", standoff: 4 } }, margin }, tokens);
    await this.ratio.set([
      { x: [0, given.duration], y: [1, 1], ...line(tokens.mute, 1, { dash: "dot" }) },
      { x: given.times, y: given.ratio, ...line(tokens.surrogate, 2) },
      { x: given.times, y: given.error, ...line(tokens.imaginary, 2, { dash: "dash" }) },
      { x: [0], y: [1], ...dot(tokens.surrogate, tokens.background) },
    ], { x, y: { range: [0, Math.max(1.6, ...given.ratio) * 1.05], title: { text: "", standoff: 4 } }, margin }, tokens);
  }

  /** Place of a walker now, straight between saved frames (a resampled one jumps). */
  walker(places, i, frame) {
    const n = this.given.walkers, at = 2 * (Math.round(frame) * n + i), { grain } = this.given;
    return [grain * places[at], grain * places[at + 1]];
  }

  places(name, frame) {
    const [dx, dy] = name === "free" ? this.shift : [0, 0], xs = new Float64Array(this.given.walkers), ys = new Float64Array(xs.length);
    for (let i = 0; i < xs.length; i++) {
      const [x, y] = this.walker(this.part[name], i, frame);
      [xs[i], ys[i]] = [x + dx, y + dy];
    }
    return { xs, ys };
  }

  /** A list over the saved times, at the clock. */
  between(list) {
    const { times, duration } = this.given, place = (this.clock.s / duration) * (times.length - 1), low = Math.min(Math.floor(place), times.length - 2);
    return list[low] + (place - low) * (list[low + 1] - list[low]);
  }

  draw(settled) {
    const { given, tokens, part, clock } = this, frame = (clock.s / given.duration) * (given.frames - 1), near = Math.round(frame);
    const free = this.places("free", frame), selected = this.places("selected", frame), pen = this.cloud.begin();
    this.cloud.dots(pen, free.xs, free.ys, { color: tokens.real, radius: 1.8, alpha: 0.6 });
    this.cloud.dots(pen, selected.xs, selected.ys, { color: tokens.density, radius: 1.8, alpha: this.host.classList.contains("wl-waiting") ? 0.2 : 0.75 });
    const chosen = this.knobs.values.selection ? selected : free, color = this.knobs.values.selection ? tokens.density : tokens.real;
    if (given.kind === "neuron") this.drawCurves(chosen, color);
    else this.drawPictures(chosen, color);
    this.marks().forEach((mark, i) => this.cloud.dots(pen, [chosen.xs[i]], [chosen.ys[i]], { color: mark, radius: 5, alpha: 1 }));
    this.zeta.move(2, [part.free_zeta[near]], [clock.s]);
    this.zeta.move(3, [part.selected_zeta[near]], [clock.s]);
    const ratio = this.between(given.ratio), error = this.between(given.error);
    this.ratio.move(3, [ratio], [clock.s]);
    this.state = { tau: clock.s, ratio, error, free: part.free_zeta[near], selected: part.selected_zeta[near] };
    if (settled || this.drawn % 4 === 0) this.read();
  }

  /** Colours of the walkers that can be told apart on both sides. */
  marks() {
    const { surrogate, imaginary, energy, ink, land } = this.tokens;
    return [surrogate, imaginary, energy, ink, land];
  }

  /** What first order says of the spread of value i. */
  firstOrder(i) {
    const [a, b] = this.given.jacobian;
    return Math.sqrt(2 * this.given.D * this.clock.s * (a[i] ** 2 + b[i] ** 2));
  }

  drawCurves({ xs, ys }, color) {
    const pen = this.curves.begin(), { given } = this;
    for (let i = 0; i < SHOWN; i++) this.curves.path(pen, nodes, make("neuron", xs[i], ys[i]), { color, width: 1, alpha: 0.4 });
    this.marks().forEach((mark, i) => this.curves.path(pen, nodes, make("neuron", xs[i], ys[i]), { color: mark, width: 2, alpha: 0.9 }));
    const centre = make("neuron", given.values.first, given.values.second), mean = new Float64Array(nodes.length);
    for (let i = 0; i < xs.length; i += 4) make("neuron", xs[i], ys[i]).forEach((value, j) => (mean[j] += (4 * value) / xs.length));
    const measured = nodes.map((_, i) => this.between(given.spreads.map((row) => row[i])));
    [1, -1].forEach((sign, k) => {
      this.data.move(1 + k, nodes.map((_, i) => mean[i] + sign * measured[i]));
      this.data.move(3 + k, nodes.map((_, i) => centre[i] + sign * this.firstOrder(i)));
    });
  }

  drawPictures({ xs, ys }, color) {
    const { given, tokens } = this, { texts } = given;
    const measured = Float64Array.from(given.wanted, (_, i) => this.between(given.spreads.map((row) => row[i])));
    const predicted = Float64Array.from(given.wanted, (_, i) => this.firstOrder(i)), top = Math.max(0.05, ...measured);
    const centre = make("blob", given.values.first, given.values.second);
    this.gallery.draw([
      { picture: given.wanted, name: texts["wanted"], color: tokens.energy, top: 1 },
      { picture: centre, name: "G(θ₀)", color: tokens.ink, top: 1 },
      { picture: measured, name: texts["spread"], color: tokens.ink, top },
      { picture: predicted, name: texts["first-order"], color: tokens.surrogate, top },
      ...Array.from({ length: PICTURES }, (_, i) => ({ picture: make("blob", xs[i], ys[i]), color: this.marks()[i] ?? color, top: 1 })),
    ], tokens);
  }

  read() {
    const { state, given } = this, { texts } = given;
    const rows = [
      [texts["noise-here"], number(2 * given.D * state.tau, 2)],
      [texts["ratio"], number(state.ratio, 3)],
      [texts["error"], `${state.error < 0.1 ? number(100 * state.error, 2) : Math.round(100 * state.error)} %`],
      [texts["stretch"], given.stretch.map((value) => number(value, 2)).join(" · ")],
      [texts["zeta-free"], number(state.free, 3)],
      [texts["zeta-selected"], number(state.selected, 3)],
    ];
    readOut(this.find(".wl-readouts"), rows);
    if (this.clock.playing && performance.now() - this.spoken < SPEAK_EVERY) return;
    this.spoken = performance.now();
    const figures = { tau: number(state.tau), ratio: number(state.ratio), free: number(state.free), selected: number(state.selected) };
    this.find(".wl-caption").textContent = fill(texts["sentence"], figures);
    this.plane.element.setAttribute("aria-label", fill(texts["sentence"], figures));
  }

  remove() {
    super.remove();
    this.handle.remove();
  }
}

export const mount = mounting(Mapping);
