// The slim bar under every page: part in a class, its question, the way out and back.

import { plotly } from "../../player/mount.js";
import { theme } from "../../player/theme.js";
import { Answering } from "./answering.js";
import { Asking } from "./asking.js";
import { button, fill, make } from "./elements.js";
import { joining } from "./joining.js";
import { session } from "./session.js";

const PANEL = "classroom"; // the page that shows all this large
const AGAIN = 4000; // ms after which a step that was not answered is asked for again

class Bar {
  constructor(host) {
    this.host = host;
    this.line = make("div", { class: "wl-classroom-line", role: "status" });
    this.drawer = make("div", { class: "wl-classroom-drawer", hidden: true });
    host.append(this.drawer, this.line);
    this.onChange = () => this.show();
    session.addEventListener("change", this.onChange);
    this.timer = setInterval(() => this.tick(), 250);
  }

  update(data, go) {
    Object.assign(this, { data, go });
    session.setUp(data);
    this.show();
  }

  /** The class follows the teacher's address; a student's page follows the class. */
  tick() {
    const { role, state, trouble } = session;
    if (role === "teacher" && session.steering && state) this.#steer(session.here());
    if (role === "student" && state && !trouble) this.#follow(session.here(), state);
    if (location.pathname !== this.where) {
      this.where = location.pathname;
      this.show();
    }
  }

  #steer(here) {
    const said = JSON.stringify(here);
    if (here.page === PANEL || said === this.steered || this.sending) return;
    this.sending = true;
    session.act("scene", here).then((refused) => {
      if (!refused) this.steered = said;
      setTimeout(() => { this.sending = false; }, refused ? 1000 : 0);
    });
  }

  #follow(here, { page, link }) {
    const target = page && JSON.stringify([page, link]);
    if (!target || !session.following) return;
    if (this.arrived === target) {
      if (here.page !== page) this.#follows(false); // walked away by the menu
      return;
    }
    if (this.data.gone === target && here.page === page) {
      this.arrived = target;
      return;
    }
    if (this.asked === target && performance.now() - this.askedAt < AGAIN) return;
    Object.assign(this, { asked: target, askedAt: performance.now() });
    this.go("go", { page, link, target });
  }

  #follows(follows) {
    session.following = follows;
    if (follows) this.arrived = this.asked = null;
    session.tell();
  }

  show() {
    if (!this.data) return;
    const { role, state, invited, trouble } = session;
    this.tokens = theme(this.host);
    const away = role !== "student" && session.here().page === PANEL; // it shows all this large
    this.host.hidden = away || !(role || invited || trouble);
    document.documentElement.classList.toggle("wl-classroom-on", !this.host.hidden);
    if (this.host.hidden) return;
    const kind = role || (invited ? "invited" : "over");
    if (kind !== this.kind) this.#change(kind);
    this.#write(this[`_${kind}`](state));
    this.line.classList.toggle("wl-classroom-alone", role === "student" && !session.following);
    this.card?.show(this.tokens);
    const now = state?.question && `${state.question.number} ${state.question.state}`;
    if (role === "student" && now !== this.now) this.#open(Boolean(now));
    this.now = now;
  }

  /** New words keep the keyboard where it is. */
  #write(parts) {
    const said = parts.map((part) => part.outerHTML).join("");
    if (said === this.written) return;
    this.written = said;
    const at = [...this.line.children].indexOf(document.activeElement);
    this.line.replaceChildren(...parts);
    if (at >= 0) this.line.children[Math.min(at, parts.length - 1)].focus();
  }

  #change(kind) {
    this.kind = kind;
    this.card?.remove();
    this.card = null;
    this.drawer.replaceChildren();
    const Card = { teacher: Asking, student: Answering }[kind];
    if (Card) {
      const inside = make("div");
      this.drawer.append(inside);
      this.card = new Card(inside, session, () => plotly(this.data.plotly));
    }
    if (kind === "invited") this.drawer.append(joining(session));
    this.#open(kind === "invited");
  }

  #open(open) { this.drawer.hidden = !open; }

  #toggle(text) {
    const act = () => { this.#open(this.drawer.hidden); this.show(); };
    return button(text, act, { "aria-expanded": String(!this.drawer.hidden), class: "wl-classroom-main" });
  }

  _teacher(state) {
    const { texts, trouble, code } = session;
    const steers = () => { session.steering = !session.steering; this.steered = null; session.tell(); };
    const asked = state?.question && fill(texts["answers-of"], { count: state.question.results.count, joined: state.joined });
    return [
      make("b", {}, fill(texts["bar-class"], { code })),
      make("span", {}, trouble || (state ? fill(texts["bar-here"], state) : texts.connecting)),
      this.#toggle(asked || texts["bar-ask"]),
      button(texts[session.steering ? "bar-hold" : "bar-steer"], steers, { "aria-pressed": String(!session.steering) }),
      make("a", { href: this.data.panel, target: "_self" }, texts["bar-panel"]),
    ];
  }

  _student(state) {
    const { texts, trouble, code, nickname, following } = session;
    const what = following ? "bar-following" : "bar-alone";
    return [
      make("b", {}, fill(texts["bar-class"], { code })),
      make("span", {}, trouble || (state && !state.page ? texts["bar-waiting"] : fill(texts[what], { nickname }))),
      state?.question && this.#toggle(texts["bar-question"]),
      button(texts[following ? "bar-break" : "bar-back"], () => this.#follows(!following)),
      button(texts["bar-leave"], () => session.forget(), { class: "wl-classroom-quiet" }),
    ].filter(Boolean);
  }

  _invited() {
    const leave = () => { session.invited = ""; session.tell(); };
    return [make("b", {}, fill(session.texts["bar-class"], { code: session.invited })), button(session.texts["bar-not-now"], leave)];
  }

  _over() {
    const close = () => { session.trouble = ""; session.tell(); };
    return [make("span", {}, session.trouble), button(session.texts["bar-ok"], close)];
  }

  remove() {
    clearInterval(this.timer);
    session.removeEventListener("change", this.onChange);
    this.card?.remove();
    this.host.replaceChildren();
    document.documentElement.classList.remove("wl-classroom-on");
  }
}

const bars = new WeakMap(); // host element -> { bar, generation }

/** Called again by Streamlit with new data and on a change of theme: one bar a host. */
export function mountBar({ data, parentElement, setTriggerValue }) {
  const host = parentElement.querySelector(".wl-classroom-bar"), kept = bars.get(host) ?? { bar: new Bar(host), generation: 0 };
  bars.set(host, kept);
  const generation = ++kept.generation;
  kept.bar.update(data, setTriggerValue);
  return () => {
    if (generation !== kept.generation) return;
    kept.bar.remove();
    bars.delete(host);
  };
}
