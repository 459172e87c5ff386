// The Lab's stage in two dimensions: a density seen from above, while the server still solves.

import { follow } from "../player/clips.js";
import { mounting } from "../player/mount.js";
import { Stage } from "../player/stage.js";
import { showTrust } from "../player/trust.js";
import { fill, number, timeName } from "../player/words.js";
import { Composition } from "./lab/composition.js";
import { Film } from "./plane/film.js";
import { PlaneHistory } from "./plane/history.js";
import { FURNITURE, parts, showChips } from "./plane/skeleton.js";
import { Surface } from "./plane/surface.js";
import { View } from "./plane/view.js";

const PANEL_EVERY = 4; // frames of the picture for one of the panels
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see

class Plane extends Stage {
  constructor(host, library) {
    super(host, library, FURNITURE);
    this.parts = parts(host);
    this.top = new View(library, this.parts.picture, (x, y) => this.drag(x, y), () => this.release());
    this.surface = new Surface(library, this.parts.surface);
    this.composition = new Composition(library, this.parts.composition, this.parts.compositionTitle);
    this.history = new PlaneHistory(library, this.parts.history);
    this.charts = [this.top, this.surface, this.composition, this.history];
    this.parts.chips.addEventListener("click", (event) => this.choose(event.target.closest("button")));
    this.spoken = 0;
  }

  /** The old run plays on until the first frames of the new one are here. */
  show(scene, send) {
    this.send = send;
    this.unfollow?.();
    const film = new Film(scene);
    let adopted = false;
    this.unfollow = follow(scene.clip, async (part) => {
      await film.take(part);
      if (part.report) scene.report = part.report; // parts need not arrive in order
      if (film !== this.awaited) return; // a newer run has been asked for
      if (!adopted && film.list[0]) {
        adopted = true;
        this.adopt(scene, film);
      } else if (adopted && part.report) this.finish(scene);
    });
    this.awaited = film;
  }

  adopt(scene, film) {
    const keepPlace = this.scene?.clip === scene.clip;
    Object.assign(this, { scene, film, preview: null, view: { ...scene.view } });
    this.clock.speed = this.view.speed;
    this.start({ duration: scene.duration, frames: scene.frames, keepPlace, words: scene });
    this.redress();
  }

  /** The last frames have come, and with them where the run ends and what is known of its errors. */
  finish(scene) {
    showTrust(this.parts.trust, scene.report, scene.texts);
    this.resize(); // the card has grown at the cost of the charts above it
    if (this.film.duration !== scene.duration) this.start({ duration: this.film.duration, frames: scene.frames, keepPlace: true, words: scene });
  }

  async dress(tokens) {
    const { scene, view, parts: furniture } = this;
    const solid = view.show.includes("surface");
    furniture.picture.hidden = solid;
    furniture.surface.hidden = !solid;
    const drawn = solid ? this.surface.set(scene, tokens) : this.top.set(scene, view.show, tokens);
    await drawn;
    if (scene !== this.scene) return; // a newer one waits to be dressed
    this.picture();
    this.host.dataset.clip = scene.clip;
    showChips(furniture, scene, view);
    showTrust(furniture.trust, scene.report, scene.texts);
    furniture.composition.closest("section").hidden = !scene.levels.length;
    furniture.compositionTitle.textContent = scene.texts["panel-weights"];
    const state = this.film.at(this.clock.s);
    if (scene.levels.length) await this.composition.set(this.bars, state, tokens);
    await this.history.set({ ...scene, duration: this.film.duration }, tokens, (s) => this.film.at(s));
  }

  /** What the chart of levels asks of a scene. */
  get bars() {
    const { texts, packet } = this.scene;
    return { texts, packet: { width: packet.width, momentum: 0 } };
  }

  get arrived() {
    return this.film?.arrived ?? 0;
  }

  idle() {
    if (this.film) this.history.grow(this.film.arrived);
  }

  draw(settled) {
    this.picture();
    if (settled || this.drawn % PANEL_EVERY === 0) this.panels(this.film.at(this.clock.s));
  }

  picture() {
    const state = this.preview ?? this.film.at(this.clock.s);
    if (this.view.show.includes("surface")) this.surface.draw(state, performance.now());
    else this.top.draw(state, this.film, this.clock.s);
  }

  panels(state) {
    if (this.scene.levels.length) this.composition.draw(state);
    this.history.draw(this.clock.s, state);
    if (!this.clock.playing || performance.now() - this.spoken > SPEAK_EVERY) this.speak(state);
  }

  speak(state) {
    this.spoken = performance.now();
    const { texts, wick } = this.scene;
    const [x, y] = state.place.map((value) => number(value)), [wide, high] = state.widths.map((value) => number(value));
    const sentence = fill(texts["plane-sentence"], {
      time: `${texts[timeName(wick)]} = ${number(this.clock.s)}`, x, y, wide, high,
      energy: number(state.energy), share: Math.round(100 * state.basin),
    });
    this.top.element.setAttribute("aria-label", sentence);
    this.parts.caption.textContent = sentence;
  }

  /** The packet in a hand: what it would start from is drawn at once, the run follows when it is let go. */
  drag(x, y) {
    const { lo, hi } = this.scene.grid, margin = 0.01 * (hi - lo);
    const [a, b] = [x, y].map((place) => Math.min(Math.max(place, lo + margin), hi - margin));
    this.held = [a, b];
    this.preview = this.film.packet(a, b, this.scene.packet.width);
    this.top.place(a, b);
    this.paint(true);
  }

  release() {
    if (!this.held) return;
    const [x0, y0] = this.held.map((place) => Number(place.toFixed(3)));
    this.held = null;
    this.send?.("packet", { x0, y0 });
  }

  act(name, value) {
    super.act(name, value);
    if (name === "speed") this.change({ speed: value });
  }

  choose(button) {
    if (!button) return;
    const show = new Set(this.view.show);
    show.has(button.dataset.curve) ? show.delete(button.dataset.curve) : show.add(button.dataset.curve);
    this.change({ show: [...show] });
    this.redress();
  }

  /** A change of view: seen at once, then told to the server for the link. */
  change(view) {
    Object.assign(this.view, view);
    this.send?.("view", { ...this.view });
  }

  remove() {
    super.remove();
    this.top.remove();
    this.unfollow?.();
  }
}

export const mount = mounting(Plane);
