// Fig. 7, our reconstruction: the chain x_T … x_0 in eight stations, and samplers side by
// side on one clock. Places come from the solver, a few moments at a time.

import { decode, follow } from "../player/clips.js";
import { Cloud } from "../player/cloud.js";
import { readOut } from "../player/furniture.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Panel } from "../player/panel.js";
import { Stage } from "../player/stage.js";
import { fill, number } from "../player/words.js";
import { Box } from "./inference/box.js";
import { Pad } from "./inference/pad.js";
import { Run } from "./inference/run.js";

const STATIONS = 8, SAMPLERS = 6;
const SPEAK_EVERY = 2000; // milliseconds

const FURNITURE = `
<div class="wl-page">
  <div class="wl-card wl-column"><div class="wl-knobs wl-inference-dials"></div><div class="wl-inference-sketch" hidden></div></div>
  <div class="wl-panels wl-inference-chain" data-view="chain">
    <section class="wl-card wl-panel"><h3 data-title="chain"></h3><div class="wl-inference-stations"></div></section>
    <section class="wl-card wl-panel"><h3 data-title="now"></h3><div class="wl-chart"><div class="wl-plot" role="img"></div></div></section>
    <section class="wl-card wl-panel"><h3 data-title="quality"></h3><dl class="wl-readouts"></dl><p class="wl-note"></p></section>
  </div>
  <div class="wl-panels" data-view="samplers" hidden>
    <section class="wl-card wl-panel"><h3 data-title="samplers"></h3><div class="wl-inference-samplers"></div></section>
  </div>
</div>
<div class="wl-card wl-transport" role="toolbar"></div>
<p class="wl-caption" aria-live="polite"></p>`;

class Inference extends Stage {
  constructor(host, plotly) {
    super(host, plotly, FURNITURE);
    this.now = new Panel(plotly, this.find(".wl-plot"));
    this.cloud = new Cloud(this.now);
    this.panels = { now: this.now };
    this.charts = [this.now];
    this.knobs = new Knobs(this.find(".wl-inference-dials"), (values, key) => this.turn(key), (values) => this.settle(values));
    this.pad = new Pad(this.find(".wl-inference-sketch"), (text) => this.knobs.turn("drawing", text));
    this.spoken = 0;
  }

  /** Other data have other classes: what was asked of the old ones is asked no more. */
  turn(key) {
    if (key === "data") this.knobs.put("condition", 0);
    this.host.classList.add("wl-waiting");
  }

  settle(values) {
    this.send("settings", values);
  }

  /** The old run plays on until the first moments of the new one are here. */
  show(data, send) {
    this.send = send;
    this.unfollow?.();
    this.knobs.set(data.knobs, data.values);
    const run = new Run(data);
    let adopted = false;
    this.unfollow = follow(data.clip, (part) => {
      run.take(part);
      if (!adopted && run.moments[0]) {
        adopted = true;
        this.adopt(data, run);
      } else if (adopted && part.quality) this.redress();
    });
  }

  adopt(data, run) {
    const first = !this.data, same = !first && this.data.clip === data.clip;
    Object.assign(this, { data, run_: run });
    const pairs = decode(data.points);
    this.points = { xs: pairs.filter((_, i) => i % 2 === 0), ys: pairs.filter((_, i) => i % 2 === 1) };
    this.host.classList.remove("wl-waiting");
    for (const view of this.host.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== data.view;
    this.find(".wl-inference-sketch").hidden = data.values.data !== "drawing";
    const moments = data.steps.length;
    this.start({ duration: moments - 1, frames: moments, keepPlace: same, words: { texts: data.texts, wick: 90 } });
    this.redress();
  }

  get arrived() {
    return this.run_?.arrived ?? Infinity;
  }

  async dress(tokens) {
    const { data } = this, { texts } = data;
    this.tokens = tokens;
    this.boxes ??= Array.from({ length: STATIONS }, () => new Box(this.find(".wl-inference-stations"), data.reach));
    this.pictures ??= Array.from({ length: SAMPLERS }, () => new Box(this.find(".wl-inference-samplers"), data.reach));
    for (const [name, hint] of [["chain", "hint-chain"], ["now", "hint-now"], ["quality", null], ["samplers", "hint-samplers"]]) this.title(name, texts[`title-${name}`], texts[hint] ?? "");
    this.pad.set(this.knobs.values.drawing ?? data.values.drawing, texts, tokens);
    this.host.dataset.clip = data.clip;
    if (data.view === "samplers") return;
    await this.now.set([{ x: [0, 0], y: [0, 0], mode: "lines", line: { width: 0 }, hoverinfo: "skip" }], {
      x: { range: [-data.reach, data.reach], constrain: "domain" },
      y: { range: [-data.reach, data.reach], scaleanchor: "x", constrain: "domain" },
      margin: { l: 30, r: 8, t: 4, b: 24 },
    }, tokens);
    this.showQuality();
  }

  title(name, text, hint) {
    const small = document.createElement("small");
    small.textContent = hint;
    this.find(`[data-title=${name}]`).replaceChildren(text, small);
  }

  showQuality() {
    const { data, run_: run } = this, { texts } = data, [found] = run.quality ?? [];
    const shares = found?.shares ?? [];
    const truth = shares.map((_, i) => data.labels.filter((label) => label === i).length / data.labels.length);
    const percent = (list) => list.map((share) => Math.round(100 * share)).join(" / ");
    const rows = !found ? [[texts["pending"], ""]] : [
      [texts["wasserstein"], number(found.wasserstein)],
      [texts["kolmogorov"], number(found.kolmogorov)],
      [texts["nearest"], number(found.nearest, 2)],
      [texts["evaluations"], String(found.evaluations)],
      ...(shares.length > 1 ? [[texts["shares"], `${percent(shares)} %`], [texts["shares-true"], `${percent(truth)} %`]] : []),
    ];
    readOut(this.find(".wl-readouts"), rows);
    const memory = data.h === 0 ? "note-memory" : "note-smooth";
    this.find(".wl-inference-chain .wl-note").textContent = found ? fill(texts[memory], { nearest: number(found.nearest, 2), h: number(data.h, 2) }) : "";
  }

  draw(settled) {
    const moment = this.clock.s, { data } = this, { sigmas } = data;
    const low = Math.min(Math.floor(moment), sigmas.length - 1), high = Math.min(low + 1, sigmas.length - 1);
    const sigma = sigmas[low] + (moment - low) * (sigmas[high] - sigmas[low]);
    this.state = { moment, sigma, step: data.steps[low] };
    if (data.view === "samplers") this.drawSamplers(moment);
    else this.drawChain(moment, settled);
    if (settled || performance.now() - this.spoken > SPEAK_EVERY) this.speak();
  }

  drawChain(moment, settled) {
    const { cloud, tokens, data, run_: run } = this, pen = cloud.begin();
    const last = [...run.stations.keys()].filter((station) => station <= moment).sort((a, b) => a - b).at(-1) ?? 0;
    cloud.dots(pen, this.points.xs, this.points.ys, { color: tokens.land, radius: 1.6, alpha: 0.45 });
    const here = run.at(moment);
    cloud.dots(pen, here.xs, here.ys, { color: tokens.density, radius: 1.9, alpha: 0.85 });
    const passed = JSON.stringify([run.arrived, last, data.clip, tokens.dark]);
    if (!settled && passed === this.passed) return; // the stations do not move
    this.passed = passed;
    data.stations.forEach((station, i) => this.drawStation(this.boxes[i], station, station === last));
    this.boxes.forEach((box, i) => (box.element.hidden = i >= data.stations.length));
  }

  drawStation(box, station, current) {
    const { data, run_: run, tokens } = this, pen = box.begin(), found = run.station(station);
    box.element.classList.toggle("wl-inference-current", current);
    box.say(station === data.steps.length - 1 ? "x₀" : `σ = ${number(data.sigmas[station], 2)}`);
    if (!found || run.arrived < station) return;
    box.arrows(pen, found.arrows, { color: tokens.surrogate });
    box.dots(pen, found.clean, { color: tokens.real, radius: 0.9, alpha: 0.5 });
    box.dots(pen, run.at(station), { color: tokens.density, radius: 1, alpha: 0.75 });
  }

  drawSamplers(moment) {
    const { data, run_: run, tokens } = this, { texts } = data;
    this.pictures.forEach((box, i) => {
      const pen = box.begin(), found = run.quality?.[i];
      box.dots(pen, this.points, { color: tokens.land, radius: 0.9, alpha: 0.5 });
      box.dots(pen, run.at(moment, i), { color: tokens.density, radius: 1.3 });
      const figures = { w1: number(found?.wasserstein, 2), ks: number(found?.kolmogorov, 2), evaluations: found?.evaluations };
      box.say(data.names[i], found ? fill(texts["figures"], figures) : texts["pending"]);
    });
  }

  speak() {
    this.spoken = performance.now();
    const { data, state, run_: run } = this;
    const sentence = fill(data.texts["sentence"], { step: state.step, steps: data.steps.at(-1), sigma: number(state.sigma, 2), particles: run.particles });
    this.find(".wl-caption").textContent = sentence;
    this.now.element.setAttribute("aria-label", sentence);
  }

  paint(settled) {
    super.paint(settled);
    this.transport.readout.textContent = `σ = ${number(this.state.sigma, 3)}`;
    this.transport.scrub.setAttribute("aria-valuetext", this.transport.readout.textContent);
  }
}

export const mount = mounting(Inference);
