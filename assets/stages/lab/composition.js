// What the state is made of: levels, or plane waves where there are none.

import { Brush } from "../../player/brush.js";
import { momentum } from "../../player/observe.js";
import { CONFIG, axis, baseLayout } from "../../player/theme.js";

/** Weights of the eigenstates, or of plane waves where there are no levels. */
export class Composition {
  constructor(plotly, element) {
    Object.assign(this, { plotly, element, brush: new Brush(element) });
  }

  /** `kind` is "weights" or "momentum"; without levels it is always the latter. */
  async set(scene, state, tokens, kind) {
    this.scene = scene;
    this.levels = !!state.weights && kind !== "momentum";
    this.reach = this.furthest(state);
    const { places, heights } = this.bars(state);
    this.width = 0.38 * (places[1] - places[0]);
    const trace = {
      ...this.outline(places, heights), mode: "lines", fill: "toself", fillcolor: tokens.real,
      line: { width: 0, simplify: false, color: tokens.real }, hoverinfo: "skip",
    };
    const edge = 2 * this.width;
    this.top = this.levels ? 1 : 1.3 * Math.max(...heights);
    const layout = {
      ...baseLayout(tokens), margin: { l: 40, r: 10, t: 6, b: 20 },
      xaxis: axis(tokens, { range: [places[0] - edge, places.at(-1) + edge], nticks: 7 }),
      yaxis: axis(tokens, { range: [0, this.top], nticks: 4 }),
    };
    const frame = JSON.stringify([this.levels, places.length, layout]);
    if (frame === this.frame) return;
    this.frame = frame;
    await this.plotly.react(this.element, [trace], layout, CONFIG);
    this.brush.prepare([0]);
  }

  furthest(state) {
    const { packet } = this.scene;
    const local = state.std ? 0.5 / Math.min(state.std, packet.width) : 1;
    const reach = Math.abs(packet.momentum) + 4 * Math.max(local, 0.5 / packet.width);
    return 2 ** (Math.ceil(2 * Math.log2(reach)) / 2); // in steps, so that the axis rests
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
    if (this.levels && !state.weights) return; // a parabola just turned upside down: `set` follows
    const { places, heights } = this.bars(state);
    this.brush.move(0, this.outline(places, heights).y);
    if (!this.levels && Math.max(...heights) > this.top) this.raise(1.6 * Math.max(...heights));
  }

  /** Room for waves that have gathered, as in annealing; rare, so Plotly may lay out anew. */
  async raise(top) {
    this.top = top;
    await this.plotly.relayout(this.element, { "yaxis.range": [0, top] });
    this.brush.prepare([0]);
  }

  async resize() {
    await this.plotly.Plots.resize(this.element);
    this.brush.prepare([0]);
  }
}
