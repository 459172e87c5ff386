// The packet on its landscape from above: pixels under contours, marginals along both axes.

import { Brush } from "../../player/brush.js";
import { decode } from "../../player/clips.js";
import { Handle } from "../../player/handle.js";
import { Placed } from "../../player/pixels.js";
import { enlarged } from "../../player/projector.js";
import { CONFIG, axis, baseLayout, faded } from "../../player/theme.js";
import { Raster } from "./raster.js";

const TRACE = { path: 0, dot: 1, below: 2, left: 3 }; // lines first: the brush numbers them
const MOVING = Object.values(TRACE);
const SHARE = 0.82; // of the square for the picture, the rest for marginals
const EDGE = { l: 46, r: 8, t: 8, b: 40 };
const CONTOURS = 18, HIGHEST = 3; // contours up to so many reliefs
const ROOM = 1.15; // above the highest marginal

/** Heights so that equal steps of a contour are dense near the minimum and sparse on the walls. */
function flattened(scene, values) {
  return values.map((value) => Math.sqrt(Math.min(Math.max((value - scene.floor) / scene.relief, 0), HIGHEST)));
}

function rows(values, side) {
  return Array.from({ length: side }, (_, row) => values.subarray(row * side, (row + 1) * side));
}

export class View extends Placed {
  constructor(plotly, host, onDrag, onRelease) {
    super();
    Object.assign(this, { plotly, host, onDrag, onRelease });
    this.element = host.querySelector(".wl-picture");
    this.canvas = host.querySelector("canvas");
    this.raster = new Raster(this.canvas);
    this.brush = new Brush(this.element);
  }

  async set(scene, show, tokens) {
    const { lo, hi, n } = scene.grid;
    Object.assign(this, { scene, tokens, phase: show.includes("phase"), top: [0, 0] });
    this.nodes = Float64Array.from({ length: n }, (_, i) => lo + ((i + 0.5) * (hi - lo)) / n);
    this.raster.dress(tokens, n);
    const surrogate = show.includes("surrogate") ? scene.surrogate : null;
    const frame = JSON.stringify([scene.grid, scene.zeta, surrogate, surrogate && scene.trusted, tokens, scene.lang, scene.about, this.host.offsetWidth, this.host.offsetHeight]);
    if (frame !== this.frame) {
      this.frame = frame;
      await this.plotly.react(this.element, this.traces(surrogate), enlarged(this.layout()), CONFIG);
      this.lay();
    }
    this.grip();
  }

  traces(surrogate) {
    const { tokens, scene } = this, { lo, hi } = scene.grid, both = [lo, hi];
    const line = (color, width, extra = {}) => ({ x: both, y: both, mode: "lines", line: { color, width, simplify: false }, hoverinfo: "skip", ...extra });
    const marginal = { fill: "toself", fillcolor: faded(tokens.density, 0.3) };
    return [
      line(tokens.real, 1.6),
      { x: [lo], y: [lo], mode: "markers", marker: { color: tokens.real, size: 9, line: { color: tokens.background, width: 1.5 } }, hoverinfo: "skip" },
      line(tokens.density, 1.8, { yaxis: "y2", y: [0, 0], ...marginal }),
      line(tokens.density, 1.8, { xaxis: "x2", x: [0, 0], ...marginal }),
      this.contours(scene.zeta, faded(tokens.dark ? "#cfd9ee" : "#2a2f3a", 0.42), 1),
      ...(surrogate ? [this.contours(surrogate, tokens.surrogate, 1.4, "dot"), ...this.trusted()] : []),
    ];
  }

  contours(text, color, width, dash = "solid") {
    const values = decode(text), side = Math.round(Math.sqrt(values.length)), { lo, hi } = this.scene.grid;
    const size = Math.sqrt(HIGHEST) / CONTOURS, dx = (hi - lo) / side;
    return {
      type: "contour", z: rows(flattened(this.scene, values), side), x0: lo + dx / 2, dx, y0: lo + dx / 2, dy: dx,
      contours: { coloring: "none", start: size / 2, end: Math.sqrt(HIGHEST) - size / 2, size },
      line: { color, width, dash, smoothing: 0.6 }, showscale: false, hoverinfo: "skip",
    };
  }

  /** A line round where the surrogate can be trusted. */
  trusted() {
    if (!this.scene.trusted) return [];
    const values = decode(this.scene.trusted), side = Math.round(Math.sqrt(values.length)), { lo, hi } = this.scene.grid;
    const dx = (hi - lo) / side, { surrogate } = this.tokens;
    return [{
      type: "contour", z: rows(values, side), x0: lo + dx / 2, dx, y0: lo + dx / 2, dy: dx, showscale: false, hoverinfo: "skip",
      contours: { coloring: "none", start: 0.5, end: 0.5, size: 1 }, line: { color: surrogate, width: 2.4, smoothing: 0.6 },
    }];
  }

  layout() {
    const { tokens, scene } = this, { lo, hi } = scene.grid, { texts } = scene;
    const width = this.host.offsetWidth, height = this.host.offsetHeight;
    const side = Math.max(Math.min(width - EDGE.l - EDGE.r, height - EDGE.t - EDGE.b), 50);
    const spare = [width - EDGE.l - EDGE.r - side, height - EDGE.t - EDGE.b - side].map((pixels) => Math.max(pixels / 2, 0));
    const hidden = { showgrid: false, showticklabels: false, zeroline: false, range: [0, 1] };
    const quiet = { showgrid: false, nticks: 7, ticks: "outside", ticklen: 4, tickcolor: tokens.line, mirror: true, linewidth: 1, range: [lo, hi] };
    return {
      ...baseLayout(tokens), width, height,
      margin: { l: EDGE.l + spare[0], r: EDGE.r + spare[0], t: EDGE.t + spare[1], b: EDGE.b + spare[1] },
      xaxis: axis(tokens, { ...quiet, domain: [0, SHARE], title: { text: texts["axis-x"], standoff: 6 } }),
      yaxis: axis(tokens, { ...quiet, domain: [0, SHARE], title: { text: texts["axis-y"], standoff: 4 } }),
      xaxis2: axis(tokens, { ...hidden, domain: [SHARE + 0.015, 1], anchor: "y" }),
      yaxis2: axis(tokens, { ...hidden, domain: [SHARE + 0.015, 1], anchor: "x" }),
    };
  }

  /** Puts the pixels under the axes. */
  lay() {
    this.brush.prepare(MOVING);
    const { xaxis, yaxis } = this.element._fullLayout;
    Object.assign(this.canvas.style, { left: `${xaxis._offset}px`, top: `${yaxis._offset}px`, width: `${xaxis._length}px`, height: `${yaxis._length}px` });
    this.handle && this.place(this.handle.x, this.handle.y);
  }

  grip() {
    const { texts, packet, grid } = this.scene;
    if (this.label !== texts["packet-handle"]) {
      this.label = texts["packet-handle"];
      this.handle?.remove();
      const step = Number(((grid.hi - grid.lo) / 100).toPrecision(1));
      this.handle = new Handle(this, { label: this.label, moves: "xy", step, kind: "wl-plane-grip", onMove: this.onDrag, onEnd: this.onRelease });
    }
    if (!this.handle.held) this.place(...packet.centre);
  }

  place(x, y) {
    this.handle.place(x, y, `x = ${Number(x.toPrecision(3))}, y = ${Number(y.toPrecision(3))}`);
  }

  draw(state, film, s) {
    this.raster.paint(state.pictures, this.phase);
    const { x, y } = film.path(s), [a, b] = state.place;
    this.brush.move(TRACE.path, [...y, b], [...x, a]);
    this.brush.move(TRACE.dot, [b], [a]);
    const { lo, hi } = this.scene.grid, ends = [lo, ...this.nodes, hi];
    const [across, up] = [state.alongX, state.alongY].map((marginal, i) => this.scaled(marginal, i));
    this.brush.move(TRACE.below, across, ends);
    this.brush.move(TRACE.left, ends, up);
  }

  /** A marginal in units of the highest it has been in this run, so that its axis rests. */
  scaled(marginal, i) {
    let highest = 0;
    for (const value of marginal) if (value > highest) highest = value;
    this.top[i] = Math.max(this.top[i], highest);
    return [0, ...Array.from(marginal, (value) => value / (ROOM * this.top[i])), 0];
  }

  async resize() {
    await this.plotly.relayout(this.element, this.layout());
    this.lay();
  }

  remove() {
    this.handle?.remove();
  }
}
