// How a state settles in the lowest level it overlaps (solvers/convergence.py, in the browser).

const ABSENT = { solver: 1e-13, browser: 1e-6 }; // amplitudes below are rounding: of float32 in states
const HALF = 0.5; // of the probability: where a packet counts as arrived
const HOLDS = 0.9; // of the probability: a level that has more is where the run stands still
const LOOKS = 400;

export class Settling {
  /** `origin` says who found the coefficients: the solver, or the browser from float32 states. */
  constructor({ energies, start, damping }, origin) {
    this.damping = damping;
    const all = Array.from(energies, (energy, n) => ({ n, energy, weight: start[2 * n] ** 2 + start[2 * n + 1] ** 2 }));
    const there = all.filter(({ weight }) => weight > ABSENT[origin] ** 2);
    const total = there.reduce((sum, { weight }) => sum + weight, 0);
    this.levels = there.map(({ n }) => n);
    this.gaps = there.map(({ energy }) => energy - there[0].energy);
    this.weights = there.map(({ weight }) => weight / total);
    this.overlap = this.weights[0];
    this.above = this.weights.slice(1).reduce((sum, weight) => sum + weight, 0) / this.overlap;
    this.gap = this.gaps[1] ?? Infinity;
    this.rate = damping && this.above ? 2 * this.gap * damping : 0;
    this.leaving = this.leave();
    this.plateau = this.stand();
  }

  /** Weights of the normalised state at s, from the goal on. */
  shares(s) {
    const left = this.weights.map((weight, i) => weight * Math.exp(-2 * this.damping * this.gaps[i] * s));
    const total = left.reduce((sum, weight) => sum + weight, 0);
    return left.map((weight) => weight / total);
  }

  /** 1 - F, as the sum of what is left above the goal. */
  infidelity(s) {
    return this.shares(s).slice(1).reduce((sum, share) => sum + share, 0);
  }

  bound(s) {
    return this.above * Math.exp(-this.rate * s);
  }

  /** -d ln(1 - F)/ds. */
  slope(s) {
    let sum = 0, mean = 0;
    for (let i = 1; i < this.gaps.length; i++) {
      const left = this.weights[i] * Math.exp(-2 * this.damping * (this.gaps[i] - this.gap) * s);
      sum += left;
      mean += left * this.gaps[i];
    }
    return sum ? (2 * this.damping * (1 - this.infidelity(s)) * mean) / sum : 0;
  }

  /** When the bound promises an accuracy. */
  timeTo(accuracy) {
    if (this.above <= accuracy) return 0;
    return this.rate ? Math.log(this.above / accuracy) / this.rate : Infinity;
  }

  /** When F passes 1/2: it only rises. */
  leave() {
    if (this.overlap >= HALF) return 0;
    if (!this.rate) return Infinity;
    let early = 0, late = this.timeTo(HALF / 2);
    for (let i = 0; i < 60; i++) {
      const middle = (early + late) / 2;
      if (this.infidelity(middle) > HALF) early = middle;
      else late = middle;
    }
    return late;
  }

  /** Where one level above the goal holds the packet: { level, start, end }, or null. */
  stand() {
    if (!(this.leaving > 0 && this.leaving < Infinity)) return null;
    const times = Array.from({ length: LOOKS + 1 }, (_, i) => (i / LOOKS) * this.leaving);
    const shares = times.map((s) => this.shares(s));
    let holder = 1, most = 0;
    for (const row of shares) for (let i = 1; i < row.length; i++) if (row[i] > most) (most = row[i]), (holder = i);
    const inside = times.filter((_, i) => shares[i][holder] > HOLDS);
    return inside.length ? { level: this.levels[holder], start: inside[0], end: inside.at(-1) } : null;
  }
}
