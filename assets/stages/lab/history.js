// Energy, place and success against time, with a dot where the clock stands.

import { Brush } from "../../player/brush.js";
import { thickened } from "../../player/projector.js";
import { CONFIG, axis, baseLayout, faded } from "../../player/theme.js";
import { timeName } from "../../player/words.js";

const SAMPLES = 161;
const DOTS = [5, 6, 7]; // traces that follow the clock
const ALL = [0, 1, 2, 3, 4, ...DOTS];
const SLICE = 4; // milliseconds of a frame that may be spent on the history

/** Energy, place and success against time, with a dot where the clock stands. */
export class History {
  constructor(plotly, element) {
    Object.assign(this, { plotly, element, brush: new Brush(element) });
  }

  async set(scene, tokens, stateAt) {
    Object.assign(this, { scene, tokens, stateAt, done: 0, complete: false });
    this.element.setAttribute("aria-label", scene.texts["history-choose"]);
    this.t = Float64Array.from({ length: SAMPLES }, (_, i) => (i / (SAMPLES - 1)) * scene.duration);
    this.curves = { energy: [], mean: [], low: [], high: [], basin: [] };
    const frame = JSON.stringify([tokens, scene.lang]);
    if (frame === this.frame) return; // the old curves stay until the new ones are complete
    this.frame = frame;
    await this.plotly.react(this.element, thickened(this.traces()), this.layout(), CONFIG);
    this.brush.prepare(ALL);
  }

  async lay() {
    const { xaxis, yaxis, yaxis2, annotations } = this.layout();
    const ranges = { "xaxis.range": xaxis.range, "yaxis.range": yaxis.range, "yaxis2.range": yaxis2.range };
    await this.plotly.relayout(this.element, { ...ranges, annotations });
    this.brush.prepare(ALL);
    const { energy, low, high, mean, basin } = this.curves;
    [energy, low, null, mean, basin].forEach((y, i) => y && this.brush.move(i, y, this.t));
    this.brush.move(2, [...high, ...low.toReversed()], [...this.t, ...this.t.toReversed()]);
    this.last && this.draw(...this.last);
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
    const { tokens } = this;
    const { duration } = this.scene; // Plotly makes no elements for no numbers: lines of two points
    const line = (color, extra = {}) => ({ x: [0, duration], y: [0, 0], mode: "lines", line: { color, width: 2, simplify: false }, hoverinfo: "skip", ...extra });
    const dot = (color, yaxis) => ({ x: [0], y: [0], mode: "markers", marker: { color, size: 9, line: { color: tokens.panel, width: 1.5 } }, yaxis, hoverinfo: "skip" });
    const band = { line: { width: 0 }, yaxis: "y2" };
    return [
      line(tokens.energy),
      line(tokens.density, band),
      line(tokens.density, { ...band, fill: "toself", fillcolor: faded(tokens.density, 0.22) }),
      line(tokens.density, { yaxis: "y2" }),
      line(tokens.surrogate, { yaxis: "y3" }),
      dot(tokens.energy, "y"), dot(tokens.density, "y2"), dot(tokens.surrogate, "y3"),
    ];
  }

  layout() {
    const { tokens, scene } = this;
    const { texts } = scene;
    const label = (text, y, color) => ({ text, x: 0, y, xref: "paper", yref: "paper", xanchor: "left", yanchor: "bottom", showarrow: false, font: { size: 11.5, color } });
    return {
      ...baseLayout(tokens), margin: { l: 44, r: 14, t: 18, b: 20 },
      xaxis: axis(tokens, { range: [0, scene.duration], anchor: "y3", nticks: 6 }),
      yaxis: axis(tokens, { domain: [0.74, 1], nticks: 3, range: this.energyRange() }),
      yaxis2: axis(tokens, { domain: [0.37, 0.63], nticks: 4, range: this.placeRange() }),
      yaxis3: axis(tokens, { domain: [0, 0.26], range: [-0.05, 1.05], tickvals: [0, 0.5, 1] }),
      annotations: [
        label(texts["history-energy"], 1, tokens.energy),
        label(texts["history-place"], 0.63, tokens.density),
        label(texts["history-basin"], 0.26, tokens.surrogate),
        { ...label(texts[timeName(scene.wick)], 0, tokens.mute), x: 1, xanchor: "right", yshift: 2, font: { size: 13, color: tokens.mute } },
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

  placeRange() {
    const low = Math.min(...this.curves.low), high = Math.max(...this.curves.high);
    if (!Number.isFinite(low)) return [0, 1];
    return [low - 0.08 * (high - low), high + 0.08 * (high - low)];
  }

  draw(s, state) {
    this.last = [s, state];
    [state.energy, state.mean, state.basin].forEach((y, i) => this.brush.move(DOTS[i], [y], [s]));
  }

  async resize() {
    await this.plotly.Plots.resize(this.element);
    this.brush.prepare(ALL);
  }
}
