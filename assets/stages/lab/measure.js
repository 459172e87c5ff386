// Measuring the position: outcomes drawn from |psi|^2 of many equal copies, at one moment.

import { put, svg } from "../../player/svg.js";
import { fill, number } from "../../player/words.js";
import { signature } from "./altered.js";

const BINS = 48;
const [WIDTH, HEIGHT] = [264, 96];
const MOST = 1e6;

export class Measure {
  constructor(stage, element) {
    Object.assign(this, { stage, element, random: Math.random });
    element.innerHTML = `<div class="wl-lab-buttons">${[1, 100, 10000].map((count) => `<button type="button" data-count="${count}"></button>`).join("")}
      <button type="button" data-count="0"></button></div><p class="wl-lab-hint" role="status"></p>`;
    this.status = element.querySelector("p");
    this.bars = svg("path", { class: "wl-lab-bars" });
    this.law = svg("path", { class: "wl-lab-trace", fill: "none" });
    this.last = svg("line", { y1: 0, y2: HEIGHT, class: "wl-lab-outcome" });
    element.insertBefore(svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "wl-lab-histogram" }, this.bars, this.law, this.last), this.status);
    element.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) Number(button.dataset.count) ? this.measure(Number(button.dataset.count)) : this.clear("measure-hint");
    });
    this.counts = new Uint32Array(BINS);
    this.total = 0;
  }

  set(scene) {
    this.scene = scene;
    const { texts } = scene;
    for (const button of this.element.querySelectorAll("button")) {
      const count = Number(button.dataset.count);
      button.textContent = count ? fill(texts["measure-times"], { count: count.toLocaleString("en").replace(",", "\u202f") }) : texts["measure-clear"];
    }
    this.check();
    if (!this.total) this.status.textContent = texts["measure-hint"];
    this.show();
  }

  /** What outcomes mean: this state, at this moment. */
  get meaning() {
    return `${signature(this.stage.scene)} ${this.stage.clock.s}`;
  }

  /** Outcomes of another state are not mixed with these. */
  check() {
    if (this.total && this.of !== this.meaning) this.clear("measure-cleared");
  }

  clear(why) {
    this.counts.fill(0);
    this.total = 0;
    this.outcome = null;
    this.status.textContent = this.scene.texts[why];
    this.show();
  }

  measure(count) {
    const { stage } = this, { clock } = stage;
    clock.playing = false;
    stage.transport.refresh();
    this.check();
    if (this.total + count > MOST) this.clear("measure-cleared");
    this.of = this.meaning;
    const { lo, hi, n } = this.scene.grid;
    const sums = Float64Array.from(stage.state.density);
    for (let i = 1; i < n; i++) sums[i] += sums[i - 1];
    for (let k = 0; k < count; k++) {
      this.outcome = lo + ((hi - lo) * drawn(sums, this.random())) / n;
      const bin = Math.floor(((this.outcome - lo) / (hi - lo)) * BINS);
      this.counts[Math.min(bin, BINS - 1)] += 1;
    }
    this.total += count;
    const said = { count: this.total, x: number(this.outcome) };
    this.status.textContent = fill(this.scene.texts["measure-said"], said);
    this.show();
  }

  show() {
    const { lo, hi } = this.scene.grid, state = this.stage.state;
    if (!state) return;
    const law = binned(state.density);
    const top = 1.15 * Math.max(...law, ...Array.from(this.counts, (c) => c / Math.max(this.total, 1)));
    const share = (c) => (HEIGHT * c) / Math.max(this.total, 1) / top;
    const w = WIDTH / BINS;
    const bars = [...this.counts].map((c, i) => (c ? `M${(i * w).toFixed(1)},${HEIGHT}v${(-share(c)).toFixed(1)}h${(w - 0.6).toFixed(1)}V${HEIGHT}Z` : ""));
    put(this.bars, { d: bars.join("") });
    const line = [...law].map((p, i) => `${i ? "L" : "M"}${((i + 0.5) * w).toFixed(1)},${(HEIGHT - (HEIGHT * p) / top).toFixed(1)}`);
    put(this.law, { d: line.join("") });
    const x = this.outcome === null || this.outcome === undefined ? -9 : ((this.outcome - lo) / (hi - lo)) * WIDTH;
    put(this.last, { x1: x, x2: x });
  }

  draw() {
    this.check();
    this.show();
  }
}

/** Probability of every bin: a node's share is spread evenly over its cell, as outcomes are. */
function binned(density) {
  const sums = new Float64Array(density.length + 1);
  density.forEach((p, i) => (sums[i + 1] = sums[i] + p));
  const below = (share) => {
    const place = share * density.length, i = Math.min(Math.floor(place), density.length - 1);
    return (sums[i] + (place - i) * density[i]) / sums[density.length];
  };
  return Float64Array.from({ length: BINS }, (_, b) => below((b + 1) / BINS) - below(b / BINS));
}

/** Place in units of nodes of a random number, from running sums of a density. */
function drawn(sums, random) {
  const goal = random * sums[sums.length - 1];
  let low = 0, high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle] < goal) low = middle + 1;
    else high = middle;
  }
  const before = low ? sums[low - 1] : 0;
  return low + (goal - before) / (sums[low] - before || 1);
}
