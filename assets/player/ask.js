// A scene straight from the solver: one small request that runs no script.

import { receive, unpack } from "./clips.js";

/**
 * The scene of a scene string, and what takes its clip out again (null when it was held).
 * Null when it was refused: the page then says why. Throws AbortError when given up.
 */
export async function ask(query, { solve, held, lang, signal }) {
  const answer = await fetch(`${solve}?${query}`, { signal, headers: { "X-Clip": held, "X-Language": lang } });
  if (!answer.ok) return null;
  const { scene, clip } = unpack(new Uint8Array(await answer.arrayBuffer()));
  return { scene, drop: clip ? receive(clip) : null };
}

/** A scene string of keys and values. */
export function query(link) {
  return Object.entries(link).map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join("&");
}
