// Entry: mounts players, keeps them alive over Streamlit's repeated calls, moves the clock.

import { receive, follow } from "./clips.js";
import { Clock } from "./clock.js";
import { Composition } from "./composition.js";
import { describe } from "./describe.js";
import { Frames } from "./frames.js";
import { Gaussian } from "./gaussian.js";
import { History } from "./history.js";
import { listen } from "./keyboard.js";
import { Live } from "./live.js";
import { Modes } from "./modes.js";
import { observe } from "./observe.js";
import { Picture } from "./picture.js";
import { hasWalkers, skeleton, showChips } from "./skeleton.js";
import { theme } from "./theme.js";
import { Transport } from "./transport.js";
import { showTrust } from "./trust.js";

const PANEL_EVERY = 4; // frames of the picture for one of the panels
const SPEAK_EVERY = 2000; // milliseconds between two texts for those who do not see

let loading;
function plotly(address) {
  if (!address) return Promise.resolve(window.Plotly); // a page that brings its own
  loading ??= new Promise((done, failed) => {
    const script = Object.assign(document.createElement("script"), { src: address });
    script.onload = () => done(window.Plotly);
    script.onerror = () => failed(new Error(`${address} cannot be loaded`));
    document.head.append(script);
  });
  return loading;
}

class Player {
  constructor(host, library) {
    this.host = host;
    this.parts = skeleton(host);
    this.clock = new Clock();
    this.picture = new Picture(library, this.parts.picture);
    this.composition = new Composition(library, this.parts.composition, this.parts.compositionTitle);
    this.history = new History(library, this.parts.history);
    this.transport = new Transport(this.parts.transport, this.clock, (...args) => this.act(...args));
    this.live = new Live(this);
    this.unlisten = listen(host, (...args) => this.act(...args));
    this.parts.chips.addEventListener("click", (event) => this.choose(event.target.closest("button")));
    this.observer = new ResizeObserver(() => this.resize());
    this.observer.observe(host);
    this.count = 0;
    this.spoken = 0;
  }

  /** A scene mounted by the page. */
  show(scene, send) {
    this.send = send;
    this.live.reset(scene);
    this.take(scene);
  }

  /** The old scene plays on until the clip of the new one is here. */
  take(scene) {
    this.unfollow?.();
    if (scene.kind === "gaussian") {
      this.adopt(scene, new Gaussian(scene));
      return;
    }
    const frames = scene.kind === "frames" ? new Frames(scene) : null;
    let adopted = false;
    this.unfollow = follow(scene.clip, (part) => {
      frames?.take(part);
      if (part.report) scene.report = part.report; // parts need not arrive in order
      if (!adopted && (!frames || frames.list[0])) {
        adopted = true;
        this.adopt(scene, frames ?? Modes.from(scene, part.states));
      } else if (adopted && part.report) showTrust(this.parts.trust, scene.report, scene.texts);
    });
  }

  adopt(scene, dynamics) {
    const before = this.scene;
    const keepPlace = before && isSameRun(before, scene);
    this.scene = scene;
    this.live.watch(scene);
    this.dynamics = dynamics;
    this.view = { ...scene.view };
    this.clock.speed = this.view.speed;
    this.clock.start(scene.duration, scene.frames, keepPlace);
    this.redress();
  }

  /** Draws everything anew: a new scene, other curves, another theme. */
  redress() {
    const { scene } = this;
    this.dressing = (this.dressing ?? Promise.resolve()).then(async () => {
      if (!this.host.isConnected || scene !== this.scene) return;
      const tokens = theme(this.host);
      await this.picture.set(scene, this.view.show, tokens);
      this.picture.draw(this.stateAt(this.clock.s), this.density());
      this.drawnScene = scene; // the picture is there; the rest may take its time
      this.host.dataset.clip = scene.clip;
      showChips(this.parts, scene, this.view);
      showTrust(this.parts.trust, scene.report, scene.texts);
      this.transport.set(scene);
      await this.composition.set(scene, this.stateAt(this.clock.s), tokens);
      await this.history.set(scene, tokens, (s) => this.stateAt(s));
      this.draw(this.stateAt(this.clock.s), true);
      this.run();
    }).catch((error) => console.error(error));
  }

  stateAt(s) {
    return observe(this.dynamics.at(s), this.scene);
  }

  run() {
    if (this.raf) return;
    let last = performance.now();
    const tick = (now) => {
      this.raf = requestAnimationFrame(tick);
      const moved = this.clock.tick(Math.max(now - last, 0) / 1000, this.dynamics.arrived ?? Infinity);
      last = now;
      if (moved) this.draw(this.stateAt(this.clock.s), this.count % PANEL_EVERY === 0);
      if (moved && !this.clock.playing) this.transport.refresh();
      this.history.grow(this.dynamics.arrived);
    };
    this.raf = requestAnimationFrame(tick);
  }

  draw(state, panels) {
    this.count += 1;
    this.state = state;
    this.picture.draw(state, this.density());
    this.transport.place();
    if (!panels) return;
    this.composition.draw(state);
    this.history.draw(this.clock.s, state);
    if (!this.clock.playing || performance.now() - this.spoken > SPEAK_EVERY) this.speak(state);
  }

  speak(state) {
    this.spoken = performance.now();
    const sentence = describe(state, this.scene, this.clock.s);
    this.parts.picture.setAttribute("aria-label", sentence);
    this.parts.caption.textContent = sentence;
  }

  /** Walkers' density where it has a meaning: imaginary time. */
  density() {
    return hasWalkers(this.scene) ? this.view.density : "born";
  }

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
      speed: () => this.change({ speed: (clock.speed = value) }),
    };
    if (!this.scene) return;
    acts[name]();
    clock.s = Math.min(clock.s, this.dynamics.arrived ?? Infinity);
    this.draw(this.stateAt(clock.s), true);
    this.transport.refresh();
  }

  choose(button) {
    if (!button || button.disabled) return;
    const { curve, density } = button.dataset;
    if (density) this.change({ density: this.view.density === "born" ? "walkers" : "born" });
    else {
      const show = new Set(this.view.show);
      show.has(curve) ? show.delete(curve) : show.add(curve);
      this.change({ show: [...show] });
    }
    this.redress();
  }

  /** A change of view: seen at once, then told to the server for the link. */
  change(view) {
    Object.assign(this.view, view);
    this.send?.("view", { ...this.view });
  }

  resize() {
    cancelAnimationFrame(this.resizing);
    this.resizing = requestAnimationFrame(async () => {
      for (const part of [this.picture, this.composition, this.history]) {
        if (part.element.data && part.element.offsetWidth) await part.resize();
      }
      if (this.state) this.draw(this.state, true);
    });
  }

  remove() {
    cancelAnimationFrame(this.raf);
    this.unfollow?.();
    this.unlisten();
    this.live.remove();
    this.observer.disconnect();
    for (const part of [this.picture, this.composition, this.history]) this.picture.plotly.purge(part.element);
  }
}

/** A packet let loose again on the same landscape is a new run; other changes are not. */
function isSameRun(before, after) {
  const [old, now] = [before, after].map((scene) => JSON.stringify([scene.packet, scene.zeta, scene.kind]));
  return old === now;
}

const players = new WeakMap(); // host element -> { player, generation }

/** Called by Streamlit again and again with new data, and on every change of theme. */
export function mount({ data, parentElement, setStateValue }) {
  const host = parentElement.querySelector(".wl-player");
  const kept = players.get(host) ?? { generation: 0 };
  players.set(host, kept);
  const generation = ++kept.generation;
  plotly(data.plotly).then((library) => {
    if (generation !== kept.generation) return; // overtaken by a newer call or the unmount
    kept.player ??= host.wicklab = new Player(host, library);
    const text = JSON.stringify(data), before = kept.text;
    kept.text = text;
    if (text === before && kept.player.scene) kept.player.redress();
    else kept.player.show(data, setStateValue);
  });
  return () => {
    if (generation !== kept.generation) return;
    kept.generation += 1;
    kept.player?.remove();
    players.delete(host);
  };
}

/** Called with the blob of one clip; see ui/player.py. */
export const deliver = ({ data }) => receive(data);
