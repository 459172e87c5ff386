// The Wick dial, the path of every mode in the complex plane, and the norm.

import { decode } from "../../player/clips.js";
import { draggable, put, svg } from "../../player/svg.js";
import { number } from "../../player/words.js";

const MODES = 8;
const TRAIL = 72; // points of a mode's path
const TURNS = 1.5; // of the slowest moving mode shown, that a path reaches back
const SNAP = 2; // degrees
const R = 62, X = 14, Y = 34; // of the dial, in units of the drawing
const RING = 58; // of a mode with amplitude 1
const SMALLEST = -12, LARGEST = 2; // decades of the norm's bar

/** Colours of the modes, from the curves' own. */
const palette = (t) => [t.density, t.real, t.imaginary, t.surrogate, t.energy, t.land, t.mute, t.ink];

export class Wick {
  constructor(stage, element) {
    Object.assign(this, { stage, element });
    element.innerHTML = `<div class="wl-lab-wick"></div><div class="wl-lab-norm"><output></output>
      <span class="wl-lab-scale"><i></i></span><button type="button" class="wl-lab-plain"></button></div>`;
    this.dial = svg("g", { class: "wl-lab-dial", tabindex: 0, role: "slider", "aria-valuemin": 0, "aria-valuemax": 90 });
    this.plane = svg("g", { transform: "translate(178 80)" });
    this.frame = svg("svg", { viewBox: "0 0 240 146" }, this.dial, this.plane);
    element.firstChild.append(this.frame);
    [this.readout, this.bar, this.button] = ["output", "i", "button"].map((tag) => element.querySelector(tag));
    this.button.addEventListener("click", () => stage.change({ norm: stage.view.norm === "raw" ? "one" : "raw" }));
    draggable(this.dial, this.frame, {
      onStart: () => stage.live.hold(),
      onMove: (x, y) => this.point(x - X, y - Y),
      onEnd: () => stage.live.release(),
    });
    this.dial.addEventListener("keydown", (event) => this.press(event));
  }

  point(x, y) {
    const angle = Math.min(Math.max((Math.atan2(y, x) * 180) / Math.PI, 0), 90);
    this.turn(angle < SNAP ? 0 : angle > 90 - SNAP ? 90 : Math.round(angle));
  }

  turn(wick) {
    if (wick !== this.stage.scene.wick) this.stage.live.change({ wick });
  }

  press(event) {
    const { wick } = this.stage.scene, size = event.shiftKey ? 10 : 1;
    const to = { ArrowRight: wick - size, ArrowUp: wick - size, ArrowLeft: wick + size, ArrowDown: wick + size, PageUp: wick - 15, PageDown: wick + 15, Home: 0, End: 90 }[event.key];
    if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.turn(Math.min(Math.max(to, 0), 90));
  }

  set(scene, tokens) {
    const { texts } = scene;
    this.tokens = tokens;
    this.scene = scene;
    this.bottom = Math.min(...decode(scene.surrogate ?? scene.zeta));
    const arc = `M${X + R},${Y} A${R},${R} 0 0 1 ${X},${Y + R}`;
    const label = (x, y, text, anchor = "start") => svg("text", { x, y, "text-anchor": anchor, class: "wl-lab-small" }, text);
    this.needle = svg("line", { x1: X, y1: Y, class: "wl-lab-needle" });
    this.knob = svg("circle", { r: 9, class: "wl-lab-knob-dot" });
    const ticks = [15, 30, 45, 60, 75].map((angle) => {
      const [x, y] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)];
      return svg("line", { x1: X + (R - 5) * x, y1: Y + (R - 5) * y, x2: X + R * x, y2: Y + R * y, class: "wl-lab-tick" });
    });
    this.angle = svg("text", { x: X, y: 14, class: "wl-lab-small wl-lab-strong" });
    this.dial.replaceChildren(
      svg("path", { d: `${arc} L${X},${Y}Z`, class: "wl-lab-face" }), svg("path", { d: arc, class: "wl-lab-arc" }), ...ticks,
      label(X + R, Y - 7, texts["wick-real"], "middle"), label(2, Y + R + 20, texts["wick-imaginary"]),
      this.angle, this.needle, this.knob,
    );
    put(this.dial, { "aria-label": texts["wick-dial"] });
    this.paths = Array.from({ length: MODES }, (_, i) => svg("path", { fill: "none", stroke: palette(tokens)[i], "stroke-width": 1.6 }));
    this.dots = this.paths.map((_, i) => svg("circle", { r: 3, fill: palette(tokens)[i] }));
    const axes = [svg("line", { x1: -RING, x2: RING, class: "wl-lab-tick" }), svg("line", { y1: -RING, y2: RING, class: "wl-lab-tick" })];
    this.plane.replaceChildren(svg("circle", { r: RING, class: "wl-lab-ring" }), ...axes, label(RING - 2, -4, "Re", "end"), label(4, 12 - RING, "Im"), ...this.paths, ...this.dots);
    this.button.title = texts["norm-title"];
  }

  draw(state, s) {
    const { scene, stage } = this, { texts } = scene;
    const { wick } = stage.scene, angle = (wick * Math.PI) / 180;
    const [x, y] = [X + R * Math.cos(angle), Y + R * Math.sin(angle)];
    put(this.needle, { x2: x, y2: y });
    put(this.knob, { cx: x, cy: y });
    this.angle.textContent = `θ = ${wick}°`;
    put(this.dial, { "aria-valuenow": wick, "aria-valuetext": `${wick}°` });
    const raw = stage.view.norm === "raw";
    this.button.textContent = texts[raw ? "norm-raw" : "norm-one"];
    this.button.setAttribute("aria-pressed", String(raw));
    const decades = (2 * state.logNorm) / Math.LN10;
    const size = Math.abs(decades) < 300 ? number(10 ** decades) : `10^${Math.round(decades)}`;
    this.readout.textContent = `‖ψ‖² = ${size}`;
    this.bar.style.width = `${100 * Math.min(Math.max((decades - SMALLEST) / (LARGEST - SMALLEST), 0), 1)}%`;
    this.drawModes(s, raw);
  }

  /** c_n exp(-kappa (E_n - E) s): a circle, a spiral, a ray. */
  drawModes(s, raw) {
    const { dynamics } = this.stage, { energies, start, damping, rotation, lowest } = dynamics;
    const list = energies ? strongest(start) : [];
    const reference = raw ? this.bottom : lowest;
    const largest = Math.max(1e-9, ...list.map((n) => Math.hypot(start[2 * n], start[2 * n + 1])));
    const spread = list.length ? Math.max(...list.map((n) => energies[n])) - Math.min(...list.map((n) => energies[n])) : 0;
    const reach = spread > 0 ? (2 * Math.PI * TURNS * list.length) / spread : this.scene.duration;
    this.paths.forEach((path, i) => {
      const n = list[i];
      if (n === undefined) {
        put(path, { d: "" });
        put(this.dots[i], { opacity: 0 });
        return;
      }
      const gap = energies[n] - reference;
      let text = "", at = [0, 0];
      for (let j = 0; j < TRAIL; j++) {
        const then = s - reach * (1 - j / (TRAIL - 1));
        if (then < 0 && j < TRAIL - 1) continue;
        const size = (RING / largest) * Math.exp(-damping * gap * Math.max(then, 0)), phase = -rotation * gap * Math.max(then, 0);
        const [cos, sin] = [size * Math.cos(phase), size * Math.sin(phase)];
        at = [start[2 * n] * cos - start[2 * n + 1] * sin, -(start[2 * n] * sin + start[2 * n + 1] * cos)];
        text += `${text ? "L" : "M"}${at[0].toFixed(1)},${at[1].toFixed(1)}`;
      }
      put(path, { d: text });
      put(this.dots[i], { cx: at[0].toFixed(1), cy: at[1].toFixed(1), opacity: 1 });
    });
  }
}

/** Numbers of the modes that weigh most at the start, lowest first. */
function strongest(c) {
  const size = (n) => Math.hypot(c[2 * n], c[2 * n + 1]);
  const list = Array.from({ length: Math.min(c.length / 2, 64) }, (_, n) => n).filter((n) => size(n) > 0.01);
  return list.sort((a, b) => size(b) - size(a)).slice(0, MODES).sort((a, b) => a - b);
}
