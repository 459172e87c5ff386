// The Lab's stage: any scene, played live.

import { follow } from "../player/clips.js";
import { describe } from "../player/describe.js";
import { Frames } from "../player/frames.js";
import { Gaussian } from "../player/gaussian.js";
import { Modes } from "../player/modes.js";
import { mounting } from "../player/mount.js";
import { observe } from "../player/observe.js";
import { Picture, TRACE } from "../player/picture.js";
import { Stage } from "../player/stage.js";
import { showTrust } from "../player/trust.js";
import { aids } from "./lab/aids.js";
import { signature } from "./lab/altered.js";
import { Beside } from "./lab/beside.js";
import { Drawing } from "./lab/drawing.js";
import { Handles } from "./lab/handles.js";
import { History } from "./lab/history.js";
import { Live } from "./lab/live.js";
import { Phase } from "./lab/phase.js";
import { Side } from "./lab/side.js";
import { CURVES, FURNITURE, hasWalkers, parts, showChips } from "./lab/skeleton.js";
import { Sliders } from "./lab/sliders.js";
import { Tools } from "./lab/tools.js";

const PANEL_EVERY = 4; // frames of the picture for one of the panels
const PATIENCE = 4000; // milliseconds for which the page may still say an older view
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see

class Lab extends Stage {
  constructor(host, library) {
    super(host, library, FURNITURE);
    this.parts = parts(host);
    this.picture = new Picture(library, this.parts.picture);
    this.history = new History(library, this.parts.history);
    this.charts = [this.picture, this.history];
    this.live = new Live(this);
    this.sliders = new Sliders(this);
    this.side = new Side(this, this.parts);
    this.beside = new Beside(this, this.parts);
    this.phase = new Phase(this);
    this.drawing = new Drawing(this);
    this.tools = new Tools(this, this.parts.tools);
    this.parts.chips.addEventListener("click", (event) => this.choose(event.target.closest("button")));
    this.spoken = 0;
  }

  /** A scene mounted by the page; while a hand is at work it is old, and a newer one will come. */
  show(scene, send) {
    this.send = send;
    if (!this.sound) aids(this, scene);
    if (this.live.busy && this.scene) return;
    const ours = this.live.receive(scene);
    if (performance.now() - this.viewed < PATIENCE) scene.view = { ...scene.view, ...this.view };
    this.sliders.reset(scene);
    this.take(scene, ours);
  }

  /** The old scene plays on until the clip of the new one is here; `ours` when it is only its answer. */
  take(scene, ours = false) {
    this.unfollow?.();
    if (scene.kind === "gaussian") {
      this.adopt(scene, new Gaussian(scene), ours);
      return;
    }
    const frames = scene.kind === "frames" ? new Frames(scene) : null;
    let adopted = false;
    this.unfollow = follow(scene.clip, (part) => {
      frames?.take(part);
      if (part.report) scene.report = part.report; // parts need not arrive in order
      if (!adopted && (!frames || frames.list[0])) {
        adopted = true;
        this.adopt(scene, frames ?? Modes.from(scene, part.states), ours);
      } else if (adopted && part.report) showTrust(this.parts.trust, scene.report, scene.texts);
    });
  }

  adopt(scene, dynamics, ours) {
    const before = this.scene;
    const keepPlace = before && (ours || isSameRun(before, scene));
    if (before && !ours && signature(before) !== signature(scene)) this.ghost = { scene: before, dynamics: this.dynamics };
    this.scene = scene;
    this.sliders.watch();
    this.dynamics = dynamics;
    this.view = { ...scene.view };
    this.clock.speed = this.view.speed;
    this.start({ duration: scene.duration, frames: scene.frames, keepPlace, words: scene });
    this.redress();
  }

  /** A scene that a hand has just made: on the screen in the next frame, without a new layout. */
  glimpse(scene, dynamics) {
    if (dynamics !== this.dynamics) this.drawnScene = scene;
    Object.assign(this, { scene, dynamics, words: scene });
    this.clock.duration = scene.duration;
    this.clock.seek(this.clock.s);
    this.picture.glimpse(scene);
    this.paint(true);
    this.place();
  }

  async dress(tokens) {
    const { scene } = this;
    await this.picture.set(scene, this.view.show, tokens);
    if (scene !== this.scene) return; // a newer one waits to be dressed
    this.phase.set(scene, tokens, this.view.show.includes("phase"));
    this.drawPicture(this.stateAt(this.clock.s));
    const first = !this.drawnScene;
    this.drawnScene = scene; // the picture is there; the rest may take its time
    this.host.dataset.clip = scene.clip;
    if (!first) await this.painted();
    if (scene !== this.scene) return;
    showChips(this.parts, scene, this.view);
    showTrust(this.parts.trust, scene.report, scene.texts);
    this.handles ??= new Handles(this);
    this.handles.set(scene);
    this.drawing.set(scene);
    this.tools.set(scene);
    await this.side.set(scene, (this.state = this.stateAt(this.clock.s)), tokens);
    await this.history.set(scene, tokens, (s) => this.stateAt(s));
    await this.beside.set(tokens);
  }

  /** Everything that stands on the picture without being drawn by it. */
  place() {
    this.handles?.place();
    this.drawing.place();
    this.side.instrument?.place?.();
  }

  async resized() {
    if (!this.drawnScene) return;
    await this.beside.resize();
    await this.side.resize();
    this.place();
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
    this.drawPicture(state);
    this.beside.draw(this.clock.s);
    if (settled || this.drawn % PANEL_EVERY === 0) this.drawPanels(state);
  }

  drawPicture(state) {
    const { picture, view, clock } = this;
    const shrunk = view.norm === "raw" ? Math.exp(Math.min(state.logNorm, 30)) : 1;
    const ghost = view.show.includes("ghost") && this.ghostAt(clock.s);
    picture.draw(state, this.density(), { shrunk, ghost });
    const fill = picture.brush.traces.get(TRACE.fill);
    this.phase.draw(state, fill?.fill, fill?.axes[0]);
  }

  /** The run before, at the same time, where it was drawn on the same nodes. */
  ghostAt(s) {
    const { ghost, scene } = this;
    if (!ghost || JSON.stringify(ghost.scene.grid) !== JSON.stringify(scene.grid)) return null;
    return observe(ghost.dynamics.at(Math.min(s, ghost.scene.duration)), ghost.scene);
  }

  drawPanels(state) {
    this.side.draw(state);
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

  /** Name of the clip whose states are at hand. */
  get heldClip() {
    return this.scene.clip;
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
      if (curve === "phase" && show.has(curve)) show.add("real").add("imaginary").add("density"); // colour alone is not read
      this.change({ show: CURVES.filter((name) => show.has(name)) });
    }
    this.redress();
  }

  /** A change of view: seen at once, then told to the server for the link. */
  change(view) {
    Object.assign(this.view, view);
    this.viewed = performance.now(); // what the page mounts next may not know it yet
    this.send?.("view", { ...this.view });
  }

  remove() {
    super.remove();
    for (const part of [this.live, this.sliders, this.tools, this.handles, this.drawing]) part?.remove();
    this.beside.end();
  }
}

/** A packet let loose again on the same landscape is a new run; other changes are not. */
function isSameRun(before, after) {
  const [old, now] = [before, after].map((scene) => JSON.stringify([scene.packet, scene.levels, scene.zeta, scene.kind]));
  return old === now;
}

export const mount = mounting(Lab);
