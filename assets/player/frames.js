// A run whose diffusivity changes: frames that arrive while the server still steps.

import { decode } from "./clips.js";

export class Frames {
  constructor(scene) {
    this.n = scene.grid.n;
    this.total = scene.frames;
    this.duration = scene.duration;
    this.schedule = decode(scene.schedule, Float64Array);
    this.zeta = decode(scene.surrogate ?? scene.zeta);
    this.dx = (scene.grid.hi - scene.grid.lo) / scene.grid.n;
    this.list = [];
  }

  take(part) {
    const count = part.t.length, imaginary = part.imaginary ?? new Float32Array(part.real.length);
    for (let i = 0; i < count; i++) {
      this.list[part.first + i] = {
        real: part.real.subarray(i * this.n, (i + 1) * this.n),
        imaginary: imaginary.subarray(i * this.n, (i + 1) * this.n),
        logNorm: part.log_norm[i],
      };
    }
  }

  /** Last time that can be shown without a gap. */
  get arrived() {
    let count = this.list.length;
    while (count && !this.list[count - 1]) count--;
    return ((count - 1) / (this.total - 1)) * this.duration;
  }

  at(s) {
    const place = Math.min((s / this.duration) * (this.total - 1), this.list.length - 1);
    const before = this.list[Math.floor(place)], after = this.list[Math.ceil(place)];
    const w = place - Math.floor(place), n = this.n;
    const real = new Float64Array(n), imaginary = new Float64Array(n), density = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      real[i] = (1 - w) * before.real[i] + w * after.real[i];
      imaginary[i] = (1 - w) * before.imaginary[i] + w * after.imaginary[i];
      const first = before.real[i] ** 2 + before.imaginary[i] ** 2;
      density[i] = (1 - w) * first + w * (after.real[i] ** 2 + after.imaginary[i] ** 2);
    }
    const D = (1 - w) * this.schedule[Math.floor(place)] + w * this.schedule[Math.ceil(place)];
    const logNorm = (1 - w) * before.logNorm + w * after.logNorm;
    const energy = (1 - w) * this.energy(before, D) + w * this.energy(after, D);
    return { real, imaginary, density, energy, logNorm, D, weights: null };
  }

  /** <H> with central differences: good to the eye; the report holds the solver's own. */
  energy({ real, imaginary }, D) {
    let kinetic = 0, potential = 0;
    for (let i = 0; i < this.n; i++) {
      potential += this.zeta[i] * (real[i] ** 2 + imaginary[i] ** 2);
      if (!i) continue;
      kinetic += (real[i] - real[i - 1]) ** 2 + (imaginary[i] - imaginary[i - 1]) ** 2;
    }
    return (D * kinetic) / this.dx + potential * this.dx;
  }
}
