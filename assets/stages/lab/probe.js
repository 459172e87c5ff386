// A line across the picture: what stands there, what lies left and right of it, and how it went.

import { Handle } from "../../player/handle.js";
import { put, svg } from "../../player/svg.js";
import { number } from "../../player/words.js";
import { short, zetaAt } from "./altered.js";

const MEMORY = 600; // moments remembered
const [WIDTH, HEIGHT] = [264, 46];
const ROWS = ["density", "phase", "zeta", "left", "right"];

export class Probe {
  constructor(stage, element) {
    Object.assign(this, { stage, element, memory: [] });
    element.innerHTML = `<dl class="wl-readouts">${ROWS.map((row) => `<dt data-row="${row}"></dt><dd></dd>`).join("")}</dl>`;
    this.values = [...element.querySelectorAll("dd")];
    this.path = svg("path", { fill: "none", class: "wl-lab-trace" });
    this.now = svg("line", { y1: 0, y2: HEIGHT, class: "wl-lab-outcome" });
    const frame = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "wl-lab-spark" }, this.path, this.now);
    element.append(frame);
    this.line = document.createElement("div");
    this.line.className = "wl-lab-line";
    stage.parts.picture.parentElement.append(this.line);
    this.handle = new Handle(stage.picture, {
      label: "", kind: "wl-lab-probe", step: 0.01, onMove: (x) => this.to(x),
    });
    this.x = null;
  }

  set(scene) {
    const { lo, hi } = scene.grid, { texts } = scene;
    if (this.x === null || this.x <= lo || this.x >= hi) this.x = short((lo + hi) / 2);
    this.scene = scene;
    this.handle.step = (hi - lo) / 200;
    for (const row of ROWS) this.element.querySelector(`[data-row="${row}"]`).textContent = texts[`probe-${row}`];
    put(this.handle.mark, { "aria-label": texts.probe, title: texts.probe });
    this.memory = [];
    this.place();
  }

  to(x) {
    const { lo, hi } = this.scene.grid, margin = (hi - lo) / 200;
    this.x = short(Math.min(Math.max(x, lo + margin), hi - margin));
    this.memory = [];
    this.place();
    this.draw(this.stage.state, this.stage.clock.s);
  }

  place() {
    const { low, high } = this.stage.picture.scene.window;
    const [left, top] = this.stage.picture.toPixels(this.x, high), [, bottom] = this.stage.picture.toPixels(this.x, low);
    this.handle.place(this.x, high - 0.045 * (high - low));
    Object.assign(this.line.style, { left: `${left}px`, top: `${top}px`, height: `${bottom - top}px` });
  }

  draw(state, s) {
    const { lo, hi, n } = this.scene.grid, dx = (hi - lo) / n;
    const at = (this.x - lo) / dx - 0.5, i = Math.min(Math.max(Math.floor(at), 0), n - 2), w = at - i;
    const between = (values) => (1 - w) * values[i] + w * values[i + 1];
    const density = between(state.density);
    const phase = (Math.atan2(between(state.imaginary), between(state.real)) * 180) / Math.PI;
    let left = 0;
    const whole = (this.x - lo) / dx;
    for (let j = 0; j < Math.floor(whole); j++) left += state.density[j] * dx;
    left += state.density[Math.min(Math.floor(whole), n - 1)] * (whole % 1) * dx;
    let total = 0;
    for (const value of state.density) total += value * dx;
    const texts = [number(density), density > 1e-6 * state.peak ? `${Math.round(phase)}°` : "–", number(zetaAt(this.stage.scene, this.x)), percent(left), percent(total - left)];
    this.values.forEach((cell, k) => (cell.textContent = texts[k]));
    this.remember(s, density);
  }

  remember(s, density) {
    if (this.memory.length && s < this.memory.at(-1)[0]) this.memory = [];
    if (s !== this.memory.at(-1)?.[0]) this.memory.push([s, density]);
    if (this.memory.length > MEMORY) this.memory = this.memory.filter((_, i) => i % 2);
    const top = Math.max(...this.memory.map(([, value]) => value), 1e-12);
    const points = this.memory.map(([then, value]) => [(then / this.stage.clock.duration) * WIDTH, HEIGHT - 3 - (value / top) * (HEIGHT - 8)]);
    put(this.path, { d: points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)},${y.toFixed(1)}`).join("") });
    put(this.now, { x1: points.at(-1)[0], x2: points.at(-1)[0] });
  }

  remove() {
    this.handle.remove();
    this.line.remove();
  }
}

const percent = (share) => `${(100 * Math.min(Math.max(share, 0), 1)).toFixed(1)} %`;
