// Closed forms for Taylor orders 0-2 on the infinite line (docs/model.md, "Closed forms").
// Complex numbers are pairs [real, imaginary].

const add = (...terms) => terms.reduce((p, q) => [p[0] + q[0], p[1] + q[1]]);
const mul = (p, q) => [p[0] * q[0] - p[1] * q[1], p[0] * q[1] + p[1] * q[0]];
const scale = (r, p) => [r * p[0], r * p[1]];
const div = (p, q) => scale(1 / (q[0] ** 2 + q[1] ** 2), mul(p, [q[0], -q[1]]));
const cosh = ([x, y]) => [Math.cosh(x) * Math.cos(y), Math.sinh(x) * Math.sin(y)];
const sinh = ([x, y]) => [Math.sinh(x) * Math.cos(y), Math.cosh(x) * Math.sin(y)];

const WEIGHTS = 24;
const PATH = 4096; // times at which the phase of Delta is followed

/** C, S, Q, P0 and P1 with P = P0 + beta P1: entire functions of w^2 = 2 D k. */
function propagators(w2, z) {
  const u = scale(w2, mul(z, z));
  if (Math.hypot(...u) < 1) return series(u, z);
  const root = Math.sqrt(Math.abs(w2));
  const w = w2 > 0 ? [root, 0] : [0, root];
  const wz = mul(w, z);
  const C = cosh(wz), S = div(sinh(wz), w);
  const Q = scale(1 / w2, add(C, [-1, 0]));
  const P0 = scale(1 / w2, add(mul(z, C), scale(-1, S)));
  const P1 = scale(1 / w2, add(mul(z, S), scale(-2, Q)));
  return { C, S, Q, P0, P1 };
}

function series(u, z) {
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
  return { C, S: mul(z, S), Q: mul(z2, Q), P0: mul(z3, P0), P1: mul(z4, P1) };
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
    this.duration = scene.duration;
    this.turn(scene.wick);
  }

  turn(wick) {
    const angle = (wick * Math.PI) / 180;
    this.kappa = [Math.sin(angle), wick === 90 ? 0 : Math.cos(angle)];
    this.followPhase();
  }

  /** arg Delta along the run without jumps: its principal branch would flip psi's sign. */
  followPhase() {
    this.phases = new Float64Array(PATH + 1);
    for (let i = 1; i <= PATH; i++) {
      const [re, im] = this.delta((i / PATH) * this.duration).Delta;
      const before = this.phases[i - 1];
      const turn = Math.atan2(im, re) - before;
      this.phases[i] = before + turn - 2 * Math.PI * Math.round(turn / (2 * Math.PI));
    }
  }

  delta(s) {
    const z = scale(s, this.kappa);
    const parts = propagators(2 * this.D * this.quadratic.curvature, z);
    const beta = 4 * this.D * this.a0;
    return { z, beta, ...parts, Delta: add(parts.C, scale(beta, parts.S)) };
  }

  /** a, b, c of psi = exp(-a y^2 + b y + c) at s. */
  shape(s) {
    const { value, slope: g, curvature: k } = this.quadratic;
    const { z, beta, C, S, Q, P0, P1, Delta } = this.delta(s);
    const a = div(add(scale(this.a0, C), scale(k / 2, S)), Delta);
    const b = div(add(this.b0, scale(-g, add(S, scale(beta, Q)))), Delta);
    const P = add(P0, scale(beta, P1));
    const drive = add(mul(mul(this.b0, this.b0), S), scale(-2 * g, mul(this.b0, Q)), scale(g * g, P));
    const near = this.phases[Math.min(PATH, Math.round((s / this.duration) * PATH))];
    const angle = Math.atan2(Delta[1], Delta[0]);
    const phase = angle + 2 * Math.PI * Math.round((near - angle) / (2 * Math.PI));
    const log = [Math.log(Math.hypot(...Delta)), phase];
    const c = add(this.c0, scale(-value, z), scale(-0.5, log), scale(this.D, div(drive, Delta)));
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
