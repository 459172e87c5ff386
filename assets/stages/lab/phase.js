// Phase colour under the density: the four directions of the complex plane are the colours
// of the curves, positive real that of Re, positive imaginary that of Im.

import { put, svg } from "../../player/svg.js";

const STOPS = 96;
const NEGLIGIBLE = 1e-4; // of the peak of the density: there the phase is noise

/** Colours at 0, 90, 180 and 270 degrees. */
const anchors = (t) => [t.real, t.imaginary, t.density, t.surrogate];

export class Phase {
  constructor(stage) {
    this.stage = stage;
    this.legend = document.createElement("div");
    this.legend.className = "wl-lab-legend";
    this.legend.innerHTML = "<i></i><span>+Re</span><span>+Im</span><span>−Re</span><span>−Im</span><p></p>";
    stage.parts.picture.parentElement.append(this.legend);
    this.stops = Array.from({ length: STOPS }, (_, i) => svg("stop", { offset: i / (STOPS - 1) }));
    this.gradient = svg("linearGradient", { id: "wl-lab-phase", gradientUnits: "userSpaceOnUse", x1: 0, y1: 0, y2: 0 }, ...this.stops);
  }

  set(scene, tokens, shown) {
    this.shown = shown;
    this.legend.hidden = !shown;
    this.colours = anchors(tokens).map((text) => text.match(/\w\w/g).map((pair) => parseInt(pair, 16)));
    this.legend.querySelector("p").textContent = scene.texts["phase-legend"];
    const [plus, up, minus, down] = anchors(tokens);
    this.legend.querySelector("i").style.background = `conic-gradient(${up}, ${plus}, ${down}, ${minus}, ${up})`;
  }

  /** Colours of a state, on the fill that the picture has just drawn. */
  draw(state, fill, axis) {
    if (!fill) return;
    if (!this.shown) {
      if (fill.style.fill.startsWith("url")) Object.assign(fill.style, this.plain);
      return;
    }
    if (!fill.style.fill.startsWith("url")) this.plain = { fill: fill.style.fill, fillOpacity: fill.style.fillOpacity };
    const svgRoot = fill.ownerSVGElement;
    if (this.gradient.ownerSVGElement !== svgRoot) svgRoot.append(svg("defs", {}, this.gradient));
    put(this.gradient, { x2: axis._length });
    const n = state.real.length, floor = Math.sqrt(NEGLIGIBLE * state.peak);
    for (let i = 0; i < STOPS; i++) {
      const j = Math.min(Math.round((i / (STOPS - 1)) * n), n - 1);
      const [re, im] = [state.real[j], state.imaginary[j]];
      this.stops[i].setAttribute("stop-color", Math.hypot(re, im) > floor ? this.colour(re, im) : "transparent");
    }
    fill.style.fill = "url(#wl-lab-phase)";
    fill.style.fillOpacity = 0.85;
  }

  colour(re, im) {
    const turn = ((Math.atan2(im, re) / (2 * Math.PI) + 1) % 1) * 4;
    const from = this.colours[Math.floor(turn) % 4], to = this.colours[(Math.floor(turn) + 1) % 4], w = turn % 1;
    return `rgb(${from.map((value, k) => Math.round((1 - w) * value + w * to[k])).join()})`;
  }
}
