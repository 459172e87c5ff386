// One chart in a card: laid out by Plotly, moved by the brush.

import { Brush } from "./brush.js";
import { Placed } from "./pixels.js";
import { enlarged, thickened } from "./projector.js";
import { CONFIG, axis, baseLayout } from "./theme.js";

/** A line that the brush can move. */
export function line(color, width = 2, extra = {}) {
  const { dash, ...rest } = extra;
  return { mode: "lines", line: { color, width, dash, simplify: false }, hoverinfo: "skip", ...rest };
}

/** A marker that the brush can move. */
export function dot(color, edge, extra = {}) {
  return { mode: "markers", marker: { color, size: 9, line: { color: edge, width: 1.5 } }, hoverinfo: "skip", ...extra };
}

/**
 * An axis of decades. The brush knows linear axes only, so numbers are given as their
 * logarithms to base 10 and the ticks are labelled with what they stand for.
 */
export function decades([low, high], extra = {}) {
  const ticks = [];
  for (let power = Math.ceil(low); power <= Math.floor(high); power++) ticks.push(power);
  const text = (power) => (Math.abs(power) < 3 ? String(Number((10 ** power).toPrecision(1))) : `10<sup>${power}</sup>`.replace("-", "−"));
  return { range: [low, high], tickvals: ticks, ticktext: ticks.map(text), ...extra };
}

/** Upper end of an axis: the next of a few numbers, so that it seldom moves. */
export function roomy(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return power * [1, 1.5, 2, 3, 5, 7, 10].find((step) => step * power >= value * (1 - 1e-9));
}

export class Panel extends Placed {
  constructor(plotly, element) {
    super();
    Object.assign(this, { plotly, element, brush: new Brush(element) });
  }

  /**
   * Traces and layout, by Plotly: only when something but the numbers of the traces changed.
   * Plotly makes no elements for no numbers: a line that is empty at first gets two points.
   */
  async set(traces, { x, y, ...layout }, tokens) {
    const full = enlarged({ ...baseLayout(tokens), margin: { l: 48, r: 14, t: 10, b: 36 }, ...layout });
    full.xaxis = axis(tokens, x);
    full.yaxis = axis(tokens, y);
    const styles = traces.map(({ x: xs, y: ys, ...style }) => style);
    const frame = JSON.stringify([styles, full, traces.map((trace) => trace.x?.length)]);
    if (frame !== this.frame) {
      this.frame = frame;
      await this.plotly.react(this.element, thickened(traces), full, CONFIG);
      this.prepare();
    } else traces.forEach((trace, i) => trace.y && this.brush.move(i, trace.y, trace.x));
  }

  prepare() {
    this.brush.prepare(this.element.data.map((_, i) => i));
  }

  move(index, y, x = null) {
    this.brush.move(index, y, x);
  }

  /** Axes, shapes or labels that changed: rare, since Plotly lays everything out again. */
  async relayout(changes) {
    await this.plotly.relayout(this.element, changes);
    this.prepare();
  }

  async resize() {
    await this.plotly.Plots.resize(this.element);
    this.prepare();
  }
}
