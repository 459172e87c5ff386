// How far a sweep is, how long it will take, the way to stop it, and its files.

import { make } from "../../player/elements.js";
import { scenePairs } from "../../player/links.js";
import { fill } from "../../player/words.js";

const FILES = ["csv", "npz"];

export class Progress {
  constructor(host, halt) {
    this.host = host;
    this.bar = make("progress", { max: 1, value: 0 });
    this.words = make("span", { "aria-live": "polite" });
    this.button = make("button", { type: "button", onclick: halt });
    this.links = FILES.map((kind) => make("a", { "data-file": kind, download: `wicklab-atlas.${kind}`, onclick: () => this.aim() }));
    host.append(this.bar, this.words, this.button, ...this.links);
  }

  begin(data) {
    if (this.data?.clip !== data.clip) Object.assign(this, { done: 0, where: "here" });
    if (this.data?.clip !== data.clip || this.data.hold !== data.hold) this.first = null;
    this.data = data;
    this.bar.setAttribute("aria-label", data.texts.progress);
  }

  take({ done, where }) {
    const now = performance.now();
    if (where !== "kept") this.where = where;
    this.first ??= { now, done };
    this.rate = (done - this.first.done) / Math.max(now - this.first.now, 1); // cells a millisecond
    this.done = Math.max(this.done ?? 0, done);
  }

  /** Files are made of what is known when they are asked for. */
  aim() {
    const query = new URLSearchParams(scenePairs());
    for (const link of this.links) link.href = `${this.data.files}/cells.${link.dataset.file}?${query}`;
  }

  tell() {
    const { texts, size, hold } = this.data, finished = this.done >= size;
    this.bar.value = (this.done ?? 0) / size;
    const left = this.rate > 0 ? Math.ceil((size - this.done) / this.rate / 1000) : null;
    const name = finished ? "done" : hold ? "held" : left === null ? "running" : "running-left";
    const said = fill(texts[name], { done: this.done ?? 0, size, left, where: texts[`where-${this.where}`] });
    if (this.words.textContent !== said) this.words.textContent = said;
    this.button.hidden = finished;
    this.button.textContent = texts[hold ? "resume" : "cancel"];
    for (const link of this.links) link.textContent = texts[`file-${link.dataset.file}`];
    this.aim();
  }
}
