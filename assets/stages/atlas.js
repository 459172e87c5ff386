// The atlas's stage: a map that fills while it is computed, and the section the clock runs through.

import { follow } from "../player/clips.js";
import { make } from "../player/elements.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Panel, dot, line } from "../player/panel.js";
import { Stage } from "../player/stage.js";
import { fill, number } from "../player/words.js";
import { Cells } from "./atlas/cells.js";
import { HeatMap } from "./atlas/map.js";
import { Progress } from "./atlas/progress.js";
import { Readout } from "./atlas/readout.js";

const OWN = ["T", "D", "x0", "sigma", "px"]; // numbers that every landscape has its own of
const TELL_EVERY = 60; // milliseconds: parts come in bursts
const FURNITURE = `
  <div class="wl-page">
    <aside class="wl-card wl-column"><div></div></aside>
    <div class="wl-panels wl-atlas-panels">
      <section class="wl-card wl-panel"><h3></h3><div class="wl-chart wl-atlas-map"><div class="wl-plot"></div><div class="wl-atlas-cursor" hidden></div></div><p class="wl-atlas-marks"></p></section>
      <div class="wl-atlas-side">
        <section class="wl-card wl-atlas-readout"></section>
        <section class="wl-card wl-panel"><h3></h3><div class="wl-chart"><div class="wl-plot wl-atlas-section" role="img"></div></div></section>
      </div>
      <div class="wl-atlas-progress"></div>
    </div>
  </div>
  <div class="wl-card wl-transport" role="group"></div>
  <p class="wl-caption" aria-live="polite"></p>`;

class Atlas extends Stage {
  constructor(host, plotly) {
    super(host, plotly, FURNITURE);
    const acts = { point: (place) => this.point(place), choose: (place) => this.choose(place), open: () => this.open() };
    this.map = new HeatMap(plotly, this.find(".wl-atlas-map"), acts);
    this.section = new Panel(plotly, this.find(".wl-atlas-section"));
    this.panels = { map: this.map, section: this.section };
    this.charts = [this.map, this.section];
    this.readout = new Readout(this.find(".wl-atlas-readout"));
    this.progress = new Progress(this.find(".wl-atlas-progress"), () => this.halt());
    this.knobs = new Knobs(this.find(".wl-column > div"), (_, key) => this.turned(key), (values) => this.settle(values));
  }

  show(data, send) {
    this.send = send;
    const before = this.data;
    this.data = data;
    this.knobs.set(data.knobs);
    this.progress.begin(data);
    if (before?.clip !== data.clip) this.begin(before);
    this.start({ duration: data.up.values.length - 1, frames: data.up.values.length, keepPlace: Boolean(before), words: { texts: { ...data.texts }, wick: 0 } });
    this.redress();
  }

  /** Another sweep: an empty map, then its cells as they come. */
  begin(before) {
    const { data } = this;
    this.unfollow?.();
    this.cells = new Cells(data);
    this.pointed = null;
    if (!before) this.column = Math.floor(data.across.values.length / 2);
    this.column = Math.min(this.column, data.across.values.length - 1);
    this.unfollow = follow(data.clip, (part) => this.take(part));
  }

  take(part) {
    this.cells.take(part);
    this.progress.take(part);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.redress(), TELL_EVERY);
  }

  /** Another parameter on an axis takes the span that suits it. */
  turned(key) {
    const { values } = this.knobs;
    if (key === "landscape") this.reset = true;
    if (key === "across" || key === "up") {
      const other = key === "across" ? "up" : "across", former = this.data[key].key;
      if (values[other] === values[key]) {
        this.knobs.put(other, former);
        this.span(other, former);
      }
      this.span(key, values[key]);
    }
  }

  span(name, key) {
    const [low, high] = this.data.usual[key];
    this.knobs.values[`${name}_lo`] = low;
    this.knobs.values[`${name}_hi`] = high;
  }

  /** Numbers of an axis that nobody has changed stay out of the link: they suit the landscape. */
  settle(values) {
    const wished = { ...values, hold: false };
    const known = Object.fromEntries(this.data.knobs.map(({ key, value }) => [key, value]));
    for (const key of ["wick", ...OWN]) {
      if (this.reset && key !== "wick") wished[key] = "";
      else if (values[key] === known[key]) delete wished[key];
    }
    for (const name of ["across", "up"]) {
      const usual = this.data.usual[wished[name]] ?? [];
      ["lo", "hi"].forEach((end, i) => {
        const key = `${name}_${end}`;
        if (this.reset || wished[key] === usual[i]) wished[key] = "";
      });
    }
    this.reset = false;
    this.send?.("settings", wished);
  }

  /** Stops the computation or takes it up again; what is known stays. */
  halt() {
    this.send?.("settings", { hold: !this.data.hold });
  }

  get row() {
    return Math.round(this.clock.s);
  }

  /** The cell that is read out: the one under the pointer, else the chosen one. */
  get place() {
    return this.pointed ?? [this.row, this.column];
  }

  point(place) {
    this.pointed = place;
    this.paint(true);
  }

  choose([row, column]) {
    this.column = column;
    this.pointed = null;
    this.act("seek", row);
    if (this.clock.playing) this.act("toggle");
    this.find(".wl-caption").textContent = this.readout.sentence(this.cells, this.data, this.place);
  }

  open() {
    this.find(".wl-atlas-readout a")?.click();
  }

  async dress(tokens) {
    const { data, cells } = this, { texts } = data;
    const [first, second] = this.host.querySelectorAll(".wl-panel > h3");
    first.replaceChildren(data.figure.label, make("small", {}, data.figure.about));
    second.textContent = fill(texts.section, { label: data.across.label });
    this.progress.tell();
    this.host.dataset.done = String(cells.done);
    await this.map.set(data, cells, tokens);
    this.find(".wl-atlas-marks").replaceChildren(...this.map.legend(data, cells));
    const { x, y } = this.map.sectionAxes(data, cells);
    const { xs } = this.map, flat = xs.map(() => y.range[0]); // Plotly draws no element for no numbers
    const traces = [line(tokens.density, 2.5, { x: xs, y: flat }), dot(tokens.current, tokens.panel, { x: [xs[0]], y: [flat[0]] })];
    await this.section.set(traces, { x, y, margin: { l: 52, r: 14, t: 8, b: 40 } }, tokens);
  }

  draw() {
    const { data, cells, place } = this;
    this.words.texts.clock = `${data.up.label}: ${number(data.up.values[this.row])}`;
    this.map.mark(place);
    this.readout.tell(cells, data, place);
    if (!this.section.frame) return;
    const row = cells.row(place[0], this.map.shown), { xs } = this.map;
    this.section.move(0, row, xs);
    this.section.move(1, [row[place[1]]], [xs[place[1]]]);
  }

  resized() {
    this.map.mark(this.place);
  }

  remove() {
    super.remove();
    this.unfollow?.();
    clearTimeout(this.telling);
  }
}

export const mount = mounting(Atlas);
