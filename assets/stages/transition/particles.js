// A cloud of particles under each mechanism, from one set of random numbers
// (solvers/transition.py): lengths in sigma0, times in t_d.

class Flights {
  constructor({ normal, wait, count }, { memory }) {
    const events = wait.length / count, columns = normal.length / count;
    Object.assign(this, { events, times: new Float64Array(wait.length), places: new Float64Array(wait.length), normal, columns });
    for (let i = 0; i < count; i++) {
      let t = 0, x = normal[i * columns];
      for (let k = 0, o = i * events; k < events; k++, o++) {
        const gap = wait[o] * memory;
        x += normal[i * columns + k + 1] * gap;
        t += gap;
        this.times[o] = t;
        this.places[o] = x;
      }
    }
  }

  /** Events that particle i has behind it at t. */
  behind(i, t) {
    let low = i * this.events, high = low + this.events;
    const first = low;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.times[middle] <= t) low = middle + 1;
      else high = middle;
    }
    return low - first;
  }

  place(i, t) {
    const k = this.behind(i, t), start = i * this.columns, last = i * this.events + k - 1;
    const since = k ? this.times[last] : 0, from = k ? this.places[last] : this.normal[start];
    return from + this.normal[start + k + 1] * (t - since);
  }

  isCoherent(i, t) {
    return this.behind(i, t) === 0;
  }
}

class Measurements {
  constructor({ normal, count }, { interval }, end) {
    const columns = normal.length / count, rounds = Math.floor(end / interval) + 1;
    Object.assign(this, { interval, rounds, centres: new Float64Array(count * rounds), quantiles: new Float64Array(count * rounds) });
    const width2 = 1 + interval ** 2, share = 1 - 1 / width2;
    for (let i = 0; i < count; i++) {
      let centre = 0, quantile = normal[i * columns];
      for (let n = 0; n < rounds; n++) {
        if (n) {
          const place = centre + quantile * Math.sqrt(width2);
          centre += share * (place - centre) + Math.sqrt(share) * normal[i * columns + n];
          quantile = place - centre;
        }
        this.centres[i * rounds + n] = centre;
        this.quantiles[i * rounds + n] = quantile;
      }
    }
  }

  place(i, t) {
    const n = Math.min(Math.floor(t / this.interval), this.rounds - 1), at = i * this.rounds + n;
    return this.centres[at] + this.quantiles[at] * Math.hypot(1, t - n * this.interval);
  }

  isCoherent(i, t) {
    return t < this.interval;
  }
}

class Trajectories {
  constructor({ normal, count }, { lam }, end) {
    const columns = normal.length / count, last = Math.asinh(end);
    Object.assign(this, { columns, last, lam, quantiles: new Float64Array(normal.length) });
    this.angles = Float64Array.from({ length: columns }, (_, k) => Math.atan(Math.sinh((k / (columns - 1)) * last)));
    for (let i = 0; i < count; i++) {
      const row = i * columns;
      this.quantiles[row] = normal[row];
      for (let k = 1; k < columns; k++) {
        const keep = Math.exp(-lam * (this.angles[k] - this.angles[k - 1]));
        this.quantiles[row + k] = keep * this.quantiles[row + k - 1] + Math.sqrt(1 - keep ** 2) * normal[row + k];
      }
    }
  }

  /** Between two exact steps, in a straight line of the stationary process. */
  place(i, t) {
    const k = Math.min(Math.floor((Math.asinh(t) / this.last) * (this.columns - 1) + 1e-9), this.columns - 2);
    const w = (Math.atan(t) - this.angles[k]) / (this.angles[k + 1] - this.angles[k]), at = i * this.columns + k;
    return ((1 - w) * this.quantiles[at] + w * this.quantiles[at + 1]) * Math.hypot(1, t);
  }

  isCoherent() {
    return this.lam === 0;
  }
}

const KINDS = { flights: Flights, measurements: Measurements, trajectories: Trajectories };
const PATH_POINTS = 600;

export class Particles {
  constructor(mechanism, noise, values, end) {
    this.motion = new KINDS[mechanism](noise, values, end);
    this.count = noise.count;
    this.end = end;
    const columns = noise.normal.length / noise.count;
    this.starts = Float64Array.from({ length: this.count }, (_, i) => noise.normal[i * columns]);
    this.pathTimes = Float64Array.from({ length: PATH_POINTS + 1 }, (_, k) => (k / PATH_POINTS) * end);
  }

  places(t) {
    return this.starts.map((_, i) => this.motion.place(i, t));
  }

  coherent(t) {
    return Array.from(this.starts, (_, i) => this.motion.isCoherent(i, t));
  }

  /** Mean of x² - x₀² and its standard error. */
  gain(t) {
    const changes = this.places(t).map((x, i) => x * x - this.starts[i] ** 2);
    const mean = changes.reduce((a, b) => a + b) / this.count;
    const spread = changes.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (this.count - 1);
    return { mean, error: Math.sqrt(spread / this.count) };
  }

  /** Correlation of places with those at the start. */
  tie(t) {
    const now = this.places(t);
    let cross = 0, here = 0, there = 0;
    now.forEach((x, i) => (cross += x * this.starts[i], here += x * x, there += this.starts[i] ** 2));
    return cross / Math.sqrt(here * there);
  }

  /** Places of one particle at `pathTimes`. */
  path(i) {
    return this.pathTimes.map((t) => this.motion.place(i, t));
  }
}
