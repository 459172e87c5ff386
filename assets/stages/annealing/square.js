// One run on its landscape from above: |ψ| as pixels under contours, the ground state as an outline.

import { Brush } from "../../player/brush.js";
import { enlarged, thickened } from "../../player/projector.js";
import { CONFIG, axis, baseLayout, faded } from "../../player/theme.js";
import { Raster } from "../plane/raster.js";
import { outline } from "./outline.js";

const EDGE = { l: 40, r: 10, t: 6, b: 42 };
const CONTOURS = 8, HIGHEST = 3; // contours up to so many reliefs
const HALF = Math.SQRT1_2; // of the largest amplitude: half of the highest density
const OUTLINE = 0; // the brush numbers lines first

export class Square {
  constructor(plotly, element, note) {
    Object.assign(this, { plotly, element, note, brush: new Brush(element) });
    this.canvas = document.createElement("canvas");
    this.canvas.className = "wl-annealing-pixels";
    element.before(this.canvas);
    this.raster = new Raster(this.canvas);
  }

  /** What the stage lists among its charts. */
  get panel() {
    return this;
  }

  async set(data, color, tokens) {
    const { grid, zeta, floor, relief } = data;
    Object.assign(this, { data, tokens });
    this.raster.dress(tokens, grid.n);
    this.drawn = null;
    const layout = this.layout();
    const frame = JSON.stringify([data.clip, tokens, layout]);
    if (frame === this.frame) return;
    this.frame = frame;
    const dx = (grid.hi - grid.lo) / grid.n, size = Math.sqrt(HIGHEST) / CONTOURS;
    const flat = zeta.map((value) => Math.sqrt(Math.min(Math.max((value - floor) / relief, 0), HIGHEST)));
    const rows = Array.from({ length: grid.n }, (_, row) => flat.subarray(row * grid.n, (row + 1) * grid.n));
    const start = [grid.lo, grid.lo]; // before the first outline
    await this.plotly.react(this.element, thickened([
      { x: start, y: start, mode: "lines", line: { color: tokens.real, width: 2, simplify: false }, hoverinfo: "skip" },
      {
        type: "contour", z: rows, x0: grid.lo + dx / 2, dx, y0: grid.lo + dx / 2, dy: dx, showscale: false, hoverinfo: "skip",
        contours: { coloring: "none", start: size / 2, end: Math.sqrt(HIGHEST) - size / 2, size },
        line: { color: faded(tokens.dark ? "#cfd9ee" : "#2a2f3a", 0.3), width: 1, smoothing: 0.6 },
      },
    ]), layout, CONFIG);
    this.lay();
  }

  layout() {
    const { tokens, data: { grid, texts } } = this;
    const { margin: edge, ...base } = enlarged({ ...baseLayout(tokens), margin: EDGE });
    const width = this.element.offsetWidth, height = this.element.offsetHeight;
    const side = Math.max(Math.min(width - edge.l - edge.r, height - edge.t - edge.b), 40);
    const spare = Math.max((width - edge.l - edge.r - side) / 2, 0);
    const quiet = { showgrid: false, nticks: 6, ticks: "outside", ticklen: 3, tickcolor: tokens.line, mirror: true, linewidth: 1, range: [grid.lo, grid.hi] };
    return {
      ...base, width, height, margin: { l: edge.l + spare, r: edge.r + spare, t: edge.t, b: height - edge.t - side },
      xaxis: axis(tokens, { ...quiet, title: { text: texts["axis-x"], standoff: 5 } }),
      yaxis: axis(tokens, { ...quiet, title: { text: texts["axis-y"], standoff: 4 } }),
    };
  }

  /** Puts the pixels under the axes. */
  lay() {
    this.brush.prepare([OUTLINE]);
    const { xaxis, yaxis } = this.element._fullLayout;
    Object.assign(this.canvas.style, { left: `${xaxis._offset}px`, top: `${yaxis._offset}px`, width: `${xaxis._length}px`, height: `${yaxis._length}px` });
  }

  /** Pictures before and after the moment and the way between them, and φ₀ at its D. */
  draw(pictures, ground, said) {
    this.raster.paint(pictures, false);
    if (ground && ground !== this.drawn) {
      this.drawn = ground;
      const { x, y } = outline(ground.values, this.data.grid, HALF * ground.peak);
      this.brush.move(OUTLINE, y, x);
    }
    this.say(said);
  }

  say(said) {
    if (this.note.textContent !== said) this.note.textContent = said;
  }

  async resize() {
    await this.plotly.relayout(this.element, this.layout());
    this.lay();
  }

  remove() {
    this.plotly.purge(this.element);
    this.canvas.remove();
  }
}
