// Files of what is shown: pictures and films made here, numbers and pages by the server.

import { make } from "./elements.js";
import { copyText, sceneLink } from "./links.js";
import { filmKind, filmLength, record } from "./recording.js";
import { onPaper, rastered, snapshot } from "./snapshot.js";
import { fill } from "./words.js";
import { worksheet } from "./worksheet.js";

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

export class Exports {
  constructor(share) {
    Object.assign(this, { share, stage: share.stage });
  }

  get sheet() {
    return this.share.sheet;
  }

  get texts() {
    return this.sheet.texts;
  }

  /** Begins the names of files. */
  get name() {
    return `wicklab-${this.sheet.preset?.name ?? this.sheet.page}`;
  }

  /** What stands around an exported picture. */
  get around() {
    return { title: this.share.title, lines: [this.share.link, this.texts.footer] };
  }

  pane() {
    const { texts } = this;
    this.status = make("p", { role: "status", class: "wl-status" });
    this.light = make("input", { type: "checkbox" });
    const rows = [
      this.row("picture", [this.button("png", () => this.png()), this.button("svg", () => this.svg()), make("label", { class: "wl-check" }, this.light, texts.light)]),
      this.row("film", this.filmControls(), fill(texts["film-hint"], { seconds: Math.round(filmLength(this.stage.clock)) })),
    ];
    if (this.sheet.export) {
      rows.push(
        this.row("data", [this.button("csv", () => this.fetched("run.csv")), this.button("npz", () => this.fetched("run.npz"))], texts["data-hint"]),
        this.row("offline", [this.button("html", () => this.fetched("run.html"))]),
        this.row("script", [this.button("python", () => this.python())], texts["python-hint"]),
      );
    }
    rows.push(this.row("paper-sheet", [this.button("worksheet", () => this.paper())], texts["worksheet-hint"]));
    return [...rows, this.status];
  }

  row(label, controls, hint = "") {
    return make("div", { class: "wl-export", role: "group", "aria-label": this.texts[label] }, make("b", {}, this.texts[label]), make("div", {}, ...controls), make("small", {}, hint));
  }

  /** A button that works on something and says how it went. */
  button(name, act) {
    const made = make("button", { type: "button", "data-export": name }, this.texts[name]);
    made.addEventListener("click", async () => {
      if (this.busy) return;
      this.busy = true;
      this.say(this.texts.working);
      try {
        this.say((await act()) ?? "");
      } catch (error) {
        this.say(error.sentence ?? this.texts.unreachable);
        if (!error.sentence) console.warn(error);
      } finally {
        this.busy = false;
      }
    });
    return made;
  }

  say(sentence) {
    this.status.textContent = sentence;
  }

  filmControls() {
    const { texts } = this;
    if (!filmKind()) return [make("span", {}, texts["film-none"])];
    this.bar = make("progress", { max: 1, value: 0, hidden: true, "aria-label": texts.film });
    this.stop = make("button", { type: "button", "data-export": "cancel", hidden: true, onclick: () => this.cancel() }, texts.cancel);
    return [this.button("webm", () => this.film()), this.bar, this.stop];
  }

  cancel() {
    this.recording?.abort();
  }

  saved(blob, ending) {
    const file = `${this.name}.${ending}`;
    save(blob, file);
    return fill(this.texts.saved, { file });
  }

  drawn() {
    const draw = () => snapshot(this.stage, this.around);
    return this.light.checked ? onPaper(this.stage, draw) : draw();
  }

  async png() {
    return this.saved(await rastered(await this.drawn()), "png");
  }

  async svg() {
    return this.saved(new Blob([(await this.drawn()).text], { type: "image/svg+xml" }), "svg");
  }

  async film() {
    const { texts, stage } = this;
    if (stage.arrived < stage.clock.duration) return texts["film-waiting"];
    this.recording = new AbortController();
    this.bar.hidden = this.stop.hidden = false;
    try {
      const progress = (share) => {
        this.bar.value = share;
        this.say(fill(texts["film-progress"], { percent: Math.round(100 * share) }));
      };
      const film = await record(stage, this.around, { progress, signal: this.recording.signal });
      return film ? this.saved(film, "webm") : "";
    } finally {
      this.bar.hidden = this.stop.hidden = true;
    }
  }

  /** A file that the server makes of the scene. */
  async asked(file) {
    const answer = await fetch(`${this.sheet.export}/${file}${new URL(sceneLink()).search}`, { headers: { "X-Language": this.sheet.lang } });
    if (answer.ok) return answer.blob();
    const { sentence } = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(answer.status), { sentence });
  }

  async fetched(file) {
    return this.saved(await this.asked(file), file.split(".")[1]);
  }

  async python() {
    await copyText(await (await this.asked("scene.py")).text());
    return this.texts.copied;
  }

  async paper() {
    const { sheet, share } = this, page = window.open("about:blank"); // in the click: later it would be blocked
    const answer = await fetch(`${sheet.qr}?text=${encodeURIComponent(share.link)}`);
    const text = await worksheet(this.stage, sheet, { link: share.link, qr: answer.ok ? await answer.text() : "", title: share.title });
    if (!page) return this.saved(new Blob([text], { type: "text/html" }), "html");
    page.document.documentElement.lang = sheet.lang;
    page.document.open();
    page.document.write(text);
    page.document.close();
    page.document.querySelector("button").addEventListener("click", () => page.print());
    return "";
  }
}
