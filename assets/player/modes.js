// psi(x, s) = sum c_n exp(-kappa E_n s) phi_n(x), kappa = i exp(-i theta): any time at once.

import { decode } from "./clips.js";

const NEGLIGIBLE = 1e-8; // amplitude of a mode that no pixel can show
const WEIGHTS = 24;

export class Modes {
  constructor(scene, part) {
    this.n = scene.grid.n;
    this.states = part.states; // one mode a row
    this.energies = decode(scene.energies, Float64Array);
    this.start = decode(scene.coefficients, Float64Array); // real and imaginary part in turn
    this.turn(scene.wick);
  }

  turn(wick) {
    this.damping = Math.sin((wick * Math.PI) / 180);
    this.rotation = wick === 90 ? 0 : Math.cos((wick * Math.PI) / 180);
  }

  /** Coefficients of the normalised state at s, and what they alone say. */
  coefficients(s) {
    const { energies, start } = this;
    const count = energies.length;
    const c = new Float64Array(2 * count);
    let norm = 0;
    for (let k = 0; k < count; k++) {
      const size = Math.exp(-this.damping * (energies[k] - energies[0]) * s);
      const phase = -this.rotation * energies[k] * s;
      const cos = size * Math.cos(phase), sin = size * Math.sin(phase);
      c[2 * k] = start[2 * k] * cos - start[2 * k + 1] * sin;
      c[2 * k + 1] = start[2 * k] * sin + start[2 * k + 1] * cos;
      norm += c[2 * k] ** 2 + c[2 * k + 1] ** 2;
    }
    const scale = 1 / Math.sqrt(norm);
    let energy = 0;
    const weights = new Float64Array(Math.min(WEIGHTS, count));
    for (let k = 0; k < count; k++) {
      c[2 * k] *= scale;
      c[2 * k + 1] *= scale;
      const weight = c[2 * k] ** 2 + c[2 * k + 1] ** 2;
      energy += weight * energies[k];
      if (k < WEIGHTS) weights[k] = weight;
    }
    const logNorm = 0.5 * Math.log(norm) - this.damping * energies[0] * s;
    return { c, energy, weights, logNorm };
  }

  at(s) {
    const { n, states } = this;
    const { c, energy, weights, logNorm } = this.coefficients(s);
    const real = new Float64Array(n), imaginary = new Float64Array(n);
    for (let k = 0; 2 * k < c.length; k++) {
      const a = c[2 * k], b = c[2 * k + 1];
      if (Math.abs(a) + Math.abs(b) < NEGLIGIBLE) continue;
      for (let i = 0, o = k * n; i < n; i++, o++) {
        real[i] += a * states[o];
        imaginary[i] += b * states[o];
      }
    }
    return { real, imaginary, energy, weights, logNorm, ground: weights[0] };
  }
}
