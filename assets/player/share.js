// The share sheet: link and QR code, code to embed, files, whom to cite.

import { make } from "./elements.js";
import { Exports } from "./exports.js";
import { copyText, sceneLink } from "./links.js";
import { fill } from "./words.js";

const TABS = ["link", "embed", "export", "cite", "problem"];
const LEVELS = ["full", "transport", "picture"];
const SIZES = ["960x540", "640x360"];

export class Share {
  constructor(stage) {
    this.stage = stage;
    this.dialog = make("dialog", { class: "wl-share" });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    this.dialog.addEventListener("close", () => this.exports?.cancel());
    stage.host.append(this.dialog);
  }

  offer(sharing) {
    this.sharing = sharing;
  }

  async open() {
    const { address, label, lang, loading, unreachable } = this.sharing;
    this.dialog.setAttribute("aria-label", label);
    this.dialog.replaceChildren(make("p", { role: "status" }, loading));
    if (!this.dialog.open) this.dialog.showModal();
    try {
      const answer = await fetch(address + new URL(sceneLink()).search, { headers: { "X-Language": lang } });
      if (!answer.ok) throw new Error(answer.status);
      this.sheet = await answer.json();
    } catch {
      this.dialog.replaceChildren(make("p", { role: "alert" }, unreachable));
      return;
    }
    this.texts = this.sheet.texts;
    this.build();
  }

  /** Title of what is shown: the preset's, else the page's. */
  get title() {
    return this.sheet.preset?.title ?? this.sheet.title;
  }

  /** The shortest link to what is shown. */
  get link() {
    const { preset } = this.sheet;
    return preset ? `${location.origin}${location.pathname}?preset=${preset.name}` : sceneLink();
  }

  build() {
    const { texts } = this;
    this.exports = new Exports(this);
    this.tabs = TABS.map((name) => make("button", { type: "button", role: "tab", id: `wl-tab-${name}`, "aria-controls": `wl-pane-${name}`, onclick: () => this.turn(name) }, texts[`tab-${name}`]));
    const panes = { link: this.linkPane(), embed: this.embedPane(), export: this.exports.pane(), cite: this.citePane(), problem: this.problemPane() };
    this.panes = TABS.map((name) => make("section", { role: "tabpanel", id: `wl-pane-${name}`, "aria-labelledby": `wl-tab-${name}` }, ...panes[name]));
    const list = make("div", { role: "tablist", "aria-label": texts.open, onkeydown: (event) => this.step(event) }, ...this.tabs);
    const close = make("button", { type: "button", class: "wl-close", "aria-label": texts.close, title: texts.close, onclick: () => this.dialog.close() }, "×");
    this.dialog.replaceChildren(make("header", {}, list, close), ...this.panes);
    this.turn(this.turned ?? TABS[0], true);
  }

  turn(name, focus = false) {
    this.turned = name;
    TABS.forEach((tab, i) => {
      this.tabs[i].setAttribute("aria-selected", String(tab === name));
      this.tabs[i].tabIndex = tab === name ? 0 : -1;
      this.panes[i].hidden = tab !== name;
    });
    if (focus) this.tabs[TABS.indexOf(name)].focus();
  }

  step(event) {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.turn(TABS[(TABS.indexOf(this.turned) + by + TABS.length) % TABS.length], true);
  }

  copyButton(read) {
    const { texts } = this, button = make("button", { type: "button" }, texts.copy);
    button.addEventListener("click", async () => {
      await copyText(read());
      button.textContent = texts.copied;
      setTimeout(() => (button.textContent = texts.copy), 2000);
    });
    return button;
  }

  /** A text to be copied under its label. */
  field(label, text, rows = 1) {
    const box = rows > 1 ? make("textarea", { rows, readonly: true, spellcheck: "false" }, text) : make("input", { readonly: true, value: text });
    box.addEventListener("focus", () => box.select());
    return make("div", { class: "wl-field" }, make("label", {}, label, box), this.copyButton(() => box.value));
  }

  linkPane() {
    const { texts, sheet, link } = this, full = sceneLink();
    const pane = [this.field(texts.link, full), make("p", { class: "wl-hint" }, texts["link-hint"])];
    if (sheet.preset) pane.unshift(this.field(fill(texts.preset, { title: sheet.preset.title }), link));
    if (new TextEncoder().encode(link).length > sheet.longest) return [...pane, make("p", {}, texts["qr-too-long"])];
    const code = make("img", { src: `${sheet.qr}?text=${encodeURIComponent(link)}`, alt: texts.qr });
    const board = make("figure", { class: "wl-board" }, code, make("figcaption", {}, link));
    const enlarge = () => board.requestFullscreen().catch(() => window.open(code.src, "_blank", "noopener"));
    return [...pane, make("div", { class: "wl-code" }, board, make("button", { type: "button", onclick: enlarge }, texts["qr-large"]))];
  }

  embedPane() {
    const { texts, sheet } = this;
    const choice = (label, names, say) => make("label", {}, label, make("select", { onchange: () => write() }, ...names.map((name) => make("option", { value: name }, say(name)))));
    const level = choice(texts.level, LEVELS, (name) => texts[`level-${name}`]);
    const size = choice(texts.size, SIZES, (name) => name.replace("x", " × "));
    const code = this.field(texts["embed-code"], "", 5);
    const value = (label) => label.querySelector("select").value;
    const write = () => {
      const [width, height] = value(size).split("x");
      const frame = make("iframe", { src: sceneLink({ embedded: value(level), lang: sheet.lang }), width, height, title: `Wicklab · ${this.title}`, allow: "fullscreen; clipboard-write", loading: "lazy", style: "border:0" });
      code.querySelector("textarea").value = frame.outerHTML;
    };
    level.querySelector("select").value = "transport";
    write();
    const where = sheet.embedders.length ? fill(texts["embed-where"], { origins: sheet.embedders.join(" ") }) : texts["embed-nowhere"];
    return [make("div", { class: "wl-choices" }, level, size), code, make("p", { class: "wl-hint" }, where), make("p", { class: "wl-hint" }, texts["embed-messages"])];
  }

  /** What somebody needs who is to find out what went wrong; it is copied, never sent. */
  problemPane() {
    const { texts, sheet } = this, { version, build } = sheet.server;
    const report = this.stage.host.querySelector(".wl-trust")?.innerText.trim() ?? "";
    const warnings = [...document.querySelectorAll('[data-testid="stAlert"]')].map((box) => box.innerText.trim());
    const lines = [
      sceneLink(),
      `Wicklab ${version} ${build}`.trim(),
      navigator.userAgent,
      `${innerWidth} × ${innerHeight} · ${devicePixelRatio} · ${navigator.language} · ${sheet.lang}`,
      ...warnings,
      report,
    ];
    return [this.field(texts.problem, lines.join("\n"), 9), make("p", { class: "wl-hint" }, texts["problem-hint"])];
  }

  citePane() {
    const { texts, sheet } = this;
    const scene = fill(texts["cite-scene-text"], { title: this.title, link: this.link });
    return [this.field(texts["cite-paper"], texts["cite-text"], 2), this.field("BibTeX", sheet.bibtex, 6), this.field(texts["cite-scene"], scene, 2), make("p", { class: "wl-hint" }, texts["cite-note"])];
  }
}
