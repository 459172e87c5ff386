// Saved moments of one or several samplers, as they arrive, and places between them.

export class Run {
  constructor(data) {
    Object.assign(this, { grain: data.grain, samplers: data.samplers.length, particles: data.particles, total: data.steps.length });
    this.moments = [];
    this.stations = new Map(); // saved moment -> { clean, arrows }
    this.quality = null;
  }

  take(part) {
    const size = this.samplers * this.particles * 2;
    for (let i = 0; i < part.count; i++) this.moments[part.first + i] = part.x.subarray(i * size, (i + 1) * size);
    const width = 2 * this.particles, field = part.arrows ? part.arrows.length / part.stations.length : 0;
    part.stations.forEach((moment, i) => this.stations.set(moment, {
      clean: part.clean.subarray(i * width, (i + 1) * width),
      arrows: part.arrows.subarray(i * field, (i + 1) * field),
    }));
    if (part.quality) this.quality = part.quality;
  }

  /** Last moment that can be shown without a gap. */
  get arrived() {
    let count = 0;
    while (this.moments[count]) count++;
    return count - 1;
  }

  /** Places of one sampler at a moment, straight between the saved ones: { xs, ys }. */
  at(moment, sampler = 0) {
    const low = Math.max(0, Math.min(Math.floor(moment), this.arrived)), high = Math.min(low + 1, this.arrived);
    const part = Math.min(Math.max(moment - low, 0), 1), n = this.particles, start = sampler * n * 2;
    const before = this.moments[low], after = this.moments[high];
    const xs = new Float64Array(n), ys = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const j = start + 2 * i;
      xs[i] = this.grain * ((1 - part) * before[j] + part * after[j]);
      ys[i] = this.grain * ((1 - part) * before[j + 1] + part * after[j + 1]);
    }
    return { xs, ys };
  }

  /** Tweedie's estimates at a station, and the arrows (a quarter of the way to them). */
  station(moment) {
    const found = this.stations.get(moment);
    if (!found) return null;
    const split = (pairs) => {
      const xs = new Float64Array(pairs.length / 2), ys = new Float64Array(pairs.length / 2);
      for (let i = 0; i < xs.length; i++) [xs[i], ys[i]] = [this.grain * pairs[2 * i], this.grain * pairs[2 * i + 1]];
      return { xs, ys };
    };
    return { clean: split(found.clean), arrows: split(found.arrows) };
  }
}
