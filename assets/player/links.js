// The link of what is shown, and the clipboard.

import { make } from "./elements.js";

/** Keys that say how a page is embedded, not what it shows. */
const isFraming = (key) => key.startsWith("embed");

/** Keys and values of what is shown. */
export function scenePairs() {
  return [...new URLSearchParams(location.search)].filter(([key]) => !isFraming(key));
}

/** The address of what is shown, with further keys. */
export function sceneLink(more = {}) {
  const query = new URLSearchParams([...Object.entries(more), ...scenePairs().filter(([key]) => !(key in more))]);
  return `${location.origin}${location.pathname}${query.size ? `?${query}` : ""}`;
}

/** Copies; on pages without a secure connection, browsers only know the old way. */
export async function copyText(text) {
  if (navigator.clipboard && isSecureContext) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = make("textarea", { class: "wl-caption" }, text);
  (document.querySelector("dialog[open]") ?? document.body).append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}
