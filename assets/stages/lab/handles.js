// The packet and the expansion point under the hand, in the picture itself.

import { Handle } from "../../player/handle.js";
import { draggable, inside } from "../../player/svg.js";
import { fill, number } from "../../player/words.js";
import { short, zetaAt } from "./altered.js";

const NEAR = 6; // pixels from a level within which it is meant
const ARROW = 0.22; // of the width of the domain: the arrow of the fastest packet
const ROW = 20, TOUCH_ROW = 38; // pixels between the rows in which the packet's own handles stand
const NARROW = 560; // pixels: below, fingers need the room
const KINDS = ["centre", "left", "right", "momentum", "about"];

export class Handles {
  constructor(stage) {
    this.stage = stage;
    const { picture } = stage, layer = picture.element.parentElement;
    this.arrow = document.createElement("div");
    this.arrow.className = "wl-lab-arrow";
    layer.append(this.arrow);
    const make = (kind, onMove, rewind = true) => {
      const handle = new Handle(picture, { label: "", kind: `wl-lab-${kind}`, onMove, onEnd: () => this.end(handle) });
      handle.mark.addEventListener("pointerdown", () => this.start(rewind), { capture: true });
      return handle;
    };
    this.centre = make("centre", (x) => this.change({ x0: this.within(x) }));
    this.left = make("left", (x) => this.widen(this.packet.centre - x));
    this.right = make("right", (x) => this.widen(x - this.packet.centre));
    this.momentum = make("momentum", (x) => this.push((x - this.packet.centre) / this.reach));
    this.about = make("about", (x) => this.change({ about: this.within(x) }), false);
    draggable(picture.element, picture.element, {
      onStart: () => (this.gripped = undefined),
      onMove: (left, top) => this.grip(left, top),
      onEnd: () => this.letGo(),
    });
    picture.element.addEventListener("pointermove", (event) => this.hover(event));
  }

  get packet() {
    return this.stage.scene.packet;
  }

  /** Length of the arrow for a wavenumber of 1, in units of x. */
  get reach() {
    const { lo, hi } = this.stage.scene.grid;
    return (ARROW * (hi - lo)) / this.fastest;
  }

  get fastest() {
    const { lo, hi } = this.stage.scene.grid;
    return Math.max(4, 40 / (hi - lo));
  }

  within(x) {
    const { lo, hi } = this.stage.scene.grid, margin = 0.0101 * (hi - lo);
    return this.rounded(Math.min(Math.max(x, lo + margin), hi - margin));
  }

  /** To a thousandth of the domain or finer: what a hand can mean. */
  rounded(x) {
    const { lo, hi } = this.stage.scene.grid;
    return Number(x.toFixed(Math.max(0, Math.ceil(3 - Math.log10(hi - lo)))));
  }

  widen(sigma) {
    const { lo, hi } = this.stage.scene.grid;
    this.change({ sigma: short(Math.min(Math.max(this.rounded(Math.abs(sigma)), (hi - lo) / 250, 0.001), (hi - lo) / 4.01, 100)) });
  }

  push(px) {
    const held = Math.min(Math.max(px, -1.6 * this.fastest), 1.6 * this.fastest);
    this.change({ px: Math.abs(held) < 0.02 * this.fastest ? 0 : short(Number(held.toFixed(2))) });
  }

  change(fields) {
    this.stage.live.change(fields);
  }

  start(rewind) {
    if (!this.started) this.stage.live.hold({ rewind });
    this.started = true;
  }

  end(handle) {
    if (handle.held || !this.started) return;
    this.started = false;
    this.stage.live.release();
  }

  /** The picture was pressed: on the packet, on a level, or on nothing. */
  grip(left, top) {
    const { stage } = this, { picture, live } = stage;
    const [x, y] = picture.fromPixels(left, top);
    if (this.gripped === undefined) {
      this.gripped = this.isOnPacket(x, y) ? { from: x, x0: null } : null;
      if (!this.gripped) this.chosen = this.levelAt(left, top);
      else live.hold({ rewind: true });
      if (this.gripped) this.gripped.x0 = live.keepRunning ? this.packet.centre : stage.scene.levels.length ? stage.state.mean : this.packet.centre;
      return;
    }
    if (this.gripped && x !== this.gripped.from) this.change({ x0: this.within(this.gripped.x0 + x - this.gripped.from) });
  }

  letGo() {
    if (this.gripped) this.stage.live.release();
    else if (this.chosen !== null && this.chosen !== undefined) this.change({ levels: [[this.chosen, 1, 0]] });
    this.gripped = this.chosen = undefined;
  }

  isOnPacket(x, y) {
    const { picture, state, scene } = this.stage;
    const { lo, hi, n } = scene.grid;
    const i = Math.floor(((x - lo) / (hi - lo)) * n);
    if (i < 0 || i >= n) return false;
    const { base, tall } = picture.heights(state);
    const slack = 0.02 * (scene.window.high - scene.window.low);
    return state.density[i] > 0.05 * state.peak && y > base - slack && y < base + tall * state.density[i] + slack;
  }

  /** Number of the level under a pixel; null for none. */
  levelAt(left, top) {
    const { picture, view } = this.stage;
    if (!view.show.includes("levels")) return null;
    let best = null, near = NEAR;
    picture.energies().forEach((energy, n) => {
      const off = Math.abs(picture.toPixels(0, energy)[1] - top);
      if (off < near && n < 64) [best, near] = [n, off];
    });
    return best;
  }

  hover(event) {
    const { stage } = this;
    if (!stage.state || event.buttons || event.pointerType === "touch") return;
    const [left, top] = inside(stage.picture.element, event);
    const on = this.isOnPacket(...stage.picture.fromPixels(left, top));
    const level = on ? null : this.levelAt(left, top);
    stage.picture.element.style.cursor = on ? "grab" : level === null ? "" : "pointer";
    stage.picture.element.title = level === null ? "" : fill(stage.scene.texts["start-level"], { n: level });
  }

  set(scene) {
    for (const kind of KINDS) {
      const label = scene.texts[`handle-${kind}`];
      this[kind].mark.setAttribute("aria-label", label);
      this[kind].mark.title = label;
    }
    const { lo, hi } = scene.grid;
    for (const kind of KINDS) this[kind].step = (hi - lo) / 200;
    this.place();
  }

  /** Puts every mark where the scene has it; called after each change and each layout. */
  place() {
    const { scene, picture } = this.stage, { low, high } = picture.scene.window;
    const { centre, width, momentum } = scene.packet;
    const narrow = (this.stage.width ?? this.stage.host.clientWidth) < NARROW;
    const row = ((high - low) * (narrow ? TOUCH_ROW : ROW)) / picture.element._fullLayout.yaxis._length;
    const foot = low + 0.8 * row, above = foot + 1.2 * row, apart = narrow ? above + row : foot;
    this.centre.place(centre, foot, number(centre));
    this.left.place(centre - width, apart, number(width));
    this.right.place(centre + width, apart, number(width));
    const tip = centre + momentum * this.reach;
    this.momentum.place(tip, above, number(momentum));
    const [from, y] = picture.toPixels(centre, above), [to] = picture.toPixels(tip, above);
    Object.assign(this.arrow.style, { left: `${Math.min(from, to)}px`, top: `${y}px`, width: `${Math.abs(to - from)}px` });
    const packet = !scene.levels.length;
    for (const kind of ["left", "right", "momentum", "centre"]) this[kind].mark.classList.toggle("wl-lab-idle", !packet);
    this.arrow.classList.toggle("wl-lab-idle", !packet);
    const expands = scene.order !== null && !!scene.surrogate;
    this.about.show(expands);
    if (expands) this.about.place(scene.about, Math.min(Math.max(zetaAt(scene, scene.about), low), high), number(scene.about));
  }

  remove() {
    for (const kind of KINDS) this[kind].remove();
    this.arrow.remove();
  }
}
