// Closed forms for Taylor orders 0-2 on the infinite line (docs/model.md, "Closed forms").
// Complex numbers are pairs [real, imaginary].

const add = (...terms) => terms.reduce((p, q) => [p[0] + q[0], p[1] + q[1]]);
const mul = (p, q) => [p[0] * q[0] - p[1] * q[1], p[0] * q[1] + p[1] * q[0]];
const scale = (r, p) => [r * p[0], r * p[1]];
const div = (p, q) => scale(1 / (q[0] ** 2 + q[1] ** 2), mul(p, [q[0], -q[1]]));
const exp = ([x, y]) => [Math.exp(x) * Math.cos(y), Math.exp(x) * Math.sin(y)];
const log = ([x, y]) => [Math.log(Math.hypot(x, y)), Math.atan2(y, x)];

const WEIGHTS = 24;
export const END_MARGIN = 0.98; // as solvers.gaussian

/** When a packet over a barrier top cannot be normalised any more (solvers.gaussian.blow_up). */
export function blowUp({ curvature: k }, D, sigma, wick) {
  if (k >= 0 || wick === 0) return Infinity;
  const W = Math.sqrt(-2 * D * k);
  return Math.atan(W / (-2 * k * sigma ** 2)) / W / Math.sin((wick * Math.PI) / 180);
}

/**
 * C, S, Q, P0 and P1 (P = P0 + beta P1), all over e^{wz} so that long times do not overflow,
 * and ln Delta, which never jumps: |1 + rho e^{-2wz}| stays off the negative axis.
 */
function propagators(w2, z, beta) {
  const u = scale(w2, mul(z, z));
  if (Math.hypot(...u) < 1) return series(u, z, beta);
  const root = Math.sqrt(Math.abs(w2));
  let w = w2 > 0 ? [root, 0] : [0, root];
  if (mul(w, z)[0] < 0) w = scale(-1, w);
  const wz = mul(w, z), once = exp(scale(-1, wz)), twice = mul(once, once);
  const C = scale(0.5, add([1, 0], twice));
  const S = div(scale(0.5, add([1, 0], scale(-1, twice))), w);
  const Q = scale(1 / w2, add(C, scale(-1, once)));
  const P0 = scale(1 / w2, add(mul(z, C), scale(-1, S)));
  const P1 = scale(1 / w2, add(mul(z, S), scale(-2, Q)));
  const ratio = div([beta, 0], w);
  const rho = div(add([1, 0], scale(-1, ratio)), add([1, 0], ratio));
  const lift = log(scale(0.5, add([1, 0], ratio)));
  return { C, S, Q, P0, P1, lnDelta: add(wz, lift, log(add([1, 0], mul(rho, twice)))) };
}

function series(u, z, beta) {
  const sums = [[0, 0], [0, 0], [0, 0], [0, 0], [0, 0]];
  let power = [1, 0], factorial = 1; // u^j and (2j)!
  for (let j = 0; j < 12; j++) {
    const f1 = factorial * (2 * j + 1), f2 = f1 * (2 * j + 2), f3 = f2 * (2 * j + 3), f4 = f3 * (2 * j + 4);
    const terms = [1 / factorial, 1 / f1, 1 / f2, (2 * j + 2) / f3, (2 * j + 2) / f4];
    terms.forEach((term, i) => (sums[i] = add(sums[i], scale(term, power))));
    power = mul(power, u);
    factorial = f2;
  }
  const z2 = mul(z, z), z3 = mul(z2, z), z4 = mul(z2, z2);
  const [C, S, Q, P0, P1] = sums;
  const lnDelta = log(add(C, scale(beta, mul(z, S))));
  return { C, S: mul(z, S), Q: mul(z2, Q), P0: mul(z3, P0), P1: mul(z4, P1), lnDelta };
}

export class Gaussian {
  constructor(scene) {
    const { centre, width, momentum } = scene.packet;
    const { lo, hi, n } = scene.grid;
    this.quadratic = scene.quadratic;
    this.D = scene.D;
    this.ground = scene.ground;
    this.y = Float64Array.from({ length: n }, (_, i) => lo + ((i + 0.5) * (hi - lo)) / n - scene.quadratic.about);
    const y0 = centre - scene.quadratic.about;
    this.a0 = 1 / (4 * width ** 2);
    this.b0 = [y0 / (2 * width ** 2), momentum];
    this.c0 = [-(y0 ** 2) / (4 * width ** 2) - 0.25 * Math.log(2 * Math.PI * width ** 2), -momentum * y0];
    const angle = (scene.wick * Math.PI) / 180;
    this.kappa = [Math.sin(angle), scene.wick === 90 ? 0 : Math.cos(angle)];
  }

  /** a, b, c of psi = exp(-a y^2 + b y + c) at s. */
  shape(s) {
    const { value, slope: g, curvature: k } = this.quadratic;
    const z = scale(s, this.kappa), beta = 4 * this.D * this.a0;
    const { C, S, Q, P0, P1, lnDelta } = propagators(2 * this.D * k, z, beta);
    const Delta = add(C, scale(beta, S));
    const a = div(add(scale(this.a0, C), scale(k / 2, S)), Delta);
    const drift = scale(-g, add(S, scale(beta, Q)));
    const b = add(mul(this.b0, exp(scale(-1, lnDelta))), div(drift, Delta));
    const P = add(P0, scale(beta, P1));
    const drive = add(mul(mul(this.b0, this.b0), S), scale(-2 * g, mul(this.b0, Q)), scale(g * g, P));
    const c = add(this.c0, scale(-value, z), scale(-0.5, lnDelta), scale(this.D, div(drive, Delta)));
    return { a, b, c };
  }

  at(s) {
    const { a, b, c } = this.shape(s);
    const { value, slope, curvature } = this.quadratic;
    const variance = 1 / (4 * a[0]), mean = b[0] / (2 * a[0]);
    const momentum = b[1] - 2 * a[1] * mean;
    const logNorm = c[0] + b[0] ** 2 / (4 * a[0]) + 0.25 * Math.log(Math.PI / (2 * a[0]));
    const kinetic = this.D * (momentum ** 2 + (a[0] ** 2 + a[1] ** 2) / a[0]);
    const energy = kinetic + value + slope * mean + (curvature * (mean ** 2 + variance)) / 2;
    const n = this.y.length;
    const real = new Float64Array(n), imaginary = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const y = this.y[i];
      const size = Math.exp(-a[0] * y * y + b[0] * y + c[0] - logNorm);
      const phase = -a[1] * y * y + b[1] * y + c[1];
      real[i] = size * Math.cos(phase);
      imaginary[i] = size * Math.sin(phase);
    }
    const weights = this.weights(a, b, mean);
    const centre = mean + this.quadratic.about;
    return { real, imaginary, energy, weights, logNorm, mean: centre, std: Math.sqrt(variance), ground: weights?.[0] };
  }

  /** |c_n|^2 in the eigenstates of the parabola, by (1+2A) sqrt(n+1) c_{n+1} = sqrt2 B c_n + (1-2A) sqrt n c_{n-1}. */
  weights(a, b, mean) {
    const { slope: g, curvature: k } = this.quadratic;
    if (k <= 0) return null;
    const alpha = Math.sqrt(k / (2 * this.D)), bottom = -g / k;
    const A = scale(1 / alpha, a);
    const B = scale(1 / Math.sqrt(alpha), add(b, scale(-2 * bottom, a)));
    const ahead = div([Math.SQRT2, 0], add([1, 0], scale(2, A)));
    const back = div(add([1, 0], scale(-2, A)), add([1, 0], scale(2, A)));
    const overlap = this.groundOverlap(A, B);
    const list = [[Math.sqrt(overlap), 0]];
    for (let n = 0; n < WEIGHTS - 1; n++) {
      const next = scale(1 / Math.sqrt(n + 1), mul(mul(ahead, B), list[n]));
      list.push(n ? add(next, scale(Math.sqrt(n / (n + 1)), mul(back, list[n - 1]))) : next);
    }
    return Float64Array.from(list, (c) => c[0] ** 2 + c[1] ** 2);
  }

  /** |<0|psi>|^2 of the normalised exp(-A xi^2 + B xi) with the state exp(-xi^2/2). */
  groundOverlap(A, B) {
    const half = add(A, [0.5, 0]);
    const exponent = div(mul(B, B), scale(2, half))[0] - B[0] ** 2 / (2 * A[0]);
    return (Math.sqrt(2 * A[0]) / Math.hypot(...half)) * Math.exp(exponent);
  }
}
