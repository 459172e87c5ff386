// Streamlit's own sliders answer within a frame.
//
// A slider of the page tells the server, a part of the script runs again, and the page is
// up to date a while later: that settles the link. The picture does not wait for it. This
// module watches the sliders' elements; a Wick angle or a packet is evolved right here, a D
// or a Taylor order is asked from `/solve`, one small request that runs no script. The part
// of the script leaves the scene it settled on in an element of its own, and the player
// shows exactly that in the end, whether it understood the sliders or not.

import { ask, query } from "../../player/ask.js";
import { Gaussian } from "../../player/gaussian.js";
import { Modes } from "../../player/modes.js";

const FIELD = /st-key-lab-(wick|D|x0|sigma|px|order|about)(\s|$)/;
const HERE = ["wick", "x0", "sigma", "px"]; // what the browser can evolve by itself
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

export class Live {
  constructor(player) {
    this.player = player;
    this.changes = {};
    this.resolution = {};
    this.observer = new MutationObserver((records) => this.notice(records));
  }

  /** A scene that the page shows; watches the sidebar, which Streamlit may build anew. */
  watch(scene) {
    this.scene = scene;
    const sidebar = document.querySelector('[data-testid="stSidebar"]');
    if (!sidebar || sidebar === this.sidebar) return;
    this.sidebar = sidebar;
    this.observer.disconnect();
    this.observer.observe(sidebar, {
      subtree: true, childList: true, attributes: true, attributeFilter: ["aria-valuetext", "value", "data-scene"],
    });
  }

  /** A scene mounted by the page itself: nothing is wished beyond it. */
  reset(scene) {
    this.asking?.abort();
    this.wanted = this.asked = null;
    this.settled = scene.name;
  }

  notice(records) {
    for (const { target, type } of records) {
      if (type === "attributes" && target.tagName === "INPUT") this.read(target);
    }
    if (Object.keys(this.changes).length) {
      cancelAnimationFrame(this.raf);
      this.raf = requestAnimationFrame(() => this.apply());
    }
    this.settle();
  }

  read(input) {
    const field = input.closest('[class*="st-key-lab-"]')?.className.match(FIELD)?.[1];
    if (!field || !this.scene) return;
    const value = reading(field, input);
    this.resolution[field] = resolution(field, input);
    if (Number.isNaN(value) || this.isSame(field, value, (this.wanted ?? wishes(this.scene))[field])) return;
    this.changes[field] = value;
  }

  isSame(field, a, b) {
    if (a === null || b === null) return a === b;
    return Math.abs(a - b) <= (this.resolution[field] ?? 0);
  }

  apply() {
    const { scene, changes } = this;
    this.changes = {};
    if (scene.kind === "frames") return;
    this.wanted = { ...(this.wanted ?? wishes(scene)), ...changes };
    this.since = performance.now();
    this.asked = null;
    const fields = Object.keys(changes);
    if (fields.every((field) => HERE.includes(field)) && this.knowsHamiltonian(fields)) this.evolve();
    else {
      this.asked = this.wanted;
      this.ask(this.wish());
    }
  }

  knowsHamiltonian(fields) {
    const { scene } = this;
    const expansionMoves = fields.includes("x0") && scene.order !== null && !("about" in scene.link);
    const mayEnd = scene.kind === "gaussian" && scene.quadratic.curvature < 0;
    return !expansionMoves && !mayEnd && !this.asking;
  }

  evolve() {
    const { wick, x0, sigma, px } = this.wanted;
    const ratio = sigma / this.scene.packet.width;
    const view = this.scene.window;
    const window = { ...view, density_scale: view.density_scale * ratio, wave_scale: view.wave_scale * Math.sqrt(ratio) };
    const scene = { ...this.scene, wick, window, packet: { centre: x0, width: sigma, momentum: px } };
    const { dynamics } = this.player;
    this.player.adopt(scene, scene.kind === "gaussian" ? new Gaussian(scene) : Modes.of(scene, dynamics.states));
  }

  /** The scene string of what the sliders say. */
  wish() {
    const { wick, D, x0, sigma, px, order, about } = this.wanted;
    const link = { ...this.scene.link, wick, D, x0, sigma, px, order: order ?? "exact" };
    if ("about" in this.scene.link && order !== null) link.about = about;
    return query(link);
  }

  /** Shows what the page has settled on, once that is what the sliders say. */
  settle() {
    clearTimeout(this.later);
    const mark = this.sidebar.querySelector(".wl-scene");
    if (!mark || mark.dataset.scene === this.settled) return;
    const said = JSON.parse(mark.dataset.numbers);
    const waiting = this.wanted && performance.now() - this.since < PATIENCE
      && Object.entries(said).some(([field, value]) => !this.isSame(field, value, this.wanted[field]));
    if (waiting) this.later = setTimeout(() => this.settle(), PATIENCE);
    else {
      this.settled = mark.dataset.scene;
      const onItsWay = this.asked && Object.entries(said).every(([field, value]) => this.isSame(field, value, this.asked[field]));
      if (!onItsWay) this.ask(this.settled);
    }
  }

  /** A scene straight from the solver; a newer question ends an older one. */
  async ask(text) {
    this.asking?.abort();
    const asking = (this.asking = new AbortController());
    const { solve, lang } = this.scene;
    try {
      const answer = await ask(text, { solve, lang, held: this.player.scene.clip, signal: asking.signal });
      if (!answer || asking !== this.asking) return answer?.drop?.(); // the page says what is wrong
      this.player.take(answer.scene);
      if (answer.drop) this.drop?.();
      this.drop = answer.drop ?? this.drop;
    } catch (error) {
      if (error.name !== "AbortError") console.warn(error); // offline: the picture plays on
    } finally {
      if (asking === this.asking) this.asking = null;
    }
  }

  remove() {
    this.observer.disconnect();
    this.asking?.abort();
    clearTimeout(this.later);
    this.drop?.();
  }
}
