// Streamlit's own sliders answer within a frame.
//
// A slider of the page tells the server, a part of the script runs again, and the page is
// up to date a while later: that settles the link. The picture does not wait for it. This
// module watches the sliders' elements and lets `live.js` show what they say. The part of
// the script leaves the scene it settled on in an element of its own, and the stage shows
// exactly that in the end, whether it understood the sliders or not.

import { query } from "../../player/ask.js";

const FIELD = /st-key-lab-(wick|D|x0|sigma|px|order|about)(\s|$)/;
const PACKET = ["x0", "sigma", "px"];
const PATIENCE = 3000; // milliseconds for which the page may still say an older wish

/** Value of a slider; sliders over a list of stops say it in words only. */
function reading(field, input) {
  if (field !== "D" && field !== "order") return Number(input.value);
  const value = parseFloat(input.getAttribute("aria-valuetext"));
  return field === "order" && Number.isNaN(value) ? null : value;
}

/** Smallest difference that is a wish: a slider shows a link's 0.419 as 0.42 when it steps by 0.005. */
function resolution(field, input) {
  if (field === "order") return 0;
  return field === "D" ? 0.004 * Number(parseFloat(input.getAttribute("aria-valuetext"))) : Number(input.step) / 2;
}

/** What the sliders say of a scene. */
function wishes(scene) {
  const { centre, width, momentum } = scene.packet;
  return { wick: scene.wick, D: scene.D, x0: centre, sigma: width, px: momentum, order: scene.order, about: scene.about };
}

export class Sliders {
  constructor(stage) {
    Object.assign(this, { stage, changes: {}, resolution: {} });
    this.observer = new MutationObserver((records) => this.notice(records));
  }

  /** Watches the sidebar, which Streamlit may build anew. */
  watch() {
    const sidebar = document.querySelector('[data-testid="stSidebar"]');
    if (!sidebar || sidebar === this.sidebar) return;
    this.sidebar = sidebar;
    sidebar.addEventListener("focusin", () => this.lookAhead());
    this.observer.disconnect();
    this.observer.observe(sidebar, {
      subtree: true, childList: true, attributes: true, attributeFilter: ["aria-valuetext", "value", "data-scene"],
    });
  }

  /** A scene mounted by the page itself: nothing is wished beyond it. */
  reset(scene) {
    this.wanted = this.asked = null;
    this.settled = scene.name;
  }

  notice(records) {
    let isInHand = false; // else the page may bring a new scene in the same frame
    for (const { target, type } of records) {
      if (type !== "attributes" || target.tagName !== "INPUT") continue;
      this.read(target);
      isInHand ||= target === document.activeElement;
    }
    if (Object.keys(this.changes).length) {
      cancelAnimationFrame(this.raf);
      if (isInHand) this.apply();
      else this.raf = requestAnimationFrame(() => this.apply());
    }
    this.settle();
  }

  read(input) {
    const field = input.closest('[class*="st-key-lab-"]')?.className.match(FIELD)?.[1];
    const { scene, live } = this.stage;
    if (!field || !scene) return;
    // While the chart is ahead of the page, a slider that nobody touches says what was.
    if ((live.busy || live.ahead) && document.activeElement !== input) return;
    const value = reading(field, input);
    this.resolution[field] = resolution(field, input);
    if (Number.isNaN(value) || this.isSame(field, value, wishes(scene)[field])) return;
    this.changes[field] = value;
  }

  isSame(field, a, b) {
    if (a === null || b === null) return a === b;
    return Math.abs(a - b) <= (this.resolution[field] ?? 0);
  }

  isSameWish(wish, other) {
    return Object.entries(wish).every(([field, value]) => this.isSame(field, value, other[field]));
  }

  apply() {
    const { stage, changes } = this, { scene, live } = stage;
    this.changes = {};
    if (scene.kind === "frames") return;
    this.wanted = { ...wishes(scene), ...this.wanted, ...changes };
    this.since = performance.now();
    const isAsked = live.asking && this.asked && this.isSameWish(this.wanted, this.asked);
    if (isAsked) return; // the element says a new value more than once
    this.asked = null;
    const fields = Object.keys(changes);
    if (fields.some((field) => PACKET.includes(field))) stage.clock.seek(0);
    const here = { ...changes };
    delete here.D;
    delete here.order;
    if (Object.keys(here).length) live.change(here, { quietly: true });
    if (!fields.includes("D") && !fields.includes("order") && !live.asking) return;
    live.giveUp();
    this.asked = this.wanted;
    this.ask(this.wish(this.wanted));
  }

  /** The scene string of what the sliders say. */
  wish({ D = this.stage.scene.D, order = this.stage.scene.order }) {
    const link = { ...this.stage.scene.link, D, order: order ?? "exact" };
    return query(link);
  }

  /** What the part of the page that ran last has settled on. */
  get mark() {
    const marks = [...(this.sidebar?.querySelectorAll(".wl-lab-scene") ?? [])];
    return marks.sort((one, other) => other.dataset.turn - one.dataset.turn)[0];
  }

  /** Shows what the page has settled on, once that is what the sliders say. */
  settle() {
    clearTimeout(this.later);
    const { live } = this.stage;
    const { mark } = this;
    if (!mark || mark.dataset.scene === this.settled) return;
    if (live.busy || live.ahead) {
      this.later = setTimeout(() => this.settle(), PATIENCE);
      return;
    }
    const said = JSON.parse(mark.dataset.numbers);
    const waiting = this.wanted && performance.now() - this.since < PATIENCE
      && !this.isSameWish(said, this.wanted);
    if (waiting) this.later = setTimeout(() => this.settle(), PATIENCE);
    else {
      this.settled = mark.dataset.scene;
      const onItsWay = this.asked && this.isSameWish(said, this.asked);
      if (!onItsWay) this.ask(this.settled);
      this.lookAhead();
    }
  }

  lookAhead() {
    this.stage.live.foresight.look({ stage: this.stage, mark: this.mark, wish: (value) => this.wish(value) });
  }

  async ask(text) {
    const { live } = this.stage;
    live.giveUp();
    const scene = await live.ask(text);
    if (!scene) return;
    this.stage.take(scene);
    this.lookAhead();
    live.undo.note(scene);
    this.stage.tools.refresh();
  }

  remove() {
    this.observer.disconnect();
    cancelAnimationFrame(this.raf);
    clearTimeout(this.later);
  }
}
