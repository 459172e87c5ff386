// The annealing stage: D falls, in real and in imaginary time, or in two loops.

import { decode, follow } from "../player/clips.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Stage } from "../player/stage.js";
import { fill, number } from "../player/words.js";
import { Escape, Gap, Success } from "./annealing/charts.js";
import { Scales } from "./annealing/scales.js";
import { Well } from "./annealing/well.js";

const RUNS = ["real", "imaginary"];
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see
const card = (name) => `<section class="wl-card wl-panel"><h3><b></b><small></small></h3>
  <div class="wl-chart"><div class="wl-plot ${name}" role="img"></div></div></section>`;
const FURNITURE = `
  <div class="wl-page">
    <aside class="wl-card wl-column"><div></div></aside>
    <div class="wl-panels">
      <div class="wl-annealing-pair">${card("wl-annealing-first")}${card("wl-annealing-second")}</div>
      <div class="wl-card wl-annealing-scales"></div>
      <div class="wl-annealing-three">${card("wl-annealing-gap")}${card("wl-annealing-success")}${card("wl-annealing-escape")}</div>
    </div>
  </div>
  <div class="wl-card wl-transport" role="group"></div>
  <p class="wl-caption" aria-live="off"></p>`;

class Annealing extends Stage {
  constructor(host, plotly) {
    super(host, plotly, FURNITURE);
    const note = (name) => this.find(`.${name}`).closest("section").querySelector("small");
    this.wells = ["wl-annealing-first", "wl-annealing-second"].map((name) => new Well(plotly, this.find(`.${name}`), note(name)));
    this.scales = new Scales(this.find(".wl-annealing-scales"));
    this.gap = new Gap(plotly, this.find(".wl-annealing-gap"));
    this.success = new Success(plotly, this.find(".wl-annealing-success"));
    this.escape = new Escape(plotly, this.find(".wl-annealing-escape"), note("wl-annealing-escape"));
    this.charts = [...this.wells, this.gap, this.success, this.escape].map(({ panel }) => panel);
    this.canvases = true;
    this.knobs = new Knobs(this.find(".wl-column > div"), () => {}, (values) => this.send?.("settings", values));
    this.spoken = 0;
  }

  show(data, send) {
    this.send = send;
    const before = this.data;
    this.data = data;
    this.zeta = decode(data.zeta);
    this.DofT = decode(data.D_of_t, Float64Array);
    this.knobs.set(data.knobs);
    if (before?.clip !== data.clip) {
      this.unfollow?.();
      this.frames = [[], []]; // of each run: { density, best }
      this.loops = [[], []]; // of each two-loop run: one settled scale after the other
      this.gaveUp = new Set(); // runs that would have taken too many steps
      this.success.laws.clear();
      this.unfollow = follow(data.clip, (part) => this.take(part));
    }
    this.scales.set(data, decode(data.scales.density));
    const keepPlace = before?.inner === data.inner && before.duration === data.duration && before.clip === data.clip;
    this.start({ duration: data.duration, frames: data.frames, keepPlace, words: data });
    this.redress();
  }

  get two() {
    return this.data.inner === "two-loop";
  }

  take(part) {
    const { n } = this.data.grid;
    const rows = (array) => Array.from({ length: array.length / n }, (_, i) => array.subarray(i * n, (i + 1) * n));
    if (part.kind === "run") {
      const list = this.frames[RUNS.indexOf(part.which)];
      rows(part.density).forEach((density, i) => (list[part.from + i] = { density, best: part.best[i] }));
    } else if (part.kind === "settled") {
      this.loops[part.which][part.first % 100] = { ...part, rows: rows(part.density) };
    } else if (part.kind === "gave-up") this.gaveUp.add(RUNS.indexOf(part.which));
    else this.success.laws.set(part.law, part);
    if (part.kind !== "run" || part.from === 0) this.redressSoon();
  }

  /** Time up to which both runs have come without a gap. */
  get arrived() {
    if (!this.data || this.two) return Infinity;
    const running = this.frames.filter((_, which) => !this.gaveUp.has(which));
    const whole = (list) => Math.max(list.length && Array.from(list).findIndex((frame) => !frame), -1);
    const count = Math.min(this.data.frames, ...running.map((list) => (whole(list) < 0 ? list.length : whole(list))));
    return ((count - 1) / (this.data.frames - 1)) * this.data.duration;
  }

  async dress(tokens) {
    const { data, zeta } = this;
    const colors = [tokens.real, tokens.density];
    const { texts } = data;
    const heads = [...this.host.querySelectorAll(".wl-panel h3")].map((head) => head.children);
    const wells = this.two ? data.starts.map((D) => fill(texts["stage-from"], { D: number(D, 2) })) : [texts["stage-real"], texts["stage-imaginary"]];
    const success = this.two ? "stage-scales" : "stage-success";
    [...wells, texts["stage-gap"], texts[success], texts["stage-escape"]].forEach((text, i) => (heads[i][0].textContent = text));
    heads[2][1].textContent = texts["stage-gap-about"];
    heads[3][1].textContent = texts[`${success}-about`];
    for (const [i, well] of this.wells.entries()) await well.set({ ...data, zeta }, colors[i], tokens);
    this.scales.dress(zeta, tokens);
    await this.gap.set(data, tokens);
    if (this.two) await this.success.setScales(this.loops, data, colors, tokens);
    else await this.success.set(data, tokens);
    await this.escape.set(data, tokens);
    this.host.dataset.done = String(this.two ? !!this.loops[1].length : this.success.laws.size === data.laws.length);
  }

  /** D and density of a run at the moment of the clock; null before it has come. */
  moment(which) {
    const { clock, data } = this;
    if (!this.two) {
      const last = this.gaveUp.has(which) ? this.frames[which].length - 1 : data.frames - 1;
      const i = Math.min(Math.round((clock.s / data.duration) * (data.frames - 1)), last);
      const frame = this.frames[which][i];
      return frame && { ...frame, D: this.DofT[i] };
    }
    const run = this.loops[which];
    if (!run[0]) return null;
    const j = Math.min(Math.floor(clock.s), run.length - 1);
    const settled = run[j];
    if (!settled) return null;
    const last = settled.rows.length - 1;
    const m = Math.min(Math.round((clock.s - j) * last), last);
    return { density: settled.rows[m], best: settled.best[m], D: settled.D };
  }

  draw() {
    const { texts } = this.data;
    const said = [];
    this.wells.forEach((well, which) => {
      const now = this.moment(which);
      if (!now) return;
      const gaveUp = !this.two && this.gaveUp.has(which) ? texts["stage-gave-up"] : "";
      const text = fill(texts["stage-moment"], { D: number(now.D, 2), share: Math.round(100 * now.best) }) + gaveUp;
      well.draw(now.density, this.scales.at(now.D), text);
      said.push(text);
      if (which === 0) {
        this.gap.draw(this.scales.place(now.D));
        this.scales.mark(now.D);
      }
    });
    if (!this.clock.playing || performance.now() - this.spoken > SPEAK_EVERY) this.speak(said);
  }

  speak(said) {
    this.spoken = performance.now();
    const heads = [...this.host.querySelectorAll(".wl-annealing-pair h3 b")].map((head) => head.textContent);
    const text = said.map((part, i) => `${heads[i]}: ${part}.`).join(" ");
    this.wells.forEach(({ panel }) => panel.element.setAttribute("aria-label", text));
    this.find(".wl-caption").textContent = text;
  }
}

export const mount = mounting(Annealing);
