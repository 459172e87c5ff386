// Gains of variance in units of sigma0^2 at times in units of t_d (solvers/transition.py).

const DEGREE = Math.PI / 180;
const NEAR = 1e-4; // step of ln t for a slope

export const dispersion = (t) => t * t;
export const diffusion = (t) => t; // of |ψ|² in imaginary time
export const heat = (t) => 2 * t; // of a concentration

export function angle(t, { wick }) {
  const sin = Math.sin(wick * DEGREE), cos = wick === 90 ? 0 : Math.cos(wick * DEGREE);
  return t * sin + (t * cos) ** 2 / (1 + t * sin);
}

export function flights(t, { memory }) {
  return 2 * memory ** 2 * (t / memory + Math.expm1(-t / memory));
}

export function measurements(t, { interval }) {
  const n = Math.floor(t / interval);
  return n * interval ** 2 + (t - n * interval) ** 2;
}

export const LAWS = { angle, flights, measurements, trajectories: dispersion };

/** d ln gain / d ln t. */
export function slope(law, t, values) {
  const [up, down] = [NEAR, -NEAR].map((step) => Math.log(law(t * Math.exp(step), values)));
  return (up - down) / (2 * NEAR);
}

/** Times between which tilted time spreads as real time does. */
export function ballisticWindow(wick) {
  if (wick >= 45) return null;
  const sin = Math.sin(wick * DEGREE);
  return [sin / Math.cos(wick * DEGREE) ** 2, sin ? 1 / sin : Infinity];
}
