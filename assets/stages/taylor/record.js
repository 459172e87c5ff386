// Fidelity, distance and Duhamel's bound along a run (solvers/fidelity.py), a few times a frame.

export const FAITHFUL = 0.99;
export const SAMPLES = 81;
const OUTSIDE = 1e-9; // of the probability beyond the box: ζ is not known there, so no bound
const SLICE = 8; // milliseconds of a frame that may be spent

const size = (values, weight, dx) => {
  let sum = 0;
  for (let i = 0; i < values.real.length; i++) sum += (values.real[i] ** 2 + values.imaginary[i] ** 2) * weight(i);
  return sum * dx;
};

/** |⟨other|ψ⟩|² and ‖ψ - other‖; what `other` has beyond the box counts, unless walls keep it in. */
export function compare(psi, other, dx, isWalled) {
  let re = 0, im = 0, apart = 0;
  for (let i = 0; i < psi.real.length; i++) {
    const a = psi.real[i], b = psi.imaginary[i], c = other.real[i], d = other.imaginary[i];
    re += a * c + b * d;
    im += b * c - a * d;
    apart += (a - c) ** 2 + (b - d) ** 2;
  }
  const beyond = isWalled ? 0 : Math.max(1 - size(other, () => 1, dx), 0);
  return { fidelity: (re * re + im * im) * dx * dx, distance: Math.sqrt(apart * dx + (beyond > OUTSIDE ? beyond : 0)), beyond };
}

/** First time at which a curve is below a level, between two samples; Infinity if never. */
export function firstBelow(times, values, level) {
  const j = values.findIndex((value) => value < level);
  if (j < 0) return Infinity;
  if (j === 0) return times[0];
  const share = (values[j - 1] - level) / (values[j - 1] - values[j]);
  return times[j - 1] + share * (times[j] - times[j - 1]);
}

/** States of a run at the times looked at, each worked out once. */
export class States {
  constructor(duration, at) {
    this.at = at;
    this.times = Array.from({ length: SAMPLES }, (_, i) => (i / (SAMPLES - 1)) * duration);
    this.kept = [];
  }

  get(i) {
    return (this.kept[i] ??= this.at(this.times[i]));
  }
}

export class Record {
  /** `truth` and every rival's `states` are States of one duration. */
  constructor(truth, rivals, { dx, isReal }) {
    Object.assign(this, { truth, rivals, dx, isReal, done: 0 });
    this.curves = rivals.map(() => ({ fidelity: [], distance: [], bound: [] }));
    this.sizes = rivals.map(() => 0);
  }

  get times() {
    return this.truth.times;
  }

  /** Works on; true once, when all times are there. */
  grow() {
    if (this.done === SAMPLES) return false;
    const end = performance.now() + SLICE;
    while (this.done < SAMPLES && performance.now() < end) this.add(this.done++);
    if (this.done < SAMPLES) return false;
    for (const curve of this.curves) curve.lostAt = firstBelow(this.times, curve.fidelity, FAITHFUL);
    return true;
  }

  add(i) {
    const psi = this.truth.get(i);
    this.rivals.forEach((rival, j) => {
      const curve = this.curves[j], other = rival.states.get(i);
      if (!other) return [curve.fidelity, curve.distance, curve.bound].forEach((list) => list.push(NaN));
      const { fidelity, distance, beyond } = compare(psi, other, this.dx, rival.isWalled);
      curve.fidelity.push(fidelity);
      curve.distance.push(distance);
      curve.bound.push(this.bound(i, j, rival, other, beyond));
    });
  }

  /** ∫‖(ζ - T)ψ‖ by the trapezoidal rule; real time only. */
  bound(i, j, rival, other, beyond) {
    if (!this.isReal || beyond > OUTSIDE) return NaN;
    const now = Math.sqrt(size(other, (k) => (rival.zeta[k] - rival.values[k]) ** 2, this.dx));
    const before = this.sizes[j];
    this.sizes[j] = now;
    if (i === 0) return 0;
    return this.curves[j].bound[i - 1] + ((this.times[i] - this.times[i - 1]) * (now + before)) / 2;
  }
}
