// What a hand changes is seen in the next frame, and told to the page when the hand rests.
//
// A packet, a superposition, a Wick angle, and the expansion point of orders 0-2 are evolved
// right here; a landscape that is being drawn, or another order, is asked from `/solve`, one
// small request that runs no script, and the last picture stays meanwhile. When it has been
// quiet for a moment the page gets the scene for its link; what it mounts then is what the
// hand left, and what it mounts while the hand is at work is old.

import { ask, query } from "../../player/ask.js";
import { altered, evolved, problemLink, signature } from "./altered.js";
import { Foresight } from "./foresight.js";
import { Undo } from "./undo.js";

const QUIET = 400; // milliseconds without a change after which the link is written
const PATIENCE = 4000; // milliseconds for which the page may take to answer

export class Live {
  constructor(stage) {
    Object.assign(this, { stage, undo: new Undo(), foresight: new Foresight(), holding: 0, turn: 0, newer: null, keepRunning: false });
  }

  /** Whether a hand is at work, or has been until a moment ago. */
  get busy() {
    return this.holding > 0 || this.waiting != null;
  }

  /** Whether the page has been told a moment ago: it says all sorts of things before it has followed. */
  get ahead() {
    return performance.now() - (this.told ?? -Infinity) < PATIENCE;
  }

  /** A scene that the page mounts. */
  receive(scene) {
    const ours = this.unanswered && signature(scene) === signature(this.stage.scene);
    this.unanswered = false;
    this.giveUp();
    this.undo.note(scene, ours);
    return ours;
  }

  giveUp() {
    this.asking?.abort();
    this.asking = this.newer = null;
  }

  /** A hand takes hold of something: the clock waits, at the start where the start is moved. */
  hold({ rewind = false } = {}) {
    const { clock, transport } = this.stage;
    if (this.holding++) return;
    clearTimeout(this.waiting);
    this.waiting = null;
    this.resume = clock.playing;
    if (this.keepRunning) return;
    clock.playing = false;
    if (rewind) clock.seek(0);
    transport.refresh();
  }

  release() {
    this.holding = Math.max(this.holding - 1, 0);
    if (this.holding) return;
    this.stage.clock.playing = this.resume;
    this.stage.redress();
    if (this.changed) this.rest();
  }

  /** Changes the scene at once; `quietly` when the page knows already, from its own sliders. */
  change(fields, { quietly = false } = {}) {
    const { stage } = this, before = stage.scene;
    const scene = before && altered(before, fields);
    if (!scene) return;
    const now = performance.now(), fresh = !this.changed && now - (this.last ?? -Infinity) > QUIET;
    if (fresh) stage.ghost = { scene: before, dynamics: stage.dynamics };
    this.last = now;
    const dynamics = evolved(scene, before, stage.dynamics);
    stage.glimpse(scene, dynamics ?? stage.dynamics);
    if (dynamics) this.giveUp();
    else if (scene.kind !== "frames") {
      this.newer = { ...this.newer, ...fields };
      this.askNewest();
    }
    if (quietly) {
      clearTimeout(this.calm);
      this.calm = setTimeout(() => stage.redress(), QUIET / 2);
      return;
    }
    this.changed = true;
    if (!this.holding) this.rest();
  }

  /** For changes that have no end of their own, such as keys: the hand rests after a while. */
  rest() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.leave();
    }, QUIET);
  }

  leave() {
    const { stage } = this;
    this.changed = false;
    this.undo.note(stage.scene);
    stage.tools?.refresh();
    this.tell(stage.scene.link);
    stage.redress();
  }

  tell(link) {
    this.told = performance.now();
    this.unanswered = true;
    this.turn += 1;
    this.stage.send?.("scene", { turn: this.turn, link: problemLink(link) });
  }

  /** One question at a time, then the newest. */
  async askNewest() {
    if (this.asking || !this.newer) return;
    this.newer = {};
    const { link } = this.stage.scene;
    const answer = await this.ask(query(link));
    const later = this.newer, more = later && Object.keys(later).length > 0;
    if (!later) return;
    this.newer = more ? later : null;
    if (answer) this.stage.take(answer, true);
    if (!more) return;
    const again = altered(this.stage.scene, later);
    if (again) this.stage.glimpse(again, this.stage.dynamics);
    this.askNewest();
  }

  /** A scene straight from the solver, its clip taken in; null when it was refused or given up. */
  async ask(text) {
    const asking = (this.asking = new AbortController());
    const { solve, lang } = this.stage.scene;
    if (!solve) return null; // a page without a server
    try {
      const held = this.stage.heldClip;
      const known = await this.foresight.answer(text);
      const answer = known ?? (await ask(text, { solve, lang, held, signal: asking.signal }));
      if (!answer || asking !== this.asking) {
        if (!known) answer?.drop?.();
        return null; // refused: the page says what is wrong
      }
      if (known) this.foresight.handOver(text);
      if (answer.drop) this.drop?.();
      this.drop = answer.drop ?? this.drop;
      answer.scene.view = { ...this.stage.view };
      return answer.scene;
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error); // offline: the picture plays on
      return null;
    } finally {
      if (asking === this.asking) this.asking = null;
    }
  }

  /** To another problem of the history. */
  async go(entry) {
    if (!entry) return;
    this.giveUp();
    this.stage.tools?.refresh();
    const { link } = this.stage.scene;
    const view = Object.fromEntries(Object.entries(link).filter(([key]) => !(key in problemLink(link))));
    const scene = await this.ask(query({ ...entry.link, ...view }));
    if (scene) this.stage.take(scene);
    this.tell(entry.link);
  }

  remove() {
    this.giveUp();
    this.foresight.remove();
    clearTimeout(this.waiting);
    clearTimeout(this.calm);
    this.drop?.();
  }
}
