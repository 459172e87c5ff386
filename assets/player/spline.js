// Landscapes drawn by hand: the natural cubic spline of solvers/spline.py, and few points for many.

/** Second derivatives at the points, zero at both ends. */
function curvatures(points) {
  const n = points.length;
  const h = Array.from({ length: n - 1 }, (_, i) => points[i + 1][0] - points[i][0]);
  const slope = h.map((step, i) => (points[i + 1][1] - points[i][1]) / step);
  const found = new Float64Array(n), pivot = new Float64Array(n), right = new Float64Array(n);
  for (let i = 1; i < n - 1; i++) {
    const factor = i > 1 ? h[i - 1] / pivot[i - 1] : 0;
    pivot[i] = 2 * (h[i - 1] + h[i]) - factor * (i > 1 ? h[i - 1] : 0);
    right[i] = 6 * (slope[i] - slope[i - 1]) - factor * right[i - 1];
  }
  for (let i = n - 2; i > 0; i--) found[i] = (right[i] - h[i] * found[i + 1]) / pivot[i];
  return found;
}

/** The spline through [[x, zeta], …], x ascending, at the places `xs`; straight beyond its ends. */
export function spline(points, xs) {
  const bend = curvatures(points), last = points.length - 1;
  const slopeAt = (i, end) => {
    const h = points[i + 1][0] - points[i][0];
    const chord = (points[i + 1][1] - points[i][1]) / h;
    return chord + ((end ? bend[i] + 2 * bend[i + 1] : -2 * bend[i] - bend[i + 1]) * h) / 6;
  };
  let i = 0;
  return Float64Array.from(xs, (x) => {
    if (x <= points[0][0]) return points[0][1] + slopeAt(0, false) * (x - points[0][0]);
    if (x >= points[last][0]) return points[last][1] + slopeAt(last - 1, true) * (x - points[last][0]);
    if (x < points[i][0]) i = 0;
    while (x > points[i + 1][0]) i++;
    const h = points[i + 1][0] - points[i][0];
    const a = (points[i + 1][0] - x) / h, b = 1 - a;
    const cubic = (a ** 3 - a) * bend[i] + (b ** 3 - b) * bend[i + 1];
    return a * points[i][1] + b * points[i + 1][1] + (cubic * h * h) / 6;
  });
}

/**
 * A few of many points on a curve, such that the spline through them keeps within `tolerance`
 * of the others, or at most `most`: the worst place gets the next point.
 */
export function thinned(xs, zetas, { tolerance, most, closest }) {
  const chosen = [0, Math.floor(xs.length / 2), xs.length - 1];
  while (chosen.length < most) {
    const found = spline(chosen.map((i) => [xs[i], zetas[i]]), xs);
    let worst = -1, error = tolerance;
    for (let i = 0; i < xs.length; i++) {
      const off = Math.abs(found[i] - zetas[i]);
      if (off > error && chosen.every((j) => Math.abs(xs[i] - xs[j]) >= closest)) [worst, error] = [i, off];
    }
    if (worst < 0) break;
    chosen.push(worst);
    chosen.sort((a, b) => a - b);
  }
  return chosen.map((i) => [xs[i], zetas[i]]);
}
