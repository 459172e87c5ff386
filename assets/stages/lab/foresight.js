// The stops beside a slider that has the focus are asked for before they are wanted.
//
// A new D or order takes the solver: measured, twice the time of a packet that the browser
// moves by itself. While somebody looks at the picture, the two scenes that the next key can ask
// for are fetched; a server that others are using answers 204, and nothing is known ahead.

const IDLE = 150; // milliseconds after which a hand has come to rest
const FIELD = /st-key-lab-(D|order)(\s|$)/;

export class Foresight {
  constructor() {
    this.known = new Map(); // scene string -> promise of the answer's bytes, or of null
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
      for (const text of this.known.keys()) if (!texts.includes(text)) this.known.delete(text);
      let last = null; // one after the other: a server that works has no time for guesses
      for (const text of texts) {
        if (!this.known.has(text)) this.known.set(text, fetched(text, scene, last));
        last = this.known.get(text);
      }
    }, IDLE);
  }

  /** Bytes of the answer, should they be known; null when they are not. */
  async bytes(text) {
    return (await this.known.get(text)) ?? null;
  }

  remove() {
    clearTimeout(this.idle);
    this.known.clear();
  }
}

async function fetched(text, { solve, lang }, before) {
  await before;
  try {
    const answer = await fetch(`${solve}?${text}`, { headers: { "X-Ahead": "1", "X-Language": lang } });
    return answer.status === 200 ? await answer.arrayBuffer() : null;
  } catch {
    return null; // offline
  }
}
