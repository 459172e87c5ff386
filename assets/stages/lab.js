// The Lab's stage: any scene, played live.

import { follow } from "../player/clips.js";
import { describe } from "../player/describe.js";
import { Frames } from "../player/frames.js";
import { Gaussian } from "../player/gaussian.js";
import { Modes } from "../player/modes.js";
import { mounting } from "../player/mount.js";
import { observe } from "../player/observe.js";
import { Picture } from "../player/picture.js";
import { Stage } from "../player/stage.js";
import { showTrust } from "../player/trust.js";
import { Composition } from "./lab/composition.js";
import { History } from "./lab/history.js";
import { Live } from "./lab/live.js";
import { FURNITURE, hasWalkers, parts, showChips } from "./lab/skeleton.js";

const PANEL_EVERY = 4; // frames of the picture for one of the panels
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see

class Lab extends Stage {
  constructor(host, library) {
    super(host, library, FURNITURE);
    this.parts = parts(host);
    this.picture = new Picture(library, this.parts.picture);
    this.composition = new Composition(library, this.parts.composition, this.parts.compositionTitle);
    this.history = new History(library, this.parts.history);
    this.charts = [this.picture, this.composition, this.history];
    this.live = new Live(this);
    this.parts.chips.addEventListener("click", (event) => this.choose(event.target.closest("button")));
    this.spoken = 0;
  }

  /** A scene mounted by the page. */
  show(scene, send) {
    this.send = send;
    this.live.reset(scene);
    this.take(scene);
  }

  /** The old scene plays on until the clip of the new one is here. */
  take(scene) {
    this.unfollow?.();
    if (scene.kind === "gaussian") {
      this.adopt(scene, new Gaussian(scene));
      return;
    }
    const frames = scene.kind === "frames" ? new Frames(scene) : null;
    let adopted = false;
    this.unfollow = follow(scene.clip, (part) => {
      frames?.take(part);
      if (part.report) scene.report = part.report; // parts need not arrive in order
      if (!adopted && (!frames || frames.list[0])) {
        adopted = true;
        this.adopt(scene, frames ?? Modes.from(scene, part.states));
      } else if (adopted && part.report) showTrust(this.parts.trust, scene.report, scene.texts);
    });
  }

  adopt(scene, dynamics) {
    const before = this.scene;
    const keepPlace = before && isSameRun(before, scene);
    this.scene = scene;
    this.live.watch(scene);
    this.dynamics = dynamics;
    this.view = { ...scene.view };
    this.clock.speed = this.view.speed;
    this.start({ duration: scene.duration, frames: scene.frames, keepPlace, words: scene });
    this.redress();
  }

  async dress(tokens) {
    const { scene } = this;
    await this.picture.set(scene, this.view.show, tokens);
    if (scene !== this.scene) return; // a newer one waits to be dressed
    this.picture.draw(this.stateAt(this.clock.s), this.density());
    this.drawnScene = scene; // the picture is there; the rest may take its time
    this.host.dataset.clip = scene.clip;
    showChips(this.parts, scene, this.view);
    showTrust(this.parts.trust, scene.report, scene.texts);
    await this.composition.set(scene, this.stateAt(this.clock.s), tokens);
    await this.history.set(scene, tokens, (s) => this.stateAt(s));
  }

  get arrived() {
    return this.dynamics?.arrived ?? Infinity;
  }

  stateAt(s) {
    return observe(this.dynamics.at(s), this.scene);
  }

  idle() {
    this.history.grow(this.dynamics.arrived);
  }

  draw(settled) {
    const state = (this.state = this.stateAt(this.clock.s));
    this.picture.draw(state, this.density());
    if (settled || this.drawn % PANEL_EVERY === 0) this.drawPanels(state);
  }

  drawPanels(state) {
    this.composition.draw(state);
    this.history.draw(this.clock.s, state);
    if (!this.clock.playing || performance.now() - this.spoken > SPEAK_EVERY) this.speak(state);
  }

  speak(state) {
    this.spoken = performance.now();
    const sentence = describe(state, this.scene, this.clock.s);
    this.parts.picture.setAttribute("aria-label", sentence);
    this.parts.caption.textContent = sentence;
  }

  /** Walkers' density where it has a meaning: imaginary time. */
  density() {
    return hasWalkers(this.scene) ? this.view.density : "born";
  }

  act(name, value) {
    super.act(name, value);
    if (name === "speed") this.change({ speed: value });
  }

  choose(button) {
    if (!button || button.disabled) return;
    const { curve, density } = button.dataset;
    if (density) this.change({ density: this.view.density === "born" ? "walkers" : "born" });
    else {
      const show = new Set(this.view.show);
      show.has(curve) ? show.delete(curve) : show.add(curve);
      this.change({ show: [...show] });
    }
    this.redress();
  }

  /** A change of view: seen at once, then told to the server for the link. */
  change(view) {
    Object.assign(this.view, view);
    this.send?.("view", { ...this.view });
  }

  remove() {
    super.remove();
    this.unfollow?.();
    this.live.remove();
  }
}

/** A packet let loose again on the same landscape is a new run; other changes are not. */
function isSameRun(before, after) {
  const [old, now] = [before, after].map((scene) => JSON.stringify([scene.packet, scene.zeta, scene.kind]));
  return old === now;
}

export const mount = mounting(Lab);
