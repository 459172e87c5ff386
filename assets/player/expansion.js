// The Taylor surrogate about any point, from the landscape's own series at every node.

import { decode } from "./clips.js";
import { END_MARGIN, blowUp } from "./gaussian.js";

const FOLDS = 12; // as solvers.gaussian
const ROUNDING = 1e-13; // as solvers.taylor

/** Coefficients of the polynomial of the scene's order about a point; null where there is no series. */
export function coefficients(scene, about) {
  const { lo, hi, n } = scene.grid;
  const series = decode(scene.series), rows = series.length / n, dx = (hi - lo) / n;
  const node = Math.min(Math.max(Math.round((about - lo) / dx - 0.5), 0), n - 1);
  const h = about - (lo + (node + 0.5) * dx);
  const found = new Float64Array(scene.order + 1);
  for (let k = 0; k <= scene.order; k++) {
    let binomial = 1, power = 1;
    for (let m = k; m < rows; m++) {
      found[k] += binomial * series[m * n + node] * power;
      binomial *= (m + 1) / (m + 1 - k);
      power *= h;
    }
  }
  return found.every(Number.isFinite) ? found : null;
}

/** The interval about the point in which landscape and surrogate differ by at most the tolerance. */
function trusted(scene, zeta, surrogate, about) {
  const { lo, hi, n } = scene.grid, dx = (hi - lo) / n;
  const x = (i) => lo + (i + 0.5) * dx;
  const start = Math.min(Math.max(Math.ceil((about - lo) / dx - 0.5), 0), n - 1);
  const walk = (first, way) => {
    let [before, error] = [about, 0];
    for (let i = first; i >= 0 && i < n; i += way) {
      const now = Math.abs(zeta[i] - surrogate[i]);
      if (!(now <= scene.tolerance)) return before + ((scene.tolerance - error) / (now - error)) * (x(i) - before);
      [before, error] = [x(i), now];
    }
    return before;
  };
  return [walk(start - 1, -1), walk(start, 1)];
}

/** The scene expanded about another point; null where the landscape has no series. */
export function expanded(scene, about) {
  const c = coefficients(scene, about);
  if (!c) return null;
  const { lo, hi, n } = scene.grid;
  const surrogate = Float64Array.from({ length: n }, (_, i) => {
    const y = lo + ((i + 0.5) * (hi - lo)) / n - about;
    return c.reduceRight((sum, coefficient) => sum * y + coefficient, 0);
  });
  const next = { ...scene, about, surrogate, trust: trusted(scene, decode(scene.zeta), surrogate, about) };
  return scene.kind === "gaussian" ? { ...next, ...parabola(next, c) } : next;
}

/** What orders 0-2 evolve by: a quadratic, its levels, and when its packet would end. */
function parabola(scene, c) {
  const curvature = 2 * (c[2] ?? 0), slope = c[1] ?? 0;
  const rounding = ROUNDING * Math.max(...c.map(Math.abs));
  const k = Math.abs(curvature) > rounding ? curvature : 0;
  const quadratic = { value: c[0], slope, curvature: k, about: scene.about };
  const spacing = Math.sqrt(2 * scene.D * Math.abs(k));
  const ground = k > 0 ? { energy: c[0] - slope ** 2 / (2 * k) + spacing / 2, spacing } : null;
  return { quadratic, ground, duration: lifetime(scene, k) };
}

/** T, or until an upturned parabola ends the packet or what is known of it (solvers.gaussian.ending). */
export function lifetime({ T, D, wick, packet }, curvature) {
  const end = END_MARGIN * blowUp({ curvature }, D, packet.width, wick);
  return Math.min(T, end, followed({ curvature }, D, wick));
}

/** How long the digits last of a packet that spreads over a barrier top. */
export function followed({ curvature }, D, wick) {
  if (curvature >= 0) return Infinity;
  return FOLDS / (Math.sqrt(2 * D * -curvature) * Math.cos((wick * Math.PI) / 180));
}
