// What the stages of all pages share: clock, transport, keys, theme, one loop.

import { Clock } from "./clock.js";
import { Help } from "./help.js";
import { listen } from "./keyboard.js";
import { Messages } from "./messages.js";
import { Share } from "./share.js";
import { theme } from "./theme.js";
import { Transport } from "./transport.js";

const HIDDEN = 100; // milliseconds for which a page may draw no frame
const PAUSE = 50; // milliseconds, or three times as long as a picture took: while the page is set up

/**
 * A stage gives `show(data, send)`, which keeps what it needs, calls `this.start(...)` for a
 * new run and then `redress()`; `dress(tokens)`, which lays everything out that does not move;
 * and `draw(settled)`, which draws the moment `this.clock.s`. Charts with `resize` and
 * `element` are listed in `this.charts`; a stage with canvases of its own, whose pixels no chart
 * lays out, says so with `this.canvases`. What ends the following of its clips is
 * `this.unfollow`, one function or several.
 */
export class Stage {
  constructor(host, plotly, furniture) {
    Object.assign(this, { host, plotly, clock: new Clock(), charts: [], drawn: 0 });
    host.innerHTML = furniture;
    host.tabIndex = 0;
    const act = (...args) => this.act(...args);
    this.transport = new Transport(this.find(".wl-transport"), this.clock, act);
    this.unlisten = listen(host, act);
    this.help = new Help(this);
    this.enlarge = () => this.redress();
    document.addEventListener("wicklab-projector", this.enlarge);
    this.observer = new ResizeObserver(([{ contentRect }]) => {
      this.width = contentRect.width; // asked for in between, it would be laid out for
      this.resize();
    });
    this.observer.observe(host);
  }

  find(selector) {
    return this.host.querySelector(selector);
  }

  /** When what has been drawn is on the screen; soon, where nothing is shown. */
  painted() {
    return new Promise((done) => {
      requestAnimationFrame(() => setTimeout(done));
      setTimeout(done, HIDDEN);
    });
  }

  /** Last time that can be shown; a stage whose frames stream says how far they have come. */
  get arrived() {
    return Infinity;
  }

  /** What the page offers beside the picture: the share sheet, and messages where it is embedded. */
  offer(sharing, send) {
    this.share ??= new Share(this);
    this.messages ??= new Messages(this);
    this.share.offer(sharing);
    this.messages.offer(sharing, send);
    this.transport.offer(sharing.label);
  }

  /** Whether the page asks for a prediction before the run may play. */
  get isHeld() {
    return document.getElementsByClassName("wl-hold").length > 0;
  }

  /**
   * Whether a picture may be drawn now: each, but while the page still shows skeletons of its
   * controls only some. Streamlit puts the controls there in what time pictures leave, and began
   * anew with every message of a run: they came when the run had ended.
   */
  isDue(now) {
    const { at, took } = this.last ?? { at: -Infinity, took: 0 };
    return now - at > Math.max(PAUSE, 3 * took) || !document.querySelector("[data-testid=stSkeleton]");
  }

  /** A new run of the clock; `words` are the texts of the transport and the kind of time. */
  start({ duration, frames, keepPlace, words, ease }) {
    this.clock.lock(this.isHeld);
    this.clock.start(duration, frames, keepPlace, ease);
    this.words = words;
  }

  /** Lays everything out anew: a new scene, other curves, another theme. Only the newest wish counts. */
  redress() {
    const wish = (this.wish = (this.wish ?? 0) + 1);
    const turn = (this.dressing ?? Promise.resolve()).then(() => wish === this.wish && this.dressNow());
    this.dressing = turn.catch((error) => console.error(error));
    return this.dressing;
  }

  /** The same once parts or sizes have stopped coming for a moment: they come in bursts. */
  redressSoon(milliseconds = 40) {
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.redress(), milliseconds);
  }

  async dressNow() {
    if (!this.host.isConnected || !this.words) return;
    await this.dress(theme(this.host));
    if (this.removed) return; // meanwhile: it would start to run again
    this.transport.set(this.words);
    this.paint(true);
    this.nameCharts();
    this.host.dataset.ready = "1";
    this.messages?.say("state");
    this.tour?.offer();
    this.run();
  }

  /** A chart that nothing is said about yet is called what stands over it. */
  nameCharts() {
    for (const chart of this.host.querySelectorAll(".wl-plot[role=img]:not([aria-label])")) {
      const title = chart.closest(".wl-card")?.querySelector("h3")?.textContent;
      if (title) chart.setAttribute("aria-label", title);
    }
  }

  run() {
    if (this.raf) return;
    let last = performance.now();
    const tick = (now) => {
      this.raf = requestAnimationFrame(tick);
      const locked = this.clock.lock(this.isHeld);
      const moved = this.clock.tick(Math.max(now - last, 0) / 1000, this.arrived) || locked;
      last = now;
      if (moved && (!this.clock.playing || this.isDue(now))) this.paint(!this.clock.playing);
      if (moved && !this.clock.playing) this.transport.refresh();
      if (moved) this.messages?.watch();
      this.sound?.follow(this.clock.playing);
      this.idle?.();
    };
    this.raf = requestAnimationFrame(tick);
  }

  /** The moment the clock shows; `settled` when it stands still there. */
  paint(settled) {
    const at = performance.now();
    this.drawn += 1;
    this.draw(settled);
    this.transport.place();
    this.last = { at, took: performance.now() - at };
  }

  /** What the bar and the keys ask for. */
  act(name, value) {
    const { clock } = this;
    const acts = {
      toggle: () => clock.toggle(),
      start: () => clock.seek(0),
      end: () => clock.seek(clock.duration),
      back: () => clock.step(-(value ?? 1)),
      forward: () => clock.step(value ?? 1),
      seek: () => clock.seek(value),
      loop: () => (clock.loop = !clock.loop),
      speed: () => (clock.speed = value),
    };
    if (!this.words) return;
    if (name === "share" || name === "help") {
      this[name].open();
      return;
    }
    acts[name]();
    clock.s = Math.min(clock.s, this.arrived);
    this.paint(true);
    this.transport.refresh();
    this.messages?.say("state");
  }

  resize() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(async () => {
      for (const chart of this.charts) {
        if (chart.element.data && chart.element.offsetWidth) await chart.resize();
      }
      if (this.removed) return;
      await this.resized?.(); // marks that a stage has put on its charts
      if (this.drawn) this.paint(true);
    });
    if (this.canvases) this.redressSoon(60);
  }

  remove() {
    this.removed = true;
    cancelAnimationFrame(this.raf);
    cancelAnimationFrame(this.resizing);
    clearTimeout(this.telling);
    for (const end of [this.unfollow ?? []].flat()) end();
    for (const chart of this.charts) chart.remove?.();
    this.unlisten();
    this.messages?.remove();
    this.help.remove();
    this.tour?.remove();
    this.knobs?.remove();
    this.sound?.toggle(false);
    document.removeEventListener("wicklab-projector", this.enlarge);
    this.observer.disconnect();
    // A chart that is being laid out needs what a purge would take away.
    Promise.resolve(this.dressing).then(() => this.charts.forEach(({ element }) => this.plotly.purge(element)));
  }
}
