// How the choice narrows: mean cost and the number of candidates that still count.

import { dot, line } from "../../player/panel.js";
import { observe } from "./candidates.js";

const SAMPLES = 401;
const TRACES = ["mean", "left", "mean-now", "left-now"];

export class Flow {
  constructor(panel) {
    this.panel = panel;
  }

  async set(choice, { duration, texts }, tokens) {
    const t = Float64Array.from({ length: SAMPLES }, (_, i) => duration * (i / (SAMPLES - 1)) ** (choice.wick === 90 ? 2 : 1));
    const states = Array.from(t, (s) => observe(choice, s));
    const mean = states.map((state) => state.mean), left = states.map(({ entropy }) => Math.exp(entropy));
    const top = 1.32 * Math.max(choice.costs.length, ...mean);
    const note = (y, text, color) => ({ x: duration, y, text, showarrow: false, xanchor: "right", yanchor: "bottom", font: { size: 12, color } });
    await this.panel.set([
      { x: t, y: mean, ...line(tokens.energy, 2.5) },
      { x: t, y: left, ...line(tokens.imaginary, 2.5) },
      { x: [0], y: [mean[0]], ...dot(tokens.energy, tokens.ink) },
      { x: [0], y: [left[0]], ...dot(tokens.imaginary, tokens.ink) },
    ], {
      margin: { l: 40, r: 12, t: 8, b: 36 },
      x: { range: [0, duration], title: { text: texts[choice.wick === 90 ? "time-imaginary" : choice.wick ? "time-between" : "time-real"], standoff: 2 } },
      y: { range: [0, top], nticks: 5 },
      annotations: [note(0.89 * top, texts["curve-mean"], tokens.energy), note(0.78 * top, texts["curve-left"], tokens.imaginary)],
    }, tokens);
  }

  draw(s, { mean, entropy }) {
    this.panel.move(TRACES.indexOf("mean-now"), [mean], [s]);
    this.panel.move(TRACES.indexOf("left-now"), [Math.exp(entropy)], [s]);
  }
}
