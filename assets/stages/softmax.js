// Softmax & Sigmoid: candidates weighed by exp(-zeta tau), and two of them tracing the sigmoid.

import { entitle, furniture, panels, readOut, speak } from "../player/furniture.js";
import { Handle } from "../player/handle.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Stage } from "../player/stage.js";
import { fill, number, timeName } from "../player/words.js";
import { Bars } from "./softmax/bars.js";
import { choose, observe } from "./softmax/candidates.js";
import { figures } from "./softmax/figures.js";
import { Flow } from "./softmax/flow.js";
import { Sigmoid } from "./softmax/sigmoid.js";

const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see
const FIGURES_EVERY = 4; // frames
const EASE = 2; // tau grows as the square of the time played: the early steps are the telling ones
const NEW_COST = 2;

const NAMES = ["costs", "sigmoid", "shares", "flow"];

class Softmax extends Stage {
  constructor(host, library) {
    super(host, library, furniture(NAMES, "wl-softmax-two-by-two"));
    const views = { costs: Bars, shares: Bars, sigmoid: Sigmoid, flow: Flow };
    this.panels = panels(this, NAMES);
    for (const name of NAMES) this[name] = new views[name](this.panels[name]);
    this.charts = Object.values(this.panels);
    this.spoken = 0;
    this.knobs = new Knobs(
      this.find(".wl-column > div"),
      (values, key) => this.turn(key),
      ({ K, ...values }) => this.send("settings", values),
    );
  }

  show(data, send) {
    const first = !this.data;
    Object.assign(this, { data, send });
    if (first) this.clock.speed = data.speed;
    this.knobs.set(data.knobs, { costs: data.costs.join(","), priors: data.priors.join(",") });
    this.turn();
  }

  numbers(key) {
    const text = this.knobs.values[key];
    return text ? text.split(",").map(Number) : [];
  }

  /** Everything a knob or a handle changes is known here: nothing has to be asked. */
  turn(key) {
    if (key === "K") this.resizeChoice(Number(this.knobs.values.K));
    const { J, wick, reading } = this.knobs.values;
    this.choice = choose({ costs: this.numbers("costs"), priors: this.numbers("priors"), J, wick, reading });
    this.knobs.put("K", this.choice.costs.length);
    const { duration, frames, texts } = this.data;
    const ease = wick === 90 ? EASE : 1;
    const first = this.clock.duration !== duration || this.clock.ease !== ease;
    if (first || !this.words) this.start({ duration, frames, ease, keepPlace: !!this.words, words: { texts, wick } });
    this.words = { texts, wick };
    this.redress();
  }

  resizeChoice(K) {
    const costs = this.numbers("costs"), priors = this.numbers("priors");
    const grown = Array.from({ length: K }, (_, k) => costs[k] ?? NEW_COST);
    this.knobs.values.costs = grown.join(",");
    if (priors.length) this.knobs.values.priors = grown.map((_, k) => priors[k] ?? Math.min(...priors)).join(",");
  }

  /** A cost that was dragged. */
  cost(k, value) {
    const costs = this.numbers("costs");
    costs[k] = inside(value, this.data.highest);
    this.knobs.turn("costs", costs.join(","));
  }

  /** The difference of the first two that was dragged: the second moves, the first if it must. */
  difference(value) {
    const costs = this.numbers("costs");
    costs[1] = inside(costs[0] + value, this.data.highest);
    costs[0] = inside(costs[1] - value, this.data.highest);
    this.knobs.turn("costs", costs.join(","));
  }

  /** A prior that was dragged: the others share the rest as before. */
  prior(k, value) {
    const { prior } = this.choice;
    const share = Math.min(Math.max(value, 0.02), 0.9);
    const others = prior.map((p, j) => (j === k ? share : (p * (1 - share)) / (1 - prior[k])));
    this.knobs.turn("priors", others.map((p) => Number(Math.max(p, 0.001).toFixed(3))).join(","));
  }

  async dress(tokens) {
    const { data: { texts, highest }, choice } = this;
    const titles = { costs: "panel-costs", shares: `panel-${choice.born ? (choice.reading === "born" ? "born" : "only-born") : "walkers"}`, sigmoid: "panel-sigmoid", flow: "panel-flow" };
    for (const [name, key] of Object.entries(titles)) {
      entitle(this, name, texts[key], texts[`${key}-small`]);
    }
    const equation = choice.J ? "hopping" : choice.born ? "born" : "walkers";
    this.find(".wl-note").innerHTML = `<span class="wl-equation">${texts[`equation-${equation}`]}</span>`;
    const now = observe(choice, this.clock.s);
    await this.costs.set(choice.costs, { top: 1.18 * highest, color: tokens.land, line: tokens.energy, texts }, tokens);
    await this.shares.set(now.p, { top: 1.07, color: tokens.density, marks: choice.prior, texts }, tokens);
    await this.sigmoid.set(choice, this.data, tokens);
    await this.flow.set(choice, this.data, tokens);
    this.handles();
  }

  handles() {
    const { texts } = this.data, K = this.choice.costs.length;
    if (this.handled !== K + texts["drag-cost"]) {
      this.handled = K + texts["drag-cost"];
      this.marks?.flat().forEach((mark) => mark.remove());
      const make = (panel, key, k, options) => new Handle(panel, { label: fill(texts[key], { k: k + 1 }), moves: "y", ...options });
      const each = (build) => Array.from({ length: K }, (_, k) => build(k));
      this.marks = [
        each((k) => make(this.costs.panel, "drag-cost", k, { step: 0.05, onMove: (_, y) => this.cost(k, y) })),
        each((k) => make(this.shares.panel, "drag-prior", k, { step: 0.02, kind: "wl-softmax-small", onMove: (_, y) => this.prior(k, y) })),
        [new Handle(this.sigmoid.panel, { label: texts["drag-difference"], step: 0.1, onMove: (x) => this.difference(x) })],
      ];
    }
  }

  draw(settled) {
    const { choice, clock: { s } } = this;
    const state = (this.state = observe(choice, s));
    this.costs.draw(choice.costs, state.mean);
    this.shares.draw(state.p);
    this.shares.overlay(state, choice.born && choice.wick !== 90);
    const [x, y] = this.sigmoid.draw(s);
    this.flow.draw(s, state);
    this.place(x, y);
    if (settled || this.drawn % FIGURES_EVERY === 0) this.read(state, settled);
  }

  place(x, y) {
    const [costs, priors, [pair]] = this.marks;
    costs.forEach((mark, k) => mark.place(k + 1, this.choice.costs[k], number(this.choice.costs[k])));
    priors.forEach((mark, k) => mark.place(k + 1.43, this.choice.prior[k], `${Math.round(100 * this.choice.prior[k])} %`));
    pair.place(x, y, number(x));
  }

  read(state, settled) {
    const { texts } = this.data, { p, mean, entropy } = state;
    readOut(this.find(".wl-readouts"), figures(this.choice, state, this.clock.s).map(([name, value]) => [texts[`figure-${name}`], value]));
    if (!settled && performance.now() - this.spoken < SPEAK_EVERY) return;
    this.spoken = performance.now();
    const best = p.indexOf(Math.max(...p));
    speak(this, fill(texts.caption, {
      time: `${texts[timeName(this.choice.wick)]} = ${number(this.clock.s)}`, k: best + 1,
      share: Math.round(100 * p[best]), mean: number(mean), left: number(Math.exp(entropy)),
    }));
  }
}

const inside = (value, highest) => Number(Math.min(Math.max(value, 0), highest).toFixed(2));

export const mount = mounting(Softmax);
