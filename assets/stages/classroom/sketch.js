// A density drawn by hand: over the picture where there is one, else on a pad of its own.

import { svg } from "../../player/svg.js";
import { make } from "./elements.js";

export const SAMPLES = 64, HIGHEST = 255; // ui/classroom/rules.py

/** The largest chart on the screen with a linear axis, and that covers `range` if one is given. */
export function picture(range) {
  const charts = [...document.querySelectorAll(".wl-player .js-plotly-plot")].filter((element) => {
    const axis = element._fullLayout?.xaxis;
    if (axis?.type !== "linear" || !element.offsetWidth) return false;
    const slack = range && 1e-3 * (range[1] - range[0]);
    return !range || (axis.range[0] <= range[0] + slack && axis.range[1] >= range[1] - slack);
  });
  const area = (element) => element.offsetWidth * element.offsetHeight;
  return charts.sort((a, b) => area(b) - area(a))[0];
}

/** Range of x in the picture and the landscape in it, as heights; null without a picture. */
export function ground(colour) {
  const chart = picture();
  if (!chart) return null;
  const [lo, hi] = chart._fullLayout.xaxis.range.map((end) => Number(end.toPrecision(4)));
  const curve = chart.data.find((trace) => trace.line?.color === colour && trace.fill !== "toself" && trace.x?.length > 8);
  if (!curve) return { lo, hi };
  const at = (x) => {
    const next = Array.from(curve.x).findIndex((value) => value >= x);
    return curve.y[next < 0 ? curve.y.length - 1 : next];
  };
  const [low, high] = chart._fullLayout.yaxis.range;
  const heights = Array.from({ length: SAMPLES }, (_, i) => (at(lo + ((hi - lo) * i) / (SAMPLES - 1)) - low) / (high - low));
  const found = heights.map((height) => Math.round(HIGHEST * Math.min(1, Math.max(0, height)) || 0));
  return found.some(Boolean) ? { lo, hi, ground: found } : { lo, hi };
}

/** A pad to draw on; `heights` has what was drawn. */
export class Sketch {
  constructor({ lo, hi }, home, label) {
    Object.assign(this, { lo, hi, home, heights: new Array(SAMPLES).fill(0), cursor: SAMPLES / 2 });
    this.curve = svg("path");
    const drawing = svg("svg", { viewBox: `0 0 ${SAMPLES - 1} ${HIGHEST}`, preserveAspectRatio: "none" }, this.curve);
    this.mark = make("i");
    this.element = make("div", {
      class: "wl-classroom-pad", tabindex: 0, role: "application", "aria-label": label,
      onpointerdown: (event) => this.#start(event), onpointermove: (event) => this.#move(event),
      onkeydown: (event) => this.#press(event),
    }, drawing, this.mark);
    this.place();
    this.timer = setInterval(() => this.place(), 300); // charts come, go and change their size
  }

  /** Over the plot area of the chart that covers the range; without one, in the card. */
  place() {
    const chart = picture([this.lo, this.hi]), { style } = this.element;
    const parent = chart?.parentElement ?? this.home;
    if (this.element.parentElement !== parent) parent.append(this.element);
    this.element.classList.toggle("wl-classroom-over", Boolean(chart));
    if (!chart) { style.cssText = ""; return; }
    const { xaxis, yaxis } = chart._fullLayout;
    if (getComputedStyle(parent).position === "static") parent.style.position = "relative";
    const [left, right] = [this.lo, this.hi].map((x) => xaxis._offset + xaxis.l2p(x));
    style.left = `${chart.offsetLeft + left}px`;
    style.width = `${right - left}px`;
    style.top = `${chart.offsetTop + yaxis._offset}px`;
    style.height = `${yaxis._length}px`;
  }

  #at(event) {
    const box = this.element.getBoundingClientRect();
    const place = ((event.clientX - box.left) / box.width) * (SAMPLES - 1);
    const height = (1 - (event.clientY - box.top) / box.height) * HIGHEST;
    return [Math.round(Math.min(SAMPLES - 1, Math.max(0, place))), Math.round(Math.min(HIGHEST, Math.max(0, height)))];
  }

  #start(event) {
    this.element.setPointerCapture(event.pointerId);
    this.before = this.#at(event);
    this.#line(this.before, this.before);
    event.preventDefault();
    event.stopPropagation();
  }

  #move(event) {
    if (!this.element.hasPointerCapture(event.pointerId)) return;
    const now = this.#at(event);
    this.#line(this.before, now);
    this.before = now;
  }

  #line([a, low], [b, high]) {
    const steps = Math.max(1, Math.abs(b - a));
    for (let i = 0; i <= steps; i += 1) this.heights[Math.round(a + ((b - a) * i) / steps)] = Math.round(low + ((high - low) * i) / steps);
    this.draw();
  }

  /** Left and right choose a place, up and down raise and lower the curve around it. */
  #press(event) {
    const along = { ArrowLeft: -1, ArrowRight: 1 }[event.key], up = { ArrowUp: 24, ArrowDown: -24 }[event.key];
    if (!along && !up) return;
    event.preventDefault();
    event.stopPropagation();
    const bump = (height, i) => Math.round(height + up * Math.exp(-(((i - this.cursor) / 3) ** 2)));
    if (along) this.cursor = Math.min(SAMPLES - 1, Math.max(0, this.cursor + along * (event.shiftKey ? 8 : 2)));
    else this.heights = this.heights.map((height, i) => Math.min(HIGHEST, Math.max(0, bump(height, i))));
    this.element.classList.add("wl-classroom-keys");
    this.mark.style.left = `${(100 * this.cursor) / (SAMPLES - 1)}%`;
    this.draw();
  }

  set(heights) {
    this.heights = [...heights];
    this.draw();
  }

  draw() {
    const points = this.heights.map((height, i) => `${i},${HIGHEST - height}`);
    this.curve.setAttribute("d", `M0,${HIGHEST}L${points.join("L")}L${SAMPLES - 1},${HIGHEST}Z`);
  }

  get empty() { return !this.heights.some(Boolean); }

  remove() {
    clearInterval(this.timer);
    this.element.remove();
  }
}
