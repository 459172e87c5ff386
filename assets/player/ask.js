// A scene straight from the solver: one small request that runs no script.

import { receive, unpack } from "./clips.js";

const TOO_MANY = 429, AGAIN = 400; // milliseconds after which a newest question is put again

/**
 * The scene of a scene string, and what takes its clip out again (null when it was held).
 * Null when it was refused: the page then says why. Throws AbortError when given up.
 */
export async function ask(query, { solve, held, lang, signal }) {
  const headers = { "X-Clip": held, "X-Language": lang };
  let answer = await fetch(`${solve}?${query}`, { signal, headers });
  if (answer.status === TOO_MANY) { // questions given up a moment ago still count
    await new Promise((done) => setTimeout(done, AGAIN));
    answer = await fetch(`${solve}?${query}`, { signal, headers });
  }
  return answer.ok ? opened(await answer.arrayBuffer()) : null;
}

/** The same for what is only expected to be wanted; null, too, where a server has no time for guesses. */
export async function askAhead(query, { solve, lang }) {
  try {
    const answer = await fetch(`${solve}?${query}`, { headers: { "X-Ahead": "1", "X-Language": lang } });
    return answer.status === 200 ? opened(await answer.arrayBuffer()) : null;
  } catch {
    return null; // offline
  }
}

function opened(bytes) {
  const { scene, clip } = unpack(new Uint8Array(bytes));
  return { scene, drop: clip ? receive(clip) : null };
}

/** A scene string of keys and values. */
export function query(link) {
  return Object.entries(link).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
}

/** One question at a time: a newer one ends an older one. */
export class Inquiry {
  /** The scene, or null: refused (the page then says why), overtaken or offline. */
  async scene(text, where) {
    this.end();
    const asking = (this.asking = new AbortController());
    try {
      const answer = await ask(text, { ...where, signal: asking.signal });
      if (asking !== this.asking) return answer?.drop?.() ?? null;
      if (answer?.drop) {
        this.drop?.();
        this.drop = answer.drop;
      }
      return answer?.scene ?? null;
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error); // offline: the picture plays on
      return null;
    } finally {
      if (asking === this.asking) this.asking = null;
    }
  }

  end() {
    this.asking?.abort();
    this.asking = null;
  }

  remove() {
    this.end();
    this.drop?.();
  }
}
