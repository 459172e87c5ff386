// A run in two dimensions: pictures in 8 bits that arrive in parts (charts/plane_clip.py).

const FULL = 255, TURN = 256;

/** Bytes that were deflated; their rows are still differences. */
export async function inflated(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Undoes the differences along rows of a length, in place. */
export function summed(bytes, row) {
  for (let start = 0; start < bytes.length; start += row) {
    for (let i = start + 1; i < start + row; i++) bytes[i] += bytes[i - 1];
  }
}

export class Film {
  constructor(scene) {
    Object.assign(this, { total: scene.frames, duration: scene.duration, list: [], grid: scene.grid, arrived: 0 });
  }

  async take(part) {
    const { n, coarse, levels, first } = part;
    const [amplitude, phase] = await Promise.all([inflated(part.amplitude), inflated(part.phase)]);
    part.peak.forEach((peak, i) => {
      const row = (array, width) => array.subarray(i * width, (i + 1) * width);
      this.list[first + i] = {
        amplitude: row(amplitude, n * n), phase: row(phase, coarse * coarse), coarse, peak, t: part.t[i],
        energy: part.energy[i], objective: part.objective[i], logNorm: part.log_norm[i], basin: part.basin[i],
        place: row(part.mean, 2), widths: row(part.std, 2), weights: row(part.weights, levels),
        alongX: row(part.along_x, n), alongY: row(part.along_y, n),
      };
    });
    if (this.list.length === this.total) this.duration = this.list.at(-1).t; // a surrogate may end early
    let count = 0;
    while (this.list[count]) count++;
    this.arrived = count ? this.list[count - 1].t : 0;
  }

  /** A frame with its picture, which is made when it is first asked for: a whole part at once would be seen to halt. */
  frame(index) {
    const frame = this.list[index];
    if (frame && !frame.whole) {
      summed(frame.amplitude, this.grid.n);
      summed(frame.phase, frame.coarse);
      frame.whole = true;
    }
    return frame;
  }

  /** Frames before and after a time, and how far it is from one to the other. */
  around(s) {
    const there = (this.arrived / this.duration) * (this.total - 1);
    const place = Math.min((s / this.duration) * (this.total - 1), there);
    const before = Math.min(Math.floor(place + 1e-9), this.list.length - 1);
    const after = this.list[before + 1] ? before + 1 : before;
    return [this.frame(before), this.frame(after), Math.max(place - before, 0)];
  }

  /** Numbers, marginals and picture at a time, linear between two frames. */
  at(s) {
    const [a, b, w] = this.around(s);
    const mix = (name) => (1 - w) * a[name] + w * b[name];
    const blend = (name) => Float64Array.from(a[name], (value, i) => (1 - w) * value + w * b[name][i]);
    const place = blend("place"), widths = blend("widths");
    return {
      pictures: [a, b, w], place, widths, mean: place[0], std: widths[0], energy: mix("energy"), objective: mix("objective"), basin: mix("basin"),
      weights: a.weights.length ? blend("weights") : null, alongX: blend("alongX"), alongY: blend("alongY"),
    };
  }

  /** |ψ|² at a time on all nodes, rows are y: for readers of the picture. */
  density(s) {
    const [a, b, w] = this.around(s);
    return Float64Array.from(a.amplitude, (value, i) => (((1 - w) * value * a.peak + w * b.amplitude[i] * b.peak) / FULL) ** 2);
  }

  /** Mean places up to a time, for the path. */
  path(s) {
    const end = (s / this.duration) * (this.total - 1);
    const passed = this.list.slice(0, Math.floor(end + 1e-9) + 1).filter(Boolean).map((frame) => frame.place);
    return { x: passed.map((place) => place[0]), y: passed.map((place) => place[1]) };
  }

  /** The state a packet somewhere starts from, in place of a frame. */
  packet(x, y, width) {
    const { lo, hi, n } = this.grid, dx = (hi - lo) / n;
    const axis = (centre) => Float64Array.from({ length: n }, (_, i) => Math.exp(-(((lo + (i + 0.5) * dx - centre) / (2 * width)) ** 2)));
    const [across, up] = [axis(x), axis(y)];
    const height = 1 / (Math.sqrt(2 * Math.PI) * width);
    const amplitude = Uint8Array.from({ length: n * n }, (_, i) => FULL * up[Math.floor(i / n)] * across[i % n]);
    const frame = { amplitude, phase: new Uint8Array(Math.ceil(n / 2) ** 2), peak: height };
    const marginal = (values) => Float64Array.from(values, (value) => height * value * value);
    return { pictures: [frame, frame, 0], place: [x, y], widths: [width, width], alongX: marginal(across), alongY: marginal(up) };
  }
}

/** Phase between two frames, the short way round, in steps of `TURN`. */
export function turned(from, to, w) {
  let way = to - from;
  if (way > TURN / 2) way -= TURN;
  else if (way < -TURN / 2) way += TURN;
  return (from + w * way + TURN) % TURN;
}
