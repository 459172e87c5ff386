// Taylor: the truth and its surrogates of order 0, 1, 2 and n, evolving together on one clock.

import { Inquiry, query } from "../player/ask.js";
import { decode, follow } from "../player/clips.js";
import { entitle, furniture, panels, speak } from "../player/furniture.js";
import { Handle } from "../player/handle.js";
import { Knobs } from "../player/knobs.js";
import { legend } from "../player/legend.js";
import { mounting } from "../player/mount.js";
import { Stage } from "../player/stage.js";
import { showTrust } from "../player/trust.js";
import { fill, number, timeName } from "../player/words.js";
import { DESCENT, DISTANCE, FIDELITY, PICTURE, colours, dressDescent, dressDistance, dressFidelity, dressPicture } from "./taylor/charts.js";
import { Run } from "./taylor/run.js";
import { fillTable, table } from "./taylor/table.js";

const CHARTS = ["picture", "fidelity", "distance", "descent"];
const PANELS_EVERY = 3; // pictures between two of the charts beside
const READ_EVERY = 6;
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see
const MARGIN = 0.01; // of the box: no expansion on a wall
const log = (value) => (value > 0 ? Math.log10(value) : NaN);

class Taylor extends Stage {
  constructor(host, library) {
    super(host, library, furniture([...CHARTS, "orders"], "wl-wide-and-four"));
    this.panels = panels(this, CHARTS);
    this.charts = Object.values(this.panels);
    this.inquiries = { truth: new Inquiry(), higher: new Inquiry() };
    this.knobs = new Knobs(this.find(".wl-column > div"), (values, key) => this.turn(values, key), (values) => this.settle(values));
    this.spoken = 0;
  }

  /** The old picture stays until the eigenstates of the truth and of order n are here. */
  show(data, send) {
    this.send = send;
    Object.values(this.inquiries).forEach((inquiry) => inquiry.end());
    this.unfollow?.forEach((end) => end());
    const got = {};
    this.unfollow = ["truth", "higher"].map((name) => follow(data[name].clip, ({ states }) => {
      got[name] = { scene: data[name], states, landscape: data.landscape };
      if (!got.truth || !got.higher) return;
      Object.assign(this, got, { data, dropped: {} });
      this.knobs.set(data.knobs);
      this.handle ??= this.handleFor(data.texts);
      this.turn(this.knobs.values);
    }));
  }

  handleFor(texts) {
    return new Handle(this.panels.picture, {
      label: texts["expansion-point"], kind: "wl-taylor-expansion",
      onMove: (x) => {
        const { lo, hi } = this.truth.scene.grid, margin = MARGIN * (hi - lo);
        this.knobs.turn("about", Number(Math.min(Math.max(x, lo + margin), hi - margin).toFixed(4)));
      },
    });
  }

  /** Packet, Wick angle, orders 0 to 2 are known here; D, landscape and order n are asked for. */
  turn(values, key) {
    if (key === "landscape") this.suit(values.landscape);
    const { D, landscape, about, order } = this.knobs.values, { truth, higher } = this;
    const isStale = ({ scene, landscape: shown }) => scene.D !== D || shown !== landscape;
    if (isStale(truth)) this.ask("truth", {});
    if (isStale(higher) || higher.scene.about !== about || higher.scene.order !== Number(order)) this.ask("higher", { about, order });
    if (!isStale(truth)) this.evolve();
  }

  /** The numbers that suit a landscape; a formula or drawing of the user's is left behind. */
  suit(name) {
    const numbers = this.data.suits[name] ?? {};
    for (const [key, value] of Object.entries({ ...numbers, about: numbers.x0 })) this.knobs.put(key, value);
    this.dropped = { formula: "", points: "", let: "" };
  }

  async ask(name, more) {
    const { solve } = this.data, { lang } = this.truth.scene;
    const { landscape, about: _, order: __, step: ___, ...numbers } = this.knobs.values;
    const link = { ...this.truth.scene.link, ...numbers, ...(landscape ? { landscape } : {}), ...more };
    for (const key of Object.keys(this.dropped)) delete link[key];
    const scene = await this.inquiries[name].scene(query(link), { solve, lang, held: this[name].scene.clip });
    if (!scene) return;
    const end = follow(scene.clip, ({ states }) => {
      this[name] = { scene, states, landscape };
      if (this.truth.landscape === this.higher.landscape) this.evolve();
    });
    this.unfollow.push(end);
  }

  settle(values) {
    this.send("settings", { ...values, ...this.dropped });
  }

  evolve() {
    const { truth, higher, knobs: { values }, data: { texts } } = this;
    const before = this.runs;
    this.runs = new Run(truth, higher, values, before);
    const { scene } = this.runs;
    const keepPlace = !!before && before.start === this.runs.start;
    this.start({ duration: scene.duration, frames: scene.frames, keepPlace, words: { texts, wick: scene.wick } });
    this.redress();
  }

  async dress(tokens) {
    const { runs, panels, data: { texts } } = this;
    this.tokens = tokens;
    this.entitle(tokens);
    const words = { scene: runs.scene, texts, tokens };
    await dressPicture(panels.picture, { ...words, x: runs.x, zeta: runs.zeta, rivals: runs.rivals, window: runs.window });
    await this.dressCurves(tokens);
    await dressDescent(panels.descent, { ...words, ...runs.descents() });
    showTrust(this.find(".wl-trust"), runs.scene.report, texts);
  }

  entitle(tokens) {
    const { texts } = this.data, shades = colours(tokens), n = this.runs.order;
    const orders = [0, 1, 2, n].map((order, j) => [`T${String.fromCharCode(0x2080 + order)}`, shades[j]]);
    entitle(this, "picture", texts["panel-picture"]);
    legend(this, "picture", [["ζ", tokens.land], [texts.truth, tokens.density], ...orders]);
    entitle(this, "fidelity", texts["panel-fidelity"], texts["legend-fidelity"]);
    entitle(this, "distance", texts["panel-distance"], texts[this.runs.scene.wick === 0 ? "legend-distance" : "no-bound"]);
    entitle(this, "descent", texts["panel-descent"]);
    legend(this, "descent", [
      ["T₁", tokens.real], [texts.gradient, tokens.ink, "dash"], ["T₂", tokens.surrogate], ["Newton", tokens.imaginary, "dash"],
    ]);
    entitle(this, "orders", texts["panel-orders"]);
    const heads = ["head-order", "head-now", "head-lost", "head-trust"].map((key) => texts[key]);
    if (this.heads !== heads.join()) this.body = table(this.find('[data-panel="orders"] .wl-chart'), heads);
    this.heads = heads.join();
  }

  /** The curves of the run before stay until those of this one are complete. */
  async dressCurves(tokens) {
    const { scene, curves, times } = this.runs, { texts } = this.data;
    await dressFidelity(this.panels.fidelity, { curves, times, scene, texts, tokens });
    await dressDistance(this.panels.distance, { curves, times, scene, texts, tokens });
  }

  idle() {
    if (this.runs?.grow() && this.tokens) this.dressCurves(this.tokens).then(() => this.paint(true));
  }

  draw(settled) {
    const { s } = this.clock, { runs, panels: { picture, fidelity, distance, descent } } = this;
    const now = runs.at(s);
    picture.move(PICTURE.truth, now.truth);
    now.packets.forEach((y, j) => picture.move(PICTURE.packets + j, y));
    const { about } = runs;
    this.handle.place(about, runs.height(about), `${this.data.texts["expansion-point"]} ${number(about)}`);
    if (!settled && this.drawn % PANELS_EVERY) return;
    now.compared.forEach((one, j) => {
      fidelity.move(FIDELITY.now + j, [one?.fidelity ?? NaN], [s]);
      distance.move(DISTANCE.now + j, [log(one?.distance)], [s]);
    });
    runs.placesAt(s).forEach((x, j) => descent.move(DESCENT.now + j, [x], [s]));
    if (settled || this.drawn % READ_EVERY === 0) this.read(now, settled);
  }

  read({ compared }, settled) {
    const { runs, data: { texts }, clock: { s } } = this;
    const time = texts[timeName(runs.scene.wick)], shades = colours(this.tokens);
    const rows = runs.rivals.map((rival, j) => ({
      name: `T${String.fromCharCode(0x2080 + rival.order)}`, colour: shades[j],
      cells: [
        compared[j] ? number(compared[j].fidelity) : "–",
        Number.isFinite(runs.lostAt(j)) ? `${time} = ${number(runs.lostAt(j))}` : texts.never,
        rival.trust.map((x) => number(x, 2)).join(" … "),
      ],
      remark: this.remark(rival, s, time),
    }));
    fillTable(this.body, rows);
    if (!settled && performance.now() - this.spoken < SPEAK_EVERY) return;
    this.spoken = performance.now();
    const orders = rows.map(({ name, cells: [now], remark }) => `${name} ${now}${remark ? ` (${remark})` : ""}`).join("; ");
    speak(this, fill(texts.sentence, { now: `${time} = ${number(s)}`, about: number(runs.about), orders }));
  }

  remark({ ends, spreads, falls }, s, time) {
    const { texts } = this.data;
    const moment = { moment: `${time} = ${number(ends)}` };
    if (spreads) return fill(texts["spreads"], moment);
    if (s >= ends) return fill(texts["no-ground-state"], moment);
    if (Number.isFinite(ends)) return fill(texts["will-end"], moment);
    return falls ? texts["falls-for-ever"] : "";
  }

  remove() {
    super.remove();
    Object.values(this.inquiries).forEach((inquiry) => inquiry.remove());
  }
}

export const mount = mounting(Taylor);
