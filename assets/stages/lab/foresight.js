// The stops a key away from a slider that has the focus are asked for before they are wanted.
//
// A new D or order takes the solver: measured, twice the time of a packet that the browser
// moves by itself. While somebody looks at the picture, the scenes that the next key can ask for
// (arrows first, then Page up and down) are fetched; a server that others are using answers 204,
// and nothing is known ahead.

import { askAhead } from "../../player/ask.js";

const IDLE = 150; // milliseconds after which a hand has come to rest
const FIELD = /st-key-lab-(D|order)(\s|$)/;

export class Foresight {
  constructor() {
    this.known = new Map(); // scene string -> promise of what `ask` would give
  }

  /** Looks around the slider in focus, soon; `wish` makes the scene string of a field's value. */
  look({ stage, mark, wish }) {
    clearTimeout(this.idle);
    this.idle = setTimeout(() => {
      const { scene, live } = stage;
      const field = document.activeElement?.closest('[class*="st-key-lab-"]')?.className.match(FIELD)?.[1];
      const isOld = live.busy || live.asking || mark?.dataset.scene !== stage.sliders.settled;
      if (!field || isOld || !scene.solve || scene.kind === "frames") return;
      const texts = JSON.parse(mark.dataset.next)[field].map((value) => wish({ [field]: value }));
      for (const text of this.known.keys()) if (!texts.includes(text)) this.forget(text);
      this.guess(texts, scene);
    }, IDLE);
  }

  /** One after the other: a server that works has no time for guesses. A question ends it. */
  async guess(texts, scene) {
    const turn = (this.turn = {});
    for (const text of texts) {
      if (!this.known.has(text)) this.known.set(text, askAhead(text, scene));
      await this.known.get(text);
      if (turn !== this.turn) return;
    }
  }

  /** The answer, should it be known or on its way; null when it is not. */
  async answer(text) {
    this.turn = null;
    return (await this.known.get(text)) ?? null;
  }

  /** The answer belongs to whoever shows it. */
  handOver(text) {
    this.known.delete(text);
  }

  forget(text) {
    this.known.get(text).then((answer) => answer?.drop?.());
    this.known.delete(text);
  }

  remove() {
    this.turn = null;
    clearTimeout(this.idle);
    for (const text of this.known.keys()) this.forget(text);
  }
}
