// Figures of the run against time; which of them is the visitor's choice.

import { Brush } from "../../player/brush.js";
import { CONFIG, axis, baseLayout, faded } from "../../player/theme.js";
import { timeName } from "../../player/words.js";

const SAMPLES = 161;
const SLICE = 4; // milliseconds of a frame that may be spent on the samples
const GAP = 0.13; // of the height, between two rows: a title stands there
const FIRST = ["objective", "x", "basin"];

const FIGURES = {
  energy: { sign: "⟨H⟩", colour: "energy", value: (state) => state.energy },
  objective: { sign: "⟨ζ⟩", colour: "real", value: (state) => state.objective },
  x: { sign: "⟨x⟩", colour: "density", value: (state) => state.place[0], width: (state) => state.widths[0] },
  y: { sign: "⟨y⟩", colour: "imaginary", value: (state) => state.place[1], width: (state) => state.widths[1] },
  basin: { sign: "P", colour: "surrogate", value: (state) => state.basin, range: [-0.05, 1.05] },
};

export class PlaneHistory {
  constructor(plotly, host) {
    this.element = host.querySelector(".wl-plot");
    Object.assign(this, { plotly, host, brush: new Brush(this.element), chosen: new Set(FIRST) });
    this.chips = host.querySelector(".wl-plane-figures");
    this.chips.addEventListener("click", (event) => this.choose(event.target.closest("button")));
  }

  get rows() {
    return Object.keys(FIGURES).filter((name) => this.chosen.has(name));
  }

  /** At least one stays. */
  choose(button) {
    if (!button) return;
    const { figure } = button.dataset;
    if (!this.chosen.has(figure)) this.chosen.add(figure);
    else if (this.chosen.size > 1) this.chosen.delete(figure);
    this.label();
    this.lay();
  }

  label() {
    const { texts } = this.scene;
    for (const named of [this.chips, this.element]) named.setAttribute("aria-label", texts["history-choose"]);
    if (!this.chips.children.length) {
      for (const [name, { sign }] of Object.entries(FIGURES)) {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: sign });
        button.dataset.figure = name;
        this.chips.append(button);
      }
    }
    for (const button of this.chips.children) {
      const name = button.dataset.figure;
      button.title = texts[`history-${name}`];
      button.setAttribute("aria-label", button.title);
      button.setAttribute("aria-pressed", String(this.chosen.has(name)));
    }
  }

  async set(scene, tokens, stateAt) {
    Object.assign(this, { scene, tokens, stateAt, states: [] });
    this.t = Array.from({ length: SAMPLES }, (_, i) => (i / (SAMPLES - 1)) * scene.duration);
    this.label();
    await this.lay();
  }

  /** Works off part of the samples; draws them once they are all there. */
  grow(arrived = Infinity) {
    if (!this.stateAt || this.complete) return;
    const end = performance.now() + SLICE, { states, t } = this;
    while (states.length < SAMPLES && t[states.length] <= arrived + 1e-9 && performance.now() < end) {
      const { energy, objective, place, widths, basin } = this.stateAt(t[states.length]);
      states.push({ energy, objective, place, widths, basin });
    }
    if (this.complete) this.lay();
  }

  get complete() {
    return this.states?.length === SAMPLES;
  }

  async lay() {
    if (!this.scene || !this.element.offsetWidth) return;
    await this.plotly.react(this.element, this.traces(), this.layout(), CONFIG);
    this.brush.prepare(this.rows.map((_, i) => i));
    if (this.last) this.draw(...this.last);
  }

  traces() {
    const dots = [], curves = [];
    this.rows.forEach((name, i) => {
      const { colour, value, width } = FIGURES[name], color = this.tokens[colour];
      const yaxis = i ? `y${i + 1}` : "y", shared = { yaxis, hoverinfo: "skip" };
      dots.push({ ...shared, x: [0], y: [0], mode: "markers", marker: { color, size: 9, line: { color: this.tokens.panel, width: 1.5 } } });
      if (!this.complete) return;
      const middle = this.states.map(value), line = { color, width: 2 };
      if (width) {
        const spread = this.states.map(width), edge = (sign) => middle.map((v, j) => v + sign * spread[j]);
        curves.push({ ...shared, x: [...this.t, ...this.t.toReversed()], y: [...edge(1), ...edge(-1).reverse()], mode: "lines", line: { width: 0 }, fill: "toself", fillcolor: faded(color, 0.2) });
      }
      curves.push({ ...shared, x: this.t, y: middle, mode: "lines", line });
    });
    return [...dots, ...curves];
  }

  layout() {
    const { tokens, scene, rows } = this, { texts } = scene, high = (1 - GAP * (rows.length - 1)) / rows.length;
    const layout = {
      ...baseLayout(tokens), margin: { l: 44, r: 14, t: 20, b: 22 }, annotations: [],
      width: this.element.clientWidth, height: this.element.clientHeight,
      xaxis: axis(tokens, { range: [0, scene.duration], anchor: rows.length > 1 ? `y${rows.length}` : "y", nticks: 6 }),
    };
    const label = (text, y, color) => ({ text, x: 0, y, xref: "paper", yref: "paper", xanchor: "left", yanchor: "bottom", showarrow: false, font: { size: 11.5, color } });
    rows.forEach((name, i) => {
      const top = 1 - i * (high + GAP);
      layout[i ? `yaxis${i + 1}` : "yaxis"] = axis(tokens, { domain: [Math.max(top - high, 0), top], nticks: 3, range: this.range(name) });
      layout.annotations.push(label(texts[`history-${name}`], top, tokens[FIGURES[name].colour]));
    });
    layout.annotations.push({ ...label(texts[timeName(scene.wick)], 0, tokens.mute), x: 1, xanchor: "right", yshift: 2, font: { size: 13, color: tokens.mute } });
    return layout;
  }

  /** Rounding is not drawn as if it were an event: a constant energy looks constant. */
  range(name) {
    const { value, width, range } = FIGURES[name], { states } = this;
    if (range || !states.length) return range ?? [0, 1];
    const spread = width ?? (() => 0);
    const low = Math.min(...states.map((state) => value(state) - spread(state)));
    const high = Math.max(...states.map((state) => value(state) + spread(state)));
    const pad = Math.max(0.1 * (high - low), width ? 0 : 0.05 * Math.abs(high), 1e-6);
    return [low - pad, high + pad];
  }

  draw(s, state) {
    this.last = [s, state];
    this.rows.forEach((name, i) => this.brush.move(i, [FIGURES[name].value(state)], [s]));
  }

  async resize() {
    await this.lay();
  }
}
