// The stops beside a slider that has the focus are asked for before they are wanted.
//
// A new D or order takes the solver: measured, twice the time of a packet that the browser
// moves by itself. While somebody looks at the picture, the two scenes that the next key can ask
// for are fetched; a server that others are using answers 204, and nothing is known ahead.

import { opened } from "../../player/ask.js";

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
      let last = null; // one after the other: a server that works has no time for guesses
      for (const text of texts) {
        if (!this.known.has(text)) this.known.set(text, fetched(text, scene, last));
        last = this.known.get(text);
      }
    }, IDLE);
  }

  /** The answer, should it be known; null when it is not. */
  async answer(text) {
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
    clearTimeout(this.idle);
    for (const text of this.known.keys()) this.forget(text);
  }
}

async function fetched(text, { solve, lang }, before) {
  await before;
  try {
    const answer = await fetch(`${solve}?${text}`, { headers: { "X-Ahead": "1", "X-Language": lang } });
    return answer.status === 200 ? opened(await answer.arrayBuffer()) : null;
  } catch {
    return null; // offline
  }
}
