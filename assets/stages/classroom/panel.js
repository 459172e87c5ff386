// The class's own page: open one or join one; for the projector its code, its QR and its answers.

import { plotly } from "../../player/mount.js";
import { theme } from "../../player/theme.js";
import { Asking } from "./asking.js";
import { button, fill, make } from "./elements.js";
import { joining } from "./joining.js";
import { session } from "./session.js";

class Panel {
  constructor(host) {
    this.host = host;
    this.onChange = () => this.show();
    session.addEventListener("change", this.onChange);
  }

  update(data) {
    this.data = data;
    session.setUp(data);
    this.show();
  }

  show() {
    this.tokens = theme(this.host);
    const said = JSON.stringify([session.role, session.code, session.lang, session.invited, this.tokens.dark]);
    if (said !== this.said) {
      this.said = said;
      this.card = null;
      this.host.replaceChildren(...this[`_${session.role || "nobody"}`]());
      this.host.dataset.ready = session.role || "nobody";
    }
    if (session.role === "teacher") this.#count();
    if (session.role === "student") this.standing.textContent = fill(session.texts["student-about"], session);
  }

  _nobody() {
    const { texts } = session, note = make("p", { class: "wl-classroom-note", role: "alert" });
    const open = button(texts.open, async () => { note.textContent = await session.open(); }, { class: "wl-classroom-main" });
    return [
      make("section", {}, make("h2", {}, texts.teach), make("p", {}, texts["teach-about"]), open, note),
      make("section", {}, make("h2", {}, texts.student), make("p", {}, texts["join-about"]), joining(session)),
    ];
  }

  _student() {
    this.standing = make("p");
    return [make("section", {}, make("h2", {}, session.texts.student), this.standing)];
  }

  _teacher() {
    const { texts, code } = session, at = `${location.origin}${this.data.root}?class=${code}`;
    this.counts = make("p", { class: "wl-classroom-counts", role: "status" });
    this.scene = make("p", { class: "wl-classroom-note" });
    this.names = make("p");
    this.note = make("p", { class: "wl-classroom-note", role: "status" });
    const asking = make("div");
    this.card = new Asking(asking, session, () => plotly(this.data.plotly));
    const qr = make("img", { src: `${this.data.qr}?text=${encodeURIComponent(at)}`, alt: fill(texts["qr-alt"], { at }) });
    return [
      make("section", { class: "wl-classroom-board" }, qr, make("div", {},
        make("p", {}, texts["go-to"]), make("p", { class: "wl-classroom-at" }, at.replace(/^https?:\/\//, "")),
        make("p", { class: "wl-classroom-code", "aria-label": [...code].join(" ") }, code), this.counts)),
      make("section", {}, asking),
      make("section", { class: "wl-classroom-rest" }, this.scene, this.#tools(), this.note,
        make("details", {}, make("summary", {}, texts.names), this.names)),
    ];
  }

  #tools() {
    const { texts } = session, say = (text) => { this.note.textContent = text; };
    this.door = button("", async () => say(await session.act("door", { open: !session.state.door })));
    const copy = async () => {
      const link = `${location.origin}${this.data.panel}#teach=${session.code}.${session.key}`;
      await navigator.clipboard?.writeText(link).then(() => say(texts.copied), () => say(link)) ?? say(link);
    };
    const end = button(texts.end, async () => {
      if (end.dataset.sure) say(await session.end());
      else {
        end.dataset.sure = 1;
        end.textContent = texts["end-sure"];
      }
    }, { class: "wl-classroom-quiet", onblur: () => { delete end.dataset.sure; end.textContent = texts.end; } });
    return make("div", { class: "wl-classroom-row" }, this.door, button(texts.csv, async () => say(await session.download())), button(texts.copy, copy), end);
  }

  #count() {
    const { texts, state, trouble } = session;
    this.counts.textContent = trouble || (state ? fill(texts["bar-here"], state) : texts.connecting);
    if (!state) return;
    this.scene.textContent = state.page ? fill(texts.showing, { page: this.data.titles[state.page] ?? state.page }) : texts["showing-none"];
    this.door.textContent = texts[state.door ? "door-close" : "door-open"];
    this.names.textContent = state.nicknames.join(" · ");
    this.card.show(this.tokens);
  }

  remove() {
    session.removeEventListener("change", this.onChange);
    this.host.replaceChildren();
  }
}

const panels = new WeakMap(); // host element -> { panel, generation }

export function mountPanel({ data, parentElement }) {
  const host = parentElement.querySelector(".wl-player"), kept = panels.get(host) ?? { panel: new Panel(host), generation: 0 };
  panels.set(host, kept);
  const generation = ++kept.generation;
  document.documentElement.lang = data.language;
  host.classList.add("wl-classroom-page");
  kept.panel.update(data);
  return () => {
    if (generation !== kept.generation) return;
    kept.panel.remove();
    panels.delete(host);
  };
}
