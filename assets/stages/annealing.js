// The annealing stage: D falls, in real and in imaginary time, or in two loops.

import { decode, follow } from "../player/clips.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Stage } from "../player/stage.js";
import { fill, number } from "../player/words.js";
import { Escape, Gap, Success } from "./annealing/charts.js";
import { Levels } from "./annealing/levels.js";
import { Scales } from "./annealing/scales.js";
import { Square } from "./annealing/square.js";
import { Well } from "./annealing/well.js";
import { inflated, summed } from "./plane/film.js";

const FIRST = { 1: "tilted-well", 2: "rastrigin" }; // landscape shown when the number of parameters changes
const RUNS = ["real", "imaginary"];
// What a link says of a landscape of the user's, of its box, and of the second place.
const OWN = { formula: null, let: null, points: null, levels: null, about: null, lo: null, hi: null, y0: null };
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see
const card = (name) => `<section class="wl-card wl-panel"><h3><b></b><small></small></h3>
  <div class="wl-chart"><div class="wl-plot ${name}" role="img"></div></div></section>`;
const FURNITURE = `
  <div class="wl-page">
    <aside class="wl-card wl-column"><div></div><p class="wl-note"></p></aside>
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
    this.gap = new Gap(plotly, this.find(".wl-annealing-gap"));
    this.success = new Success(plotly, this.find(".wl-annealing-success"));
    this.escape = new Escape(plotly, this.find(".wl-annealing-escape"), this.note("escape"));
    this.canvases = true;
    this.knobs = new Knobs(this.find(".wl-column > div"), () => {}, (values) => this.settle(values));
    this.spoken = 0;
  }

  note(name) {
    return this.find(`.wl-annealing-${name}`).closest("section").querySelector("small");
  }

  /** Pictures for one parameter or for two. */
  arrange(dim) {
    if (this.dim === dim) return;
    for (const well of this.wells ?? []) well.remove();
    this.dim = dim;
    this.host.dataset.dim = dim;
    const [Kind, Multiples] = dim === 2 ? [Square, Levels] : [Well, Scales];
    this.wells = ["first", "second"].map((name) => new Kind(this.plotly, this.find(`.wl-annealing-${name}`), this.note(name)));
    this.scales = new Multiples(this.find(".wl-annealing-scales"));
    this.charts = [...this.wells, this.gap, this.success, ...(dim === 2 ? [] : [this.escape])].map(({ panel }) => panel);
  }

  show(data, send) {
    this.send = send;
    const before = this.data;
    this.data = data;
    this.arrange(data.dim);
    this.zeta = decode(data.zeta);
    this.DofT = decode(data.D_of_t, Float64Array);
    this.knobs.set(data.knobs);
    this.scales.set(data, data.dim === 2 ? null : decode(data.scales.density));
    if (before?.clip !== data.clip) {
      this.unfollow?.();
      this.frames = [[], []]; // of each run: { density, best }, or { picture, best }
      this.loops = [[], []]; // of each two-loop run: one settled scale after the other
      this.errors = [];
      this.gaveUp = new Map(); // runs that ended early, and why
      this.success.laws.clear();
      this.unfollow = follow(data.clip, (part) => this.take(part));
    }
    const keepPlace = before?.inner === data.inner && before.duration === data.duration && before.clip === data.clip;
    this.start({ duration: data.duration, frames: data.frames, keepPlace, words: data });
    this.redress();
  }

  /** Another landscape brings the numbers that suit it; a formula takes over the box it was typed on. */
  settle({ landscape, ...values }) {
    const { suits, dim, knobs, grid: { lo, hi } } = this.data;
    const before = Object.fromEntries(knobs.map(({ key, value }) => [key, value]));
    const chosen = values.dim !== dim ? FIRST[values.dim] : landscape !== before.landscape ? landscape : null;
    let wished = values;
    if (chosen) wished = { ...values, ...OWN, landscape: chosen, ...suits[values.dim][chosen] };
    else if (!values.formula && before.formula) wished = { ...values, ...OWN };
    else if (values.formula !== before.formula) {
      this.knobs.put("landscape", ""); // or the next change would choose what is left behind
      wished = { ...values, points: null, levels: null, lo, hi };
    }
    this.send?.("settings", wished);
  }

  get two() {
    return this.data.inner === "two-loop";
  }

  async take(part) {
    const { clip, dim, grid: { n } } = this.data;
    const rows = (array, size) => Array.from({ length: array.length / size }, (_, i) => array.subarray(i * size, (i + 1) * size));
    if (dim === 2 && part.amplitude) {
      const bytes = await inflated(part.amplitude);
      if (this.data.clip !== clip) return;
      summed(bytes, n);
      const pictures = rows(bytes, n * n);
      part = { ...part, rows: pictures.map((amplitude, i) => ({ amplitude, peak: part.peak[i] })) };
    } else if (part.density) part = { ...part, rows: rows(part.density, n) };
    if (part.kind === "run") {
      const which = RUNS.indexOf(part.which);
      part.rows.forEach((density, i) => (this.frames[which][part.from + i] = { density, best: part.best[i] }));
      this.errors[which] = Math.max(part.error, this.errors[which] ?? 0);
    } else if (part.kind === "settled") this.loops[part.which][part.first % 100] = part;
    else if (part.kind === "scale") this.scales.take(part.number, { ...part.rows[0], gap: part.gap, best: part.best });
    else if (part.kind === "gave-up") this.gaveUp.set(RUNS.indexOf(part.which), part.why);
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
    this.find(".wl-column .wl-note").textContent = data.note;
    this.find(".wl-annealing-escape").closest("section").hidden = data.dim === 2;
    for (const [i, well] of this.wells.entries()) await well.set({ ...data, zeta }, colors[i], tokens);
    this.scales.dress(zeta, tokens);
    const gaps = this.scales.gaps;
    if (gaps) await this.gap.set({ ...data, scales: { ...data.scales, gap: gaps } }, tokens);
    if (this.two) await this.success.setScales(this.loops, data, colors, tokens);
    else await this.success.set(data, tokens);
    if (data.dim === 1) await this.escape.set(data, tokens);
    this.host.dataset.done = String(!!gaps && (this.two ? !!this.loops[1].length || this.gaveUp.has(1) : this.success.laws.size === data.laws.length));
  }

  /** How far a run can be trusted, as far as it has come. */
  trust(which, { held }) {
    const { texts } = this.data, error = this.errors[which];
    if (held !== undefined) return fill(texts["stage-held"], { held: number(100 * held) });
    return error === undefined ? "" : fill(texts["stage-error"], { error: number(error, 1) });
  }

  /** Why a run has ended early, "" for one that has not. */
  ended(which) {
    const { texts } = this.data, why = this.gaveUp.get(which);
    if (!this.two) return this.gaveUp.has(which) ? texts["stage-gave-up"] : "";
    return why ? fill(texts["stage-not-held"], { D: number(why.D, 2), share: number(why.share, 2) }) : "";
  }

  /** D and density of a run at the moment of the clock; null before it has come. */
  moment(which) {
    const { clock, data } = this;
    if (!this.two) {
      const last = this.gaveUp.has(which) ? this.frames[which].length - 1 : data.frames - 1;
      const place = Math.min((clock.s / data.duration) * (data.frames - 1), last), i = Math.round(place);
      const frame = this.frames[which][i];
      return frame && { ...frame, D: this.DofT[i], between: this.between(this.frames[which], place) };
    }
    const run = this.loops[which];
    if (!run[0]) return null;
    const j = Math.min(Math.floor(clock.s), run.length - 1);
    const settled = run[j];
    if (!settled) return null;
    const last = settled.rows.length - 1;
    const place = Math.min((clock.s - j) * last, last), m = Math.round(place);
    const list = settled.rows.map((density) => ({ density }));
    return { density: settled.rows[m], best: settled.best[m], D: settled.D, held: settled.held, between: this.between(list, place) };
  }

  /** Pictures before and after a place among frames, and how far it is from one to the other. */
  between(list, place) {
    const before = Math.floor(place + 1e-9), a = list[before], b = list[before + 1] ?? a;
    return a && [a.density, b.density, Math.max(place - before, 0)];
  }

  draw() {
    const { texts } = this.data;
    const said = [];
    this.wells.forEach((well, which) => {
      const now = this.moment(which), ended = this.ended(which);
      if (!now?.between) {
        if (this.dim === 2) well.say(ended);
        return;
      }
      const text = fill(texts["stage-moment"], { D: number(now.D, 2), share: Math.round(100 * now.best) }) + this.trust(which, now) + ended;
      well.draw(this.dim === 2 ? now.between : now.density, this.scales.at(now.D), text);
      said.push(text);
      if (which === 0 && this.scales.gaps && this.gap.x) {
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
