// The bar under the picture: play, step, scrub, speed, loop.

import { make } from "./elements.js";
import { ICONS } from "./icons.js";
import { fill, number, timeName } from "./words.js";

export const SPEEDS = [0.25, 0.5, 1, 2, 4];
const FINE = 1000;

export class Transport {
  constructor(host, clock, act) {
    Object.assign(this, { host, clock, act });
    host.innerHTML = `
      <button type="button" data-act="start">${ICONS.start}</button>
      <button type="button" data-act="back">${ICONS.back}</button>
      <button type="button" data-act="toggle" class="wl-main"></button>
      <button type="button" data-act="forward">${ICONS.forward}</button>
      <input type="range" min="0" max="${FINE}" step="1" value="0">
      <output></output>
      <label class="wl-speed"><span></span><select></select></label>
      <button type="button" data-act="loop">${ICONS.loop}</button>
      <button type="button" data-act="help" aria-haspopup="dialog">${ICONS.help}</button>`;
    this.scrub = host.querySelector("input");
    this.readout = host.querySelector("output");
    this.select = host.querySelector("select");
    host.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) act(button.dataset.act);
    });
    this.scrub.addEventListener("input", () => act("seek", (this.scrub.value / FINE) * clock.duration));
    this.select.addEventListener("change", () => act("speed", Number(this.select.value)));
  }

  /** Words of a scene's language. */
  set(scene) {
    this.scene = scene;
    const { texts } = scene;
    for (const button of this.host.querySelectorAll("button")) if (button !== this.sheet) this.name(button, texts[`act-${button.dataset.act}`]);
    this.scrub.setAttribute("aria-label", texts["act-seek"]);
    this.host.querySelector(".wl-speed span").textContent = texts["act-speed"];
    const speeds = [...new Set([...SPEEDS, this.clock.speed])].sort((a, b) => a - b);
    this.select.replaceChildren(...speeds.map((speed) => new Option(`${speed}×`, speed, false, speed === this.clock.speed)));
    this.refresh();
  }

  /** The button of the share sheet: a page that plays offline has none. */
  offer(label) {
    this.sheet ??= make("button", { type: "button", "data-act": "share", "aria-haspopup": "dialog" });
    this.sheet.innerHTML = ICONS.share;
    if (!this.sheet.isConnected) this.host.append(this.sheet);
    this.name(this.sheet, label);
  }

  name(button, text) {
    button.title = text;
    button.setAttribute("aria-label", text);
  }

  refresh() {
    const { clock, scene } = this;
    const playing = clock.playing ? "pause" : "play";
    const main = this.host.querySelector(".wl-main");
    if (main.dataset.icon !== playing) {
      main.dataset.icon = playing;
      main.innerHTML = ICONS[playing];
    }
    this.name(main, scene.texts[`act-${playing}`]);
    const loop = this.host.querySelector('[data-act="loop"]');
    loop.setAttribute("aria-pressed", String(clock.loop));
    this.place();
  }

  place() {
    const { clock, scene } = this;
    this.scrub.value = Math.round((clock.s / clock.duration) * FINE);
    const time = scene.texts[timeName(scene.wick)];
    const digits = Math.max(0, 2 - Math.floor(Math.log10(clock.duration / 10)));
    const now = clock.s.toFixed(Math.min(digits, 4));
    this.readout.textContent = fill(scene.texts.clock, { time, now, end: number(clock.duration) });
    this.scrub.setAttribute("aria-valuetext", `${time} = ${now}`);
  }
}
