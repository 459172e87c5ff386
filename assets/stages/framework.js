// Framework: the paper's scheme as a map of live thumbnails, with both of its loops at work.

import { decode, follow } from "../player/clips.js";
import { furniture, readOut } from "../player/furniture.js";
import { Knobs } from "../player/knobs.js";
import { mounting } from "../player/mount.js";
import { Stage } from "../player/stage.js";
import { fill, number } from "../player/words.js";
import { Arrows } from "./framework/arrows.js";
import { Lens, boxes } from "./framework/lens.js";
import { Pictures } from "./framework/pictures.js";
import { TwoLoop } from "./framework/run.js";

const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see
const READ_EVERY = 4; // pictures between two readouts
const SECONDS = 2; // a scale takes on the clock at speed 1

class Framework extends Stage {
  constructor(host, library) {
    super(host, library, furniture([], "wl-framework-panels"));
    this.find(".wl-panels").innerHTML = `<div class="wl-card wl-framework-lens"></div><div class="wl-framework-map">${boxes()}<svg aria-hidden="true"></svg></div>`;
    this.lens = new Lens(this.find(".wl-panels"));
    this.arrows = new Arrows(this.find(".wl-framework-map"));
    this.knobs = new Knobs(this.find(".wl-column > div"), () => {}, (values) => this.send("settings", values));
    this.panels = {};
    this.spoken = 0;
  }

  /** The old run stays until the new one and the eigenstates are here. */
  show(data, send) {
    this.send = send;
    this.unfollow?.forEach((end) => end());
    const parts = {};
    const clips = { run: data.clip, modes: data.well.clip };
    this.unfollow = Object.entries(clips).map(([name, clip]) => follow(clip, (part) => {
      parts[name] = part;
      if (parts.run && parts.modes) this.take(data, parts);
    }));
  }

  take(data, { run, modes }) {
    const isNew = this.data?.clip !== data.clip;
    if (!this.data) this.clock.speed = data.speed;
    this.data = data;
    this.twoLoop = new TwoLoop(run, data);
    this.pictures = new Pictures(data, decode, modes.states);
    if (isNew) this.clock.playTime = SECONDS * data.duration;
    this.start({ duration: data.duration, frames: data.frames, keepPlace: !isNew, words: { texts: data.texts, wick: 0 } });
    this.knobs.set(data.knobs);
    this.redress();
  }

  dress(tokens) {
    const { texts, links } = this.data;
    this.lens.label(texts, links);
    this.find(".wl-note").textContent = texts.note;
    this.arrows.lay(texts);
    this.pictures.dress(this.find(".wl-framework-map"), tokens);
  }

  resize() {
    if (this.data) this.arrows.lay(this.data.texts);
    super.resize();
  }

  draw(settled) {
    const now = (this.now = this.twoLoop.at(this.clock.s));
    this.pictures.draw(now, this.clock.s / this.clock.duration);
    this.arrows.act(now);
    this.lens.act(now.halving ? "outer" : "inner");
    if (settled || this.drawn % READ_EVERY === 0) this.read(now, settled);
  }

  read(now, settled) {
    const { texts } = this.data;
    const percent = `${(100 * now.near).toFixed(1)} %`;
    const mean = Math.abs(now.mean) < 1e-6 ? 0 : now.mean;
    readOut(this.find(".wl-readouts"), [
      [texts["figure-scale"], `${now.scale + 1} / ${now.scales}`],
      ["D", number(now.D)],
      ["τ", number(now.tau, 4)],
      ["√Var(H)", number(now.spread)],
      ["⟨x⟩", number(mean)],
      [texts["figure-width"], number(now.width)],
      ["P(|x| < ½)", percent],
    ]);
    if (!settled && performance.now() - this.spoken < SPEAK_EVERY) return;
    this.spoken = performance.now();
    this.find(".wl-caption").textContent = fill(texts.caption, {
      scale: now.scale + 1, scales: now.scales, D: number(now.D), tau: number(now.tau, 4), mean: number(mean), near: percent,
      loop: texts[now.halving ? "outer" : "inner"],
    });
  }
}

export const mount = mounting(Framework);
