// A mixture of Gaussians on a line and its noising: the formulas of solvers/diffusion, so that
// a part can be dragged without asking the server.

const ROOT = Math.sqrt(2 * Math.PI);
const HALVINGS = 40;
const NODES = 600; // where modes are looked for

/** erfc to 1e-7 (Press et al., Numerical Recipes in C, section 6.2). */
function erfc(x) {
  const z = Math.abs(x), t = 1 / (1 + z / 2);
  const sum = [0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807, -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223]
    .reduce((value, coefficient) => value * t + coefficient, 0);
  const tail = t * Math.exp(-z * z + sum);
  return x >= 0 ? tail : 2 - tail;
}

export class Mixture {
  constructor(weights, means, variances) {
    const whole = weights.reduce((a, b) => a + b, 0);
    Object.assign(this, { weights: weights.map((w) => w / whole), means, variances });
  }

  /** p_t: scaled by a, then heated by b². */
  noised(process, t) {
    const a = scale(process, t), b = variance(process, t);
    return new Mixture(this.weights, this.means.map((m) => a * m), this.variances.map((v) => a * a * v + b));
  }

  density(x) {
    let sum = 0;
    this.weights.forEach((w, i) => {
      const v = this.variances[i], y = x - this.means[i];
      sum += (w * Math.exp((-y * y) / (2 * v))) / (ROOT * Math.sqrt(v));
    });
    return sum;
  }

  cdf(x) {
    let sum = 0;
    this.weights.forEach((w, i) => (sum += (w * erfc((this.means[i] - x) / Math.sqrt(2 * this.variances[i]))) / 2));
    return sum;
  }

  /** p'/p; far out, where all parts vanish, the nearest one decides. */
  score(x) {
    const logs = this.weights.map((w, i) => Math.log(w / Math.sqrt(this.variances[i])) - (x - this.means[i]) ** 2 / (2 * this.variances[i]));
    const top = Math.max(...logs);
    let pull = 0, total = 0;
    logs.forEach((log, i) => {
      const r = Math.exp(log - top);
      total += r;
      pull += (r * (this.means[i] - x)) / this.variances[i];
    });
    return pull / total;
  }

  quantile(q) {
    let low = Math.min(...this.means.map((m, i) => m - 7 * Math.sqrt(this.variances[i])));
    let high = Math.max(...this.means.map((m, i) => m + 7 * Math.sqrt(this.variances[i])));
    for (let i = 0; i < HALVINGS; i++) {
      const middle = (low + high) / 2;
      this.cdf(middle) < q ? (low = middle) : (high = middle);
    }
    return (low + high) / 2;
  }

  /** Places of maxima (or of the minima between them), to the spacing of the nodes. */
  extrema(maxima = true) {
    const s = this.variances.map(Math.sqrt), found = [];
    const low = Math.min(...this.means.map((m, i) => m - s[i])), high = Math.max(...this.means.map((m, i) => m + s[i]));
    let before = this.score(low);
    for (let j = 1; j <= NODES; j++) {
      const x = low + ((high - low) * j) / NODES, now = this.score(x);
      if (maxima ? before > 0 && now <= 0 : before < 0 && now >= 0) found.push(x - ((high - low) / NODES) * (now / (now - before || 1)));
      before = now;
    }
    return found;
  }
}

export function scale({ kind, D }, t) {
  return kind === "ve" ? 1 : Math.exp(-D * t);
}

export function variance({ kind, D }, t) {
  return kind === "ve" ? 2 * D * t : -Math.expm1(-2 * D * t);
}

/** Times up to T at which the number of modes falls by one. */
export function mergings(data, process, T) {
  const times = [];
  for (let count = data.extrema().length; count > 1; count--) {
    const fewer = (t) => data.noised(process, t).extrema().length < count;
    if (!fewer(T)) break;
    let low = 0, high = T;
    for (let i = 0; i < 24; i++) {
      const middle = (low + high) / 2;
      fewer(middle) ? (high = middle) : (low = middle);
    }
    times.push(high);
  }
  return times;
}

/** Where the paths start: the part by a uniform number, the place in it by a normal one. */
export function starts(data, which, normal) {
  return Float64Array.from(which, (u, i) => {
    let part = 0, sum = data.weights[0];
    while (u >= sum && part < data.weights.length - 1) sum += data.weights[++part];
    return data.means[part] + Math.sqrt(data.variances[part]) * normal[i];
  });
}

/** Forward paths, exact; rows are times. */
export function forward(process, x, times, noise) {
  const rows = [x], n = x.length;
  for (let j = 1; j < times.length; j++) {
    const h = times[j] - times[j - 1], a = scale(process, h), b = Math.sqrt(variance(process, h));
    rows.push(rows[j - 1].map((value, i) => a * value + b * noise[(j - 1) * n + i]));
  }
  return rows;
}

/** Paths of the reverse stochastic equation by Euler-Maruyama; rows are times, as above. */
export function reverse(process, data, x, times, noise) {
  const last = times.length - 1, rows = new Array(times.length), n = x.length;
  rows[last] = x;
  for (let j = last; j > 0; j--) {
    const h = times[j] - times[j - 1], p = data.noised(process, times[j]), spread = Math.sqrt(2 * process.D * h);
    const kappa = process.kind === "ve" ? 0 : process.D, row = (last - j) * n;
    rows[j - 1] = rows[j].map((y, i) => y + h * (2 * process.D * p.score(y) + kappa * y) + spread * noise[row + i]);
  }
  return rows;
}
