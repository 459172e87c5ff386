// Dials of the lowest levels: every arrow is a coefficient that can be turned and stretched.

import { draggable, put, svg } from "../../player/svg.js";
import { fill, number } from "../../player/words.js";
import { short } from "./altered.js";

const DIALS = 8;
const SEEN = 0.02; // amplitude below which a level of a packet is left out
const SMALLEST = 0.001;
const R = 24;

export class Phasors {
  constructor(stage, element) {
    Object.assign(this, { stage, element });
    this.frame = svg("svg", { viewBox: "0 0 264 146", class: "wl-lab-dials" });
    this.hint = document.createElement("p");
    this.hint.className = "wl-lab-hint";
    element.append(this.frame, this.hint);
    this.dials = Array.from({ length: DIALS }, (_, n) => this.build(n));
    this.frame.append(...this.dials.map(({ group }) => group));
  }

  build(n) {
    const group = svg("g", { tabindex: 0, role: "slider", transform: `translate(${33 + 66 * (n % 4)} ${28 + 74 * Math.floor(n / 4)})` });
    const arrow = svg("line", { x1: 0, y1: 0, class: "wl-lab-needle" }), tip = svg("circle", { r: 5, class: "wl-lab-knob-dot" });
    const label = svg("text", { y: R + 14, "text-anchor": "middle", class: "wl-lab-small" }, String(n));
    group.append(svg("circle", { r: R, class: "wl-lab-face" }), svg("line", { x1: -R, x2: R, class: "wl-lab-tick" }), svg("line", { y1: -R, y2: R, class: "wl-lab-tick" }), arrow, tip, label);
    const [cx, cy] = [33 + 66 * (n % 4), 28 + 74 * Math.floor(n / 4)];
    draggable(group, this.frame, {
      onStart: () => this.stage.live.hold({ rewind: true }),
      onMove: (x, y) => this.aim(n, x - cx, cy - y),
      onEnd: () => this.stage.live.release(),
    });
    group.addEventListener("keydown", (event) => this.press(n, event));
    group.addEventListener("dblclick", () => this.only(n));
    return { group, arrow, tip, label };
  }

  /** The levels the run starts from: those named, or the packet's own among those shown. */
  get levels() {
    const { scene, dynamics } = this.stage;
    if (scene.levels.length) return scene.levels;
    const list = [];
    for (let n = 0; n < DIALS; n++) {
      const [re, im] = [dynamics.start[2 * n], dynamics.start[2 * n + 1]];
      if (Math.hypot(re, im) > SEEN) list.push([n, round(Math.hypot(re, im)), degrees(re, im)]);
    }
    return list;
  }

  aim(n, x, y) {
    const size = Math.min(Math.hypot(x, y) / R, 1);
    this.give(n, round(size), degrees(x, y));
  }

  /** One level gets an amplitude and a phase; none at all goes. */
  give(n, amplitude, phase) {
    const others = this.levels.filter(([m]) => m !== n);
    const list = amplitude < 0.03 ? others : [...others, [n, amplitude, phase]].sort((a, b) => a[0] - b[0]);
    if (list.length && list.length <= 12) this.stage.live.change({ levels: list });
  }

  only(n) {
    this.stage.live.change({ levels: [[n, 1, 0]] });
  }

  press(n, event) {
    if (event.ctrlKey || event.metaKey || event.altKey || !this.stage.dynamics.start) return;
    const [, amplitude = 0, phase = 0] = this.levels.find(([m]) => m === n) ?? [];
    const turn = event.shiftKey ? 45 : 5, grow = event.shiftKey ? 0.25 : 0.05;
    const acts = {
      ArrowLeft: () => this.give(n, amplitude || 0.5, wrapped(phase + turn)),
      ArrowRight: () => this.give(n, amplitude || 0.5, wrapped(phase - turn)),
      ArrowUp: () => this.give(n, round(Math.min(amplitude + grow, 1)), phase),
      ArrowDown: () => this.give(n, round(Math.max(amplitude - grow, 0)), phase),
      Enter: () => this.only(n), Delete: () => this.give(n, 0, 0), Backspace: () => this.give(n, 0, 0),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    acts[event.key]();
  }

  set(scene) {
    this.scene = scene;
    const { texts } = scene;
    this.dials.forEach(({ group }, n) => put(group, { "aria-label": fill(texts["dial-level"], { n }) }));
    const none = !this.stage.dynamics.start;
    this.hint.textContent = texts[none ? "dials-none" : "dials-hint"];
    this.frame.style.opacity = none ? 0.3 : 1;
    this.frame.style.pointerEvents = none ? "none" : "";
  }

  draw(state) {
    if (!state.c) return;
    const largest = this.scene.levels.length ? Math.max(...this.stage.scene.levels.map(([, a]) => a)) : 1;
    const norm = this.stage.scene.levels.length ? Math.hypot(...this.stage.scene.levels.map(([, a]) => a)) : 1;
    const scale = (R * Math.min(norm, largest > 1 ? norm / largest : norm));
    this.dials.forEach(({ group, arrow, tip }, n) => {
      const [re, im] = [state.c[2 * n] * scale, -state.c[2 * n + 1] * scale];
      const size = Math.hypot(re, im), cut = size > R ? R / size : 1;
      put(arrow, { x2: re * cut, y2: im * cut });
      put(tip, { cx: re * cut, cy: im * cut, opacity: size > 1 ? 1 : 0.35 });
      const amplitude = Math.hypot(state.c[2 * n], state.c[2 * n + 1]);
      const phase = Math.round((Math.atan2(state.c[2 * n + 1], state.c[2 * n]) * 180) / Math.PI);
      const text = fill(this.scene.texts["dial-value"], { amplitude: number(amplitude, 2), phase });
      put(group, { "aria-valuenow": number(amplitude, 2), "aria-valuetext": text });
    });
  }
}

const round = (size) => Number(Math.max(size, SMALLEST).toFixed(3));
const wrapped = (phase) => ((((phase + 180) % 360) + 360) % 360) - 180;
const degrees = (x, y) => short(Math.round((Math.atan2(y, x) * 180) / Math.PI));
