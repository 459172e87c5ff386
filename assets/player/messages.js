// Talks with a page that embeds this one: play, pause, seek, set; ready, state, ended.
//
// docs/embedding.md is the contract. Only the parent window is heard, and only when its
// origin is one that the server lets embed it.

import { scenePairs } from "./links.js";

const VERSION = 1;
const MOST_KEYS = 40, LONGEST = 2000; // of one request, and of one value in it
const KEY = /^[A-Za-z_]\w{0,23}$/;

/** Whether an origin is one of those named; `*.` stands for subdomains, `:*` for any port. */
export function isNamed(origin, named) {
  return named.some((pattern) => {
    const source = pattern.replace(/\/+$/, "").replace(/[.+?^${}()|[\]\\]/g, "\\$&").replace("*\\.", "(?:[\\w-]+\\.)+").replace(/:\*$/, "(?::\\d+)?");
    return new RegExp(`^${source}$`, "i").test(origin);
  });
}

/** The origin of the page around this one, as far as the browser tells. */
function surrounding() {
  const { ancestorOrigins } = location;
  if (ancestorOrigins?.length) return ancestorOrigins[0];
  return document.referrer ? new URL(document.referrer).origin : "";
}

export class Messages {
  constructor(stage) {
    this.stage = stage;
    this.embedded = window.parent !== window;
    this.hear = (event) => this.receive(event);
    if (this.embedded) window.addEventListener("message", this.hear);
    stage.host.addEventListener("click", ({ target }) => {
      const alone = document.querySelector(".wl-embedded-picture"); // without a bar, the picture is the button
      if (alone && !target.closest("button, a, input, select, dialog")) stage.act("toggle");
    });
  }

  offer({ embedders, said, page }, send) {
    Object.assign(this, { named: [...embedders, location.origin], send, page });
    const origin = surrounding();
    if (this.embedded && isNamed(origin, this.named)) this.origin = origin;
    const sentences = said.join("\n");
    if (sentences && sentences !== this.said) this.post("notice", { sentences: said });
    this.said = sentences;
  }

  /** An event with what is on the screen; the first one says that there is something. */
  say(event, more = {}) {
    if (!this.embedded || !this.named) return;
    const { stage, page } = this, { clock } = stage;
    const { s: time, duration, playing, speed } = clock;
    const seen = { page, time, duration, playing, speed, link: Object.fromEntries(scenePairs()), sentence: stage.find(".wl-caption").textContent };
    if (!this.greeted && event === "state" && this.origin) {
      this.greeted = true;
      this.post("ready", seen);
    }
    this.post(event, { ...seen, ...more });
  }

  /** Says once for every time that the end of the run has been reached. */
  watch() {
    const { clock } = this.stage, over = clock.s >= clock.duration;
    if (over && !this.over) this.say("ended");
    this.over = over;
  }

  post(event, more) {
    if (this.origin) window.parent.postMessage({ wicklab: VERSION, event, ...more }, this.origin);
  }

  receive({ data, origin, source }) {
    if (source !== window.parent || data?.wicklab === undefined || data.event) return;
    if (!this.named || !isNamed(origin, this.named)) return;
    this.origin = origin;
    const id = typeof data.id === "string" || typeof data.id === "number" ? { id: data.id } : {};
    const refused = data.wicklab === VERSION ? this.obey(data) : "version";
    if (refused) this.post("refused", { reason: refused, ...id });
    else if (data.do !== "set") this.say("state", id);
  }

  /** Does what is asked; says what is wrong with it, empty for nothing. */
  obey({ do: wish, time, values }) {
    const { stage } = this;
    const { clock } = stage;
    if (wish === "state") return "";
    if (wish === "play" || wish === "pause") {
      if (clock.playing !== (wish === "play")) stage.act("toggle");
      return "";
    }
    if (wish === "seek") {
      if (!Number.isFinite(time)) return "time";
      stage.act("seek", time);
      return "";
    }
    if (wish !== "set") return "do";
    const pairs = Object.entries(values ?? {});
    const known = ["string", "number", "boolean"];
    if (!pairs.length || pairs.length > MOST_KEYS) return "values";
    if (pairs.some(([key, value]) => !KEY.test(key) || !known.includes(typeof value) || String(value).length > LONGEST)) return "values";
    this.change(Object.fromEntries(pairs.map(([key, value]) => [key, typeof value === "boolean" ? String(Number(value)) : String(value)])));
    return "";
  }

  /** Other values for keys of the link; the server reads them as it reads a link. */
  change(values) {
    const asked = (this.asked = (this.asked ?? 0) + 1); // the same wish twice is two wishes
    if (this.page === "lab") this.send("scene", { link: { ...this.stage.scene?.link, ...values }, asked });
    else this.send("settings", { ...values, asked });
  }

  remove() {
    window.removeEventListener("message", this.hear);
  }
}
