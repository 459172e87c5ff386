// The charts beside the picture: what the state is made of, and its history.

import { Brush } from "./brush.js";
import { momentum } from "./observe.js";
import { CONFIG, axis, baseLayout, faded } from "./theme.js";

const SAMPLES = 161;
const DOTS = [5, 6, 7]; // traces that follow the clock
const SLICE = 5; // milliseconds of a frame that may be spent on the history

/** Weights of the eigenstates, or of plane waves where there are no levels. */
export class Composition {
  constructor(plotly, element, title) {
    Object.assign(this, { plotly, element, title, brush: new Brush(element) });
  }

  async set(scene, state, tokens) {
    this.scene = scene;
    this.levels = !!state.weights;
    this.reach = this.furthest(state);
    const { texts } = scene;
    this.title.textContent = texts[this.levels ? "weights" : "momentum"];
    const { places, heights } = this.bars(state);
    this.width = 0.38 * (places[1] - places[0]);
    const trace = {
      ...this.outline(places, heights), mode: "lines", fill: "toself", fillcolor: tokens.real,
      line: { width: 0, simplify: false, color: tokens.real }, hoverinfo: "skip",
    };
    const edge = 2 * this.width;
    const layout = {
      ...baseLayout(tokens), margin: { l: 40, r: 10, t: 4, b: 34 },
      xaxis: axis(tokens, { range: [places[0] - edge, places.at(-1) + edge], title: { text: texts[this.levels ? "axis-n" : "axis-k"], standoff: 2 }, nticks: 7 }),
      yaxis: axis(tokens, { range: [0, this.levels ? 1 : 1.3 * Math.max(...heights)], nticks: 4 }),
    };
    await this.plotly.react(this.element, [trace], layout, CONFIG);
    this.brush.prepare([0]);
  }

  furthest(state) {
    const { packet } = this.scene;
    const local = state.std ? 0.5 / Math.min(state.std, packet.width) : 1;
    return Math.abs(packet.momentum) + 4 * Math.max(local, 0.5 / packet.width);
  }

  bars(state) {
    if (this.levels) return { places: [...state.weights.keys()], heights: state.weights };
    const { k, weight } = momentum(state, this.scene, this.reach);
    return { places: k, heights: weight };
  }

  /** Bars as one outline, down to the axis between them. */
  outline(places, heights) {
    const x = [], y = [];
    places.forEach((place, i) => {
      x.push(place - this.width, place - this.width, place + this.width, place + this.width);
      y.push(0, heights[i], heights[i], 0);
    });
    return { x, y };
  }

  draw(state) {
    const { places, heights } = this.bars(state);
    this.brush.move(0, this.outline(places, heights).y);
  }

  async resize() {
    await this.plotly.Plots.resize(this.element);
    this.brush.prepare([0]);
  }
}

/** Energy, place and success against time, with a dot where the clock stands. */
export class History {
  constructor(plotly, element) {
    Object.assign(this, { plotly, element, brush: new Brush(element) });
  }

  async set(scene, tokens, stateAt) {
    Object.assign(this, { scene, tokens, stateAt, done: 0, complete: false });
    this.t = Float64Array.from({ length: SAMPLES }, (_, i) => (i / (SAMPLES - 1)) * scene.duration);
    this.curves = { energy: [], mean: [], low: [], high: [], basin: [] };
    await this.lay();
  }

  async lay() {
    await this.plotly.react(this.element, this.traces(), this.layout(), CONFIG);
    this.brush.prepare(DOTS);
  }

  /** Works off part of the history; draws it once it is all there. */
  grow(arrived = Infinity) {
    if (this.complete || !this.stateAt) return;
    const end = performance.now() + SLICE;
    while (this.done < SAMPLES && this.t[this.done] <= arrived + 1e-9 && performance.now() < end) this.add(this.stateAt(this.t[this.done++]));
    if (this.done < SAMPLES) return;
    this.complete = true;
    this.lay();
  }

  add(state) {
    this.curves.energy.push(state.energy);
    this.curves.mean.push(state.mean);
    this.curves.low.push(state.mean - state.std);
    this.curves.high.push(state.mean + state.std);
    this.curves.basin.push(state.basin);
  }

  traces() {
    const { tokens, curves } = this;
    const t = this.t.subarray(0, this.complete ? SAMPLES : 0);
    const line = (y, color, extra = {}) => ({ x: t, y: y.slice(0, t.length), mode: "lines", line: { color, width: 2 }, hoverinfo: "skip", ...extra });
    const dot = (color, yaxis) => ({ x: [0], y: [0], mode: "markers", marker: { color, size: 9, line: { color: tokens.panel, width: 1.5 } }, yaxis, hoverinfo: "skip" });
    const band = { line: { width: 0 }, yaxis: "y2" };
    return [
      line(curves.energy, tokens.energy),
      line(curves.low, tokens.density, band),
      line(curves.high, tokens.density, { ...band, fill: "tonexty", fillcolor: faded(tokens.density, 0.22) }),
      line(curves.mean, tokens.density, { yaxis: "y2" }),
      line(curves.basin, tokens.surrogate, { yaxis: "y3" }),
      dot(tokens.energy, "y"), dot(tokens.density, "y2"), dot(tokens.surrogate, "y3"),
    ];
  }

  layout() {
    const { tokens, scene } = this;
    const { texts } = scene;
    const label = (text, y, color) => ({ text, x: 0, y, xref: "paper", yref: "paper", xanchor: "left", yanchor: "bottom", showarrow: false, font: { size: 11.5, color } });
    const [low, high] = this.energyRange();
    return {
      ...baseLayout(tokens), margin: { l: 44, r: 12, t: 20, b: 34 },
      xaxis: axis(tokens, { range: [0, scene.duration], anchor: "y3", nticks: 6, title: { text: texts[timeName(scene.wick)], standoff: 2 } }),
      yaxis: axis(tokens, { domain: [0.74, 1], nticks: 3, range: [low, high] }),
      yaxis2: axis(tokens, { domain: [0.37, 0.63], nticks: 4 }),
      yaxis3: axis(tokens, { domain: [0, 0.26], range: [-0.05, 1.05], tickvals: [0, 0.5, 1] }),
      annotations: [
        label(texts["history-energy"], 1, tokens.energy),
        label(texts["history-place"], 0.63, tokens.density),
        label(texts["history-basin"], 0.26, tokens.surrogate),
      ],
    };
  }

  /** Rounding is not drawn as if it were an event: a constant energy looks constant. */
  energyRange() {
    const low = Math.min(...this.curves.energy), high = Math.max(...this.curves.energy);
    if (!Number.isFinite(low)) return [0, 1];
    const pad = Math.max(0.12 * (high - low), 0.05 * Math.abs(high), 1e-6);
    return [low - pad, high + pad];
  }

  draw(s, state) {
    [state.energy, state.mean, state.basin].forEach((y, i) => this.brush.move(DOTS[i], [y], [s]));
  }

  async resize() {
    await this.plotly.Plots.resize(this.element);
    this.brush.prepare(DOTS);
  }
}

/** Real time is t, imaginary time is tau, between them it is s. */
export function timeName(wick) {
  return wick === 0 ? "time-real" : wick === 90 ? "time-imaginary" : "time-between";
}
