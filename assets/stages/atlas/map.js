// The map: colours from one blind-safe scale, marks on cells that are not clean, a cell under the hand.

import { make } from "../../player/elements.js";
import { CONFIG, axis, baseLayout } from "../../player/theme.js";
import { number } from "../../player/words.js";
import { NEVER } from "./cells.js";

const SCALE = "Viridis"; // its lightness rises evenly, whichever colours an eye can tell apart
const WIDE = 30; // ratio from which values above zero are coloured by their logarithms
const MARKS = {
  amber: { symbol: "circle", color: "#e69f00" },
  red: { symbol: "x", color: "#d55e00" },
  [NEVER]: { symbol: "line-ne-open", color: "#8a94a6" },
  refused: { symbol: "square-x-open", color: "#8a94a6" },
};
const SIGNS = { amber: "●", red: "✖", [NEVER]: "╱", refused: "☒" };
const ARROWS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, 0], ArrowDown: [-1, 0] };
const FAR = 8; // cells of a step with Shift

export class HeatMap {
  constructor(plotly, host, acts) {
    Object.assign(this, { plotly, host, acts, shown: (value) => value });
    this.element = host.querySelector(".wl-plot");
    this.cursor = host.querySelector(".wl-atlas-cursor");
    host.tabIndex = 0;
    host.setAttribute("role", "application");
    host.addEventListener("pointermove", (event) => acts.point(event.pointerType === "touch" ? null : this.under(event)));
    host.addEventListener("pointerleave", () => acts.point(null));
    host.addEventListener("click", (event) => this.under(event) && acts.choose(this.under(event)));
    host.addEventListener("dblclick", (event) => this.under(event) && acts.open());
    host.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const step = ARROWS[event.key];
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") this.acts.open();
    else if (step) this.go(step.map((count) => count * (event.shiftKey ? FAR : 1)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  go([up, right]) {
    const inside = (i, size) => Math.min(Math.max(i, 0), size - 1);
    const [row, column] = this.marked;
    this.acts.choose([inside(row + up, this.ys.length), inside(column + right, this.xs.length)]);
  }

  async set(data, cells, tokens) {
    this.host.setAttribute("aria-label", `${data.figure.label}: ${data.across.label} × ${data.up.label}. ${data.texts.keys}`);
    const place = ({ values, log }) => (log ? values.map(Math.log10) : values);
    Object.assign(this, { xs: place(data.across), ys: place(data.up), tokens });
    const [low, high] = data.figure.span ?? cells.extent;
    this.decades = !data.figure.span && low > 0 && high > WIDE * low;
    this.shown = this.decades ? Math.log10 : (value) => value;
    const { known, guessed } = cells.grids(this.shown);
    const colour = { type: "heatmap", x: this.xs, y: this.ys, colorscale: SCALE, zmin: this.shown(low), zmax: this.shown(high), hoverinfo: "skip", zsmooth: false };
    const traces = [
      { ...colour, z: guessed, opacity: 0.45, showscale: false },
      { ...colour, z: known, colorbar: this.bar(low, high) },
      ...this.marks(cells),
    ];
    const layout = {
      ...baseLayout(tokens), margin: { l: 58, r: 8, t: 8, b: 44 },
      xaxis: axis(tokens, { ...this.axisOf(data.across, this.xs), showgrid: false }),
      yaxis: axis(tokens, { ...this.axisOf(data.up, this.ys), showgrid: false }),
    };
    await this.plotly.react(this.element, traces, layout, CONFIG);
  }

  axisOf({ label, log }, places) {
    const half = (places[1] - places[0]) / 2, end = (places.at(-1) - places.at(-2)) / 2;
    const range = [places[0] - half, places.at(-1) + end];
    return { title: { text: label, standoff: 6 }, range, ...(log ? decadeTicks(range) : {}) };
  }

  bar(low, high) {
    const ticks = this.decades ? decadeTicks([Math.log10(low), Math.log10(high)]) : {};
    return { thickness: 12, outlinewidth: 0, len: 1, xpad: 8, tickfont: { color: this.tokens.mute, size: 11 }, ...ticks };
  }

  marks(cells) {
    const size = Math.min(Math.max(320 / Math.max(cells.rows, cells.columns) / 2, 3), 9);
    return Object.entries(MARKS).map(([state, { symbol, color }]) => {
      const x = [], y = [];
      cells.levels.forEach((_, i) => {
        if (cells.state(i) !== state) return;
        x.push(this.xs[i % cells.columns]);
        y.push(this.ys[Math.floor(i / cells.columns)]);
      });
      const edge = symbol.endsWith("open") ? { color, width: 1.2 } : { color: "#ffffff", width: 0.8 };
      return { type: "scatter", mode: "markers", x, y, marker: { symbol, color, size: symbol === "circle" ? 0.7 * size : size, line: edge }, hoverinfo: "skip" };
    });
  }

  /** What the marks say and how many cells have them. */
  legend({ texts }, cells) {
    return Object.keys(MARKS).flatMap((state) => {
      const count = cells.count(state);
      const sign = make("b", { style: `color: ${MARKS[state].color}` }, SIGNS[state]);
      return count ? [make("span", { "data-state": state }, sign, ` ${texts[`mark-${state}`]}: ${count}`)] : [];
    });
  }

  sectionAxes(data, cells) {
    const [low, high] = (data.figure.span ?? cells.extent).map(this.shown);
    const room = 0.06 * (high - low || 1);
    const range = [low - room, high + room];
    return { x: this.axisOf(data.across, this.xs), y: { range, ...(this.decades ? decadeTicks(range) : {}) } };
  }

  /** Row and column under a pointer, null beside the map. */
  under({ clientX, clientY }) {
    const { xaxis, yaxis } = this.element._fullLayout ?? {};
    if (!xaxis) return null;
    const box = this.element.getBoundingClientRect();
    const x = xaxis.p2l(clientX - box.left - xaxis._offset), y = yaxis.p2l(clientY - box.top - yaxis._offset);
    const inside = (value, [a, b]) => value >= a && value <= b;
    if (!inside(x, xaxis.range) || !inside(y, yaxis.range)) return null;
    return [nearest(this.ys, y), nearest(this.xs, x)];
  }

  /** Frames a cell. */
  mark(place) {
    this.marked = place;
    const { xaxis, yaxis } = this.element._fullLayout ?? {};
    this.cursor.hidden = !xaxis || !this.xs;
    if (this.cursor.hidden) return;
    const [row, column] = place;
    const side = (axis_, places, i) => [-0.5, 0.5].map((half) => axis_._offset + axis_.l2p(places[i] + half * (places[1] - places[0])));
    const [left, right] = side(xaxis, this.xs, column), [bottom, top] = side(yaxis, this.ys, row);
    Object.assign(this.cursor.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
  }

  async resize() {
    await this.plotly.Plots.resize(this.element);
  }
}

function nearest(places, value) {
  let best = 0;
  places.forEach((place, i) => {
    if (Math.abs(place - value) < Math.abs(places[best] - value)) best = i;
  });
  return best;
}

/** Ticks at 1, 2 and 5 of every decade, or at whole decades where those would be many. */
function decadeTicks([low, high]) {
  const steps = high - low > 3 ? [1] : [1, 2, 5];
  const ticks = [];
  for (let power = Math.floor(low); power <= Math.ceil(high); power++) ticks.push(...steps.map((step) => step * 10 ** power));
  const inside = ticks.filter((tick) => Math.log10(tick) >= low - 1e-9 && Math.log10(tick) <= high + 1e-9);
  return { tickvals: inside.map(Math.log10), ticktext: inside.map((tick) => number(Number(tick.toPrecision(1)), 1)) };
}
