// Mean energies along a run, worked out a few at a time so that no frame is late.

const SAMPLES = 121;
const SLICE = 4; // milliseconds of a frame that may be spent

export class Means {
  /** `at(s)` gives { H, born, walkers }; samples are denser at the start, where most happens. */
  constructor(duration, at) {
    this.at = at;
    this.s = Array.from({ length: SAMPLES }, (_, i) => duration * (i / (SAMPLES - 1)) ** 2);
    this.found = { H: [], born: [], walkers: [] };
  }

  /** Works on; true once, when all samples are there. */
  grow() {
    if (this.complete) return false;
    const end = performance.now() + SLICE;
    while (this.found.H.length < SAMPLES && performance.now() < end) {
      const mean = this.at(this.s[this.found.H.length]);
      for (const name of Object.keys(this.found)) this.found[name].push(mean[name]);
    }
    this.complete = this.found.H.length === SAMPLES;
    return this.complete;
  }

  get curves() {
    return { s: this.s, ...this.found };
  }
}

/** ⟨ζ⟩ under a density on the nodes. */
export function meanOf(zeta, density, dx) {
  let sum = 0;
  for (let i = 0; i < zeta.length; i++) sum += zeta[i] * density[i];
  return sum * dx;
}
