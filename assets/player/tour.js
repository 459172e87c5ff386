// A walk over the page, one thing at a time. It asks first, and can be taken again from the help.

import { make } from "./elements.js";
import { fill } from "./words.js";

const KEY = "wicklab-tour"; // there once somebody has said yes or no
const GAP = 12; // pixels between a thing and what is said about it

function asked() {
  try {
    return !!localStorage.getItem(KEY);
  } catch {
    return true; // who keeps nothing would be asked again and again
  }
}

function remember() {
  try {
    localStorage.setItem(KEY, "1");
  } catch {
    // asked once more next time
  }
}

export class Tour {
  /** `stops` are pairs of a selector in the document and the end of the keys of its texts. */
  constructor(stage, stops) {
    Object.assign(this, { stage, stops });
    this.onKey = (event) => event.key === "Escape" && this.end();
  }

  say(key, values = {}) {
    return fill(this.stage.words.texts[`tour-${key}`], values);
  }

  /** A small question in a corner, once in a browser. */
  offer() {
    if (this.offered || window.parent !== window || asked()) return;
    this.offered = true;
    const answer = (yes) => {
      remember();
      this.question.remove();
      if (yes) this.start();
    };
    this.question = make("aside", { class: "wl-tour-offer", role: "region", "aria-label": this.say("title") },
      make("p", {}, this.say("offer")),
      make("button", { type: "button", class: "wl-primary", onclick: () => answer(true) }, this.say("yes")),
      make("button", { type: "button", onclick: () => answer(false) }, this.say("no")));
    this.stage.host.append(this.question);
  }

  start() {
    this.end();
    this.question?.remove();
    remember();
    this.from = document.activeElement;
    this.walk = this.stops.map(([selector, key]) => ({ key, find: () => document.querySelector(selector) })).filter(({ find }) => find()?.offsetWidth);
    this.ring = make("div", { class: "wl-tour-ring" });
    this.bubble = make("div", { class: "wl-tour-bubble", role: "dialog", "aria-label": this.say("title"), tabindex: "-1" });
    this.stage.host.append(this.ring, this.bubble);
    document.addEventListener("keydown", this.onKey);
    this.moved = () => this.place();
    window.addEventListener("resize", this.moved);
    document.addEventListener("scroll", this.moved, true);
    this.go(0);
  }

  go(index) {
    this.index = index;
    const { key, find } = this.walk[index], last = index === this.walk.length - 1;
    find().scrollIntoView({ block: "nearest" });
    const back = make("button", { type: "button", disabled: index === 0, onclick: () => this.go(index - 1) }, this.say("back"));
    const next = make("button", { type: "button", class: "wl-primary", onclick: () => (last ? this.end() : this.go(index + 1)) }, this.say(last ? "done" : "next"));
    const skip = last ? [] : [make("button", { type: "button", class: "wl-quiet", onclick: () => this.end() }, this.say("skip"))];
    this.bubble.replaceChildren(
      make("small", {}, this.say("count", { now: index + 1, all: this.walk.length })),
      make("p", { "aria-live": "polite" }, this.say(key)),
      make("div", {}, back, next, ...skip),
    );
    this.place();
    next.focus();
  }

  place() {
    const thing = this.walk[this.index].find()?.getBoundingClientRect();
    if (!thing) return;
    const { innerWidth: width, innerHeight: height } = window, { offsetWidth: w, offsetHeight: h } = this.bubble;
    const top = Math.max(thing.top - 4, 4), bottom = Math.min(thing.bottom + 4, height - 4);
    const left = Math.max(thing.left - 4, 4), right = Math.min(thing.right + 4, width - 4);
    Object.assign(this.ring.style, { left: `${left}px`, top: `${top}px`, width: `${right - left}px`, height: `${bottom - top}px` });
    const below = bottom + GAP + h < height, above = top - GAP - h > 0;
    const y = below ? bottom + GAP : above ? top - GAP - h : height - h - 2 * GAP;
    const x = Math.max(GAP, Math.min((left + right - w) / 2, width - w - GAP));
    Object.assign(this.bubble.style, { left: `${x}px`, top: `${y}px` });
  }

  end() {
    if (!this.bubble) return;
    this.bubble.remove();
    this.ring.remove();
    this.bubble = null;
    document.removeEventListener("keydown", this.onKey);
    window.removeEventListener("resize", this.moved);
    document.removeEventListener("scroll", this.moved, true);
    this.from?.focus?.();
  }

  remove() {
    this.end();
    this.question?.remove();
  }
}
