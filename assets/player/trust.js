// The card that says how far the picture can be trusted.

import { scientific } from "./words.js";

function element(tag, className, text) {
  const made = document.createElement(tag);
  made.className = className;
  made.textContent = text ?? "";
  return made;
}

/** Fills the card from a report in words; a report that is still to come says so. */
export function showTrust(host, report, texts) {
  host.dataset.level = report?.level ?? "pending";
  const head = element("p", "wl-verdict");
  head.append(element("span", "wl-light"), element("span", "", report?.sentence ?? texts.pending));
  const rows = [head];
  if (report?.cause) head.append(element("em", "", ` ${report.cause}`));
  for (const note of report?.notes ?? []) rows.push(element("p", "wl-note", note));
  if (report) {
    const list = element("dl", "");
    for (const { label, value } of report.figures) {
      list.append(element("dt", "", label), element("dd", "", scientific(value)));
    }
    rows.push(list, element("p", "wl-method", `${report.method} · ${report.edges}`));
  }
  host.replaceChildren(...rows);
  host.tabIndex = 0; // where it scrolls, keys can scroll it
}
