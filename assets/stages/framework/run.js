// The run of both loops at any moment of the clock, between the saved ones in a straight line.

export class TwoLoop {
  constructor(clip, { inner, grid }) {
    Object.assign(this, { clip, inner, n: grid.n });
    this.scales = clip.D.length;
  }

  /** `s` counts scales; the first part of each is the inner loop, the rest the halving of D. */
  at(s) {
    const { clip, inner, n, scales } = this, { moments } = clip;
    const scale = Math.min(Math.floor(s + 1e-9), scales - 1);
    const progress = Math.min(Math.max(s - scale, 0) / inner, 1);
    const halving = Math.max((s - scale - inner) / (1 - inner), 0);
    const place = progress * (moments - 1), first = Math.min(Math.floor(place), moments - 2);
    const row = scale * moments + first, share = place - first;
    const between = (values) => (1 - share) * values[row] + share * values[row + 1];
    const before = (1 - share) * clip.density_peak[row], after = share * clip.density_peak[row + 1];
    const density = new Float64Array(n), lowest = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      density[i] = before * clip.density[row * n + i] + after * clip.density[(row + 1) * n + i];
      lowest[i] = clip.lowest_peak[scale] * clip.lowest[scale * n + i];
    }
    const figures = Object.fromEntries(["tau", "spread", "mean", "width", "near"].map((name) => [name, between(clip[name])]));
    return { scale, scales, progress, halving: halving > 1e-9 ? halving : 0, D: clip.D[scale], density: scaled(density, 255), lowest: scaled(lowest, 255), ...figures };
  }
}

const scaled = (values, by) => values.map((value) => value / by);
