// Numbers read off a state on the grid.

const WAVES = 49; // wavenumbers of the momentum panel

/** Completes a state: densities, mean, width, probability in the best basin. */
export function observe(state, scene) {
  const { lo, hi, n } = scene.grid;
  const dx = (hi - lo) / n;
  const density = state.density ?? new Float64Array(n);
  if (!state.density) {
    for (let i = 0; i < n; i++) density[i] = state.real[i] ** 2 + state.imaginary[i] ** 2;
  }
  let first = 0, second = 0, basin = 0, peak = 0;
  for (let i = 0; i < n; i++) {
    const x = lo + (i + 0.5) * dx, weight = density[i] * dx;
    first += x * weight;
    second += x * x * weight;
    if (density[i] > peak) peak = density[i];
  }
  for (const [from, to] of scene.basin) {
    const start = Math.round((from - lo) / dx), stop = Math.round((to - lo) / dx);
    for (let i = start; i < stop; i++) basin += density[i] * dx;
  }
  const mean = state.mean ?? first;
  const std = state.std ?? Math.sqrt(Math.max(second - first * first, 0));
  return { ...state, density, mean, std, basin, peak };
}

/** Walkers' density u = psi / integral of psi, of a state with one common phase. */
export function walkers(state, scene) {
  const dx = (scene.grid.hi - scene.grid.lo) / scene.grid.n;
  let re = 0, im = 0;
  for (let i = 0; i < state.real.length; i++) {
    re += state.real[i];
    im += state.imaginary[i];
  }
  const size = (re * re + im * im) * dx;
  return state.real.map((value, i) => (value * re + state.imaginary[i] * im) / size);
}

/** |psi(k)|^2 at a few wavenumbers around zero, scaled to a sum of 1. */
export function momentum(state, scene, reach) {
  const { lo, hi, n } = scene.grid;
  const dx = (hi - lo) / n;
  const k = Float64Array.from({ length: WAVES }, (_, j) => ((2 * j) / (WAVES - 1) - 1) * reach);
  let total = 0;
  const weight = k.map((wave) => {
    let re = 0, im = 0;
    for (let i = 0; i < n; i++) {
      const phase = wave * (i + 0.5) * dx, cos = Math.cos(phase), sin = Math.sin(phase);
      re += state.real[i] * cos + state.imaginary[i] * sin;
      im += state.imaginary[i] * cos - state.real[i] * sin;
    }
    total += re * re + im * im;
    return re * re + im * im;
  });
  return { k, weight: weight.map((value) => value / total) };
}

const DIFFERENCES = [4 / 5, -1 / 5, 4 / 105, -1 / 280]; // of order 8, antisymmetric

/** Probability current 2 D Im(conj(psi) dpsi/dx); psi is odd at a wall. */
export function current({ real, imaginary, D }, scene) {
  const { lo, hi, n, edges } = scene.grid;
  const factor = (2 * (D ?? scene.D) * n) / (hi - lo), ring = edges === "periodic";
  const at = (values, i) => {
    if (i >= 0 && i < n) return values[i];
    if (ring) return values[(i + n) % n];
    return -values[i < 0 ? -1 - i : 2 * n - 1 - i];
  };
  return Float64Array.from(real, (re, i) => {
    let slopeRe = 0, slopeIm = 0;
    for (let k = 1; k <= 4; k++) {
      slopeRe += DIFFERENCES[k - 1] * (at(real, i + k) - at(real, i - k));
      slopeIm += DIFFERENCES[k - 1] * (at(imaginary, i + k) - at(imaginary, i - k));
    }
    return factor * (re * slopeIm - imaginary[i] * slopeRe);
  });
}

/** Peaks of a density higher than a tenth of the highest. */
export function peaks(density) {
  const floor = Math.max(...density) / 10;
  let count = 0;
  for (let i = 1; i < density.length - 1; i++) {
    if (density[i] > floor && density[i] >= density[i - 1] && density[i] > density[i + 1]) count++;
  }
  return count;
}
