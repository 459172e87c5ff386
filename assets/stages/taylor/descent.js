// Surrogates re-expanded about the moving packet, against their optimisers (solvers/descent.py).

import { END_MARGIN, Gaussian, blowUp } from "../../player/gaussian.js";

export const MOST_STEPS = 1000;

/** Places after 0, 1, 2 … steps; `next(x, j)` gives the place after, or null for the end. */
function walk(start, { lo, hi, step, count }, next) {
  const t = [0], x = [start];
  for (let j = 0; j < count; j++) {
    const there = next(x[j], j);
    if (there === null || !Number.isFinite(there)) break;
    t.push((j + 1) * step);
    x.push(there);
    if (there < lo || there > hi) break;
  }
  return { t, x };
}

/** The packet's centre in imaginary time, its surrogate expanded anew after every step. */
export function reexpanded(order, series, { x0, sigma, D }, steps) {
  let width = sigma;
  return walk(x0, steps, (x) => {
    const quadratic = series.quadratic(x, order);
    if (steps.step >= END_MARGIN * blowUp(quadratic, D, width, 90)) return null;
    const packet = { centre: x, width, momentum: 0 };
    const { a, b } = new Gaussian({ packet, quadratic, D, wick: 90, ground: null, grid: { lo: 0, hi: 0, n: 0 } }).shape(steps.step);
    width = 0.5 / Math.sqrt(a[0]);
    return x + b[0] / (2 * a[0]);
  });
}

/** x - η g, η the walkers' variance integrated over the step. */
export function gradientDescent(series, { x0, sigma, D }, steps) {
  const { step } = steps;
  return walk(x0, steps, (x, j) => x - (2 * (sigma ** 2 + D * j * step) * step + D * step ** 2) * series.at(x)[1]);
}

/** x - (1 - e^{-ωh}) g/k, ω = √(2D|k|). */
export function newton(series, { x0, D }, steps) {
  return walk(x0, steps, (x) => {
    const [, slope, half] = series.at(x), k = 2 * half;
    return k === 0 ? null : x + (Math.expm1(-Math.sqrt(2 * D * Math.abs(k)) * steps.step) * slope) / k;
  });
}
