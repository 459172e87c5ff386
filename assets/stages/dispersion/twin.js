// One of the two runs of a free packet: the solver's curve, the closed form, ghosts, laws.

import { Gaussian } from "../../player/gaussian.js";
import { Modes } from "../../player/modes.js";
import { observe, walkers } from "../../player/observe.js";

const MOST_GHOSTS = 8;

export class Twin {
  /** `given` is the scene as solved, `states` its eigenstates; D and packet may have moved on. */
  constructor(given, states, { D, packet, shown, isWalkers }) {
    const scene = (this.scene = { ...given, D, packet });
    const { lo, hi, n } = scene.grid, dx = (hi - lo) / n;
    this.isWalkers = isWalkers;
    this.isReal = given.wick === 0;
    const same = ["width", "momentum", "centre"].every((key) => packet[key] === given.packet[key]);
    this.modes = same ? Modes.from(scene, states) : Modes.of(scene, states);
    this.modes.energies = this.modes.energies.map((energy) => (energy * D) / given.D); // E = D k²
    this.gaussian = new Gaussian({ ...scene, quadratic: { value: 0, slope: 0, curvature: 0, about: packet.centre }, ground: null });
    const x = Float64Array.from({ length: n }, (_, i) => lo + (i + 0.5) * dx);
    this.from = x.findIndex((value) => value >= shown[0]);
    this.to = x.findLastIndex((value) => value <= shown[1]) + 1;
    this.nodes = x;
    this.x = x.slice(this.from, this.to);
    this.shown = shown;
    this.start = (isWalkers ? 2 : 1) * packet.width ** 2;
    this.ghosts = this.wholeTimes().map((s) => {
      const y = this.part(this.curve(this.gaussian, s).y);
      return { s, y, nothing: y.map(() => NaN) };
    });
  }

  wholeTimes() {
    const { duration } = this.scene, step = Math.max(1, Math.ceil(duration / MOST_GHOSTS));
    return Array.from({ length: Math.min(Math.floor(duration / step), MOST_GHOSTS) + 1 }, (_, i) => i * step);
  }

  part(values) {
    return values.slice(this.from, this.to);
  }

  curve(dynamics, s) {
    const state = observe(dynamics.at(s), this.scene);
    return { state, y: this.isWalkers ? walkers(state, this.scene) : state.density };
  }

  /** What the closed form says about the variance. */
  law(s) {
    const { D, packet: { width } } = this.scene;
    if (this.isReal) return width ** 2 + ((D * s) / width) ** 2;
    return (this.isWalkers ? 2 : 1) * (width ** 2 + D * s);
  }

  at(s) {
    const found = this.curve(this.modes, s), told = this.curve(this.gaussian, s);
    const { mean, variance } = moments(this.nodes, found.y);
    let difference = 0, peak = 0;
    for (let i = 0; i < found.y.length; i++) {
      difference = Math.max(difference, Math.abs(found.y[i] - told.y[i]));
      peak = Math.max(peak, told.y[i]);
    }
    return {
      solver: this.part(found.y), exact: this.part(told.y), real: this.part(found.state.real), imaginary: this.part(found.state.imaginary),
      mean, variance, exactVariance: this.law(s), difference: difference / peak,
    };
  }
}

function moments(x, y) {
  let sum = 0, first = 0, second = 0;
  for (let i = 0; i < y.length; i++) sum += y[i], first += x[i] * y[i];
  const mean = first / sum;
  for (let i = 0; i < y.length; i++) second += (x[i] - mean) ** 2 * y[i];
  return { mean, variance: second / sum };
}
