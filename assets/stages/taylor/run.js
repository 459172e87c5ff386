// One run: the truth and its surrogates from one packet, what is drawn of them, what is recorded.

import { Modes } from "../../player/modes.js";
import { observe } from "../../player/observe.js";
import { MOST_STEPS, gradientDescent, newton, reexpanded } from "./descent.js";
import { Record, States, compare } from "./record.js";
import { ClosedForm, Higher } from "./rivals.js";
import { Series } from "./series.js";

const ORDERS = [0, 1, 2];

export class Run {
  /** `truth` and `higher` hold scene and eigenstates; a run before lends what has not changed. */
  constructor(truth, higher, values, before) {
    const { x0, sigma, wick, T, about, step } = values, given = truth.scene;
    const packet = { centre: x0, width: sigma, momentum: given.packet.momentum };
    this.isSolved = JSON.stringify(packet) === JSON.stringify(given.packet);
    const ratio = sigma / given.packet.width, view = given.window;
    this.window = { ...view, density_scale: view.density_scale * ratio };
    this.scene = { ...given, packet, wick, duration: T, window: this.window };
    this.about = about;
    this.order = higher.scene.order;
    this.start = JSON.stringify([packet, given.zeta]);
    this.dx = (given.grid.hi - given.grid.lo) / given.grid.n;
    this.x = Float64Array.from({ length: given.grid.n }, (_, i) => given.grid.lo + (i + 0.5) * this.dx);
    this.series = new Series(higher.scene);
    this.zeta = this.series.zeta;
    this.truth = this.modes(truth);
    const key = JSON.stringify([packet, wick, T]);
    this.truthStates = this.states(before?.truthStates, truth.states, [key, given.D], (s) => observe(this.truth.at(s), this.scene));
    this.rivals = this.rivalsOf(higher, before, key);
    this.record = new Record(this.truthStates, this.rivals, { dx: this.dx, isReal: wick === 0 });
    this.curves = before?.curves ?? this.record.curves.map(() => ({ fidelity: [1, 1], distance: [1, 1], bound: [1, 1], lostAt: NaN }));
    this.times = before?.curves ? before.times : [0, T];
    this.paths = this.walk({ x0, sigma, D: given.D }, T, step);
  }

  modes({ scene: given, states }) {
    const scene = { ...given, packet: this.scene.packet, wick: this.scene.wick };
    return this.isSolved ? Modes.from(scene, states) : Modes.of(scene, states);
  }

  /** States at the times looked at; those of the run before when they are the same ones. */
  states(before, source, key, at) {
    const name = JSON.stringify(key);
    if (before?.source === source && before.name === name) return before;
    return Object.assign(new States(this.scene.duration, at), { source, name });
  }

  rivalsOf(higher, before, key) {
    const { scene, series, about } = this;
    const closed = ORDERS.map((order) => new ClosedForm(order, series, about, scene));
    const modes = this.modes(higher);
    const { order, about: there } = higher.scene;
    const last = new Higher(order, series, there, { modes, floor: higher.scene.floor, wick: scene.wick });
    for (const rival of closed) rival.states = new States(scene.duration, (s) => rival.at(s));
    last.states = this.states(before?.rivals.at(-1).states, higher.states, [key, order, there, higher.scene.D], (s) => last.at(s));
    return [...closed, last];
  }

  walk(start, T, step) {
    const { lo, hi } = this.scene.grid;
    const steps = { lo, hi, step, count: Math.min(Math.ceil(T / step), MOST_STEPS) };
    return {
      first: reexpanded(1, this.series, start, steps), second: reexpanded(2, this.series, start, steps),
      gradient: gradientDescent(this.series, start, steps), newton: newton(this.series, start, steps),
    };
  }

  /** Works on the curves against time; true once, when they are complete. */
  grow() {
    if (!this.record.grow()) return false;
    this.curves = this.record.curves;
    this.times = this.record.times;
    return true;
  }

  lostAt(j) {
    return this.curves[j].lostAt;
  }

  /** Curves to draw at s, and how each surrogate compares. */
  at(s) {
    const { window: view, rivals } = this;
    const truth = observe(this.truth.at(s), this.scene);
    const base = Math.min(Math.max(truth.energy, view.low), view.highest_base);
    const height = (state) => state.real.map((value, i) => base + view.density_scale * (value ** 2 + state.imaginary[i] ** 2));
    const states = rivals.map((rival) => rival.at(s));
    return {
      truth: height(truth),
      packets: states.map((state) => (state ? height(state) : truth.real.map(() => NaN))),
      compared: states.map((state, j) => state && compare(truth, state, this.dx, rivals[j].isWalled)),
    };
  }

  /** ζ at a place, inside the picture. */
  height(x) {
    const { low, high } = this.window;
    return Math.min(Math.max(this.series.at(x)[0], low), high);
  }

  /** What the chart of descents shows; the true mean is that of the run, in imaginary time. */
  descents() {
    const { paths, scene: { wick, duration, packet, grid } } = this;
    const { times } = this.truthStates;
    const truth = wick === 90 ? { t: times, x: times.map((_, i) => this.truthStates.get(i).mean) }
      : { t: times.map((t) => t - 2 * duration), x: times.map(() => packet.centre) }; // out of sight
    const reach = 0.02 * (grid.hi - grid.lo);
    const all = [packet.centre, ...paths.second.x, ...paths.first.x, ...truth.x];
    const inside = all.filter((x) => x >= grid.lo && x <= grid.hi);
    return { paths, truth, range: [Math.min(...inside) - reach, Math.max(...inside) + reach] };
  }

  /** Where the two re-expanded packets are at τ = s; nowhere in other times. */
  placesAt(s) {
    if (this.scene.wick !== 90) return [NaN, NaN];
    return [this.paths.first, this.paths.second].map(({ t, x }) => {
      const j = t.findIndex((time) => time > s);
      if (j < 0) return s > t.at(-1) ? NaN : x.at(-1);
      return x[j - 1] + ((s - t[j - 1]) / (t[j] - t[j - 1])) * (x[j] - x[j - 1]);
    });
  }
}
