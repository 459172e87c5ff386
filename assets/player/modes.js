// psi(x, s) = sum c_n exp(-kappa E_n s) phi_n(x), kappa = i exp(-i theta): any time at once.

import { decode } from "./clips.js";

const NEGLIGIBLE = 1e-8; // amplitude of a mode that no pixel can show
const WEIGHTS = 24;

export class Modes {
  constructor(scene, states, start) {
    this.n = scene.grid.n;
    this.states = states; // one mode a row
    this.energies = decode(scene.energies, Float64Array);
    this.start = start; // real and imaginary part of every coefficient in turn
    this.lowest = this.energies[lowestOccupied(start)];
    this.damping = Math.sin((scene.wick * Math.PI) / 180);
    this.rotation = scene.wick === 90 ? 0 : Math.cos((scene.wick * Math.PI) / 180);
  }

  /** Modes with the solver's own coefficients. */
  static from(scene, states) {
    return new Modes(scene, states, decode(scene.coefficients, Float64Array));
  }

  /**
   * Modes with coefficients found here, for a start the server has not seen yet. Those of
   * a packet are good to the 1e-7 of float32; imaginary time magnifies that, so the
   * solver's follow as soon as they arrive. Those of levels are exact.
   */
  static of(scene, states) {
    const start = scene.levels.length ? superposed(scene, states) : project(boxed(scene), scene, states);
    return new Modes(scene, states, start);
  }

  /** Coefficients of the normalised state at s, and what they alone say. */
  coefficients(s) {
    const { energies, start } = this;
    const count = energies.length;
    const c = new Float64Array(2 * count);
    let norm = 0;
    for (let k = 0; k < count; k++) {
      const size = Math.exp(-this.damping * Math.max(energies[k] - this.lowest, 0) * s);
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
    const logNorm = 0.5 * Math.log(norm) - this.damping * this.lowest * s;
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
    return { real, imaginary, energy, weights, logNorm, c, ground: weights[0] };
  }
}

function lowestOccupied(start) {
  let k = 0;
  while (start[2 * k] === 0 && start[2 * k + 1] === 0) k++;
  return k;
}

/** Coefficients of sum a_n exp(i alpha_n) phi_n, normalised. */
function superposed({ levels, grid }, states) {
  const start = new Float64Array((2 * states.length) / grid.n);
  const norm = Math.hypot(...levels.map(([, amplitude]) => amplitude));
  for (const [n, amplitude, phase] of levels) {
    const angle = (phase * Math.PI) / 180;
    start[2 * n] = (amplitude / norm) * Math.cos(angle);
    start[2 * n + 1] = (amplitude / norm) * Math.sin(angle);
  }
  return start;
}

/** The packet between its edges, as `solvers.packets.boxed`: with mirror images or copies. */
function boxed({ packet, grid }) {
  const { lo, hi, n, edges } = grid;
  const length = hi - lo, sign = edges === "periodic" ? 1 : -1;
  const images = edges === "periodic" ? [(x) => x - length, (x) => x + length] : [(x) => 2 * lo - x, (x) => 2 * hi - x];
  const real = new Float64Array(n), imaginary = new Float64Array(n);
  const add = (i, x, weight) => {
    const y = x - packet.centre, size = weight * Math.exp(-((y / (2 * packet.width)) ** 2));
    real[i] += size * Math.cos(packet.momentum * y);
    imaginary[i] += size * Math.sin(packet.momentum * y);
  };
  for (let i = 0; i < n; i++) {
    const x = lo + ((i + 0.5) * length) / n;
    add(i, x, 1);
    for (const image of images) add(i, image(x), sign);
  }
  return { real, imaginary };
}

function project({ real, imaginary }, { grid }, states) {
  const { n } = grid, count = states.length / n;
  const start = new Float64Array(2 * count);
  let norm = 0;
  for (let k = 0; k < count; k++) {
    let a = 0, b = 0;
    for (let i = 0, o = k * n; i < n; i++, o++) {
      a += states[o] * real[i];
      b += states[o] * imaginary[i];
    }
    start[2 * k] = a;
    start[2 * k + 1] = b;
    norm += a * a + b * b;
  }
  const scale = 1 / Math.sqrt(norm);
  return start.map((value) => value * scale);
}
