// A student's card: the question, the answer, later what all have said.

import { drawResults } from "./charts.js";
import { button, field, fill, make } from "./elements.js";
import { Sketch } from "./sketch.js";

export class Answering {
  constructor(host, session, plotly) {
    Object.assign(this, { host, session, plotly, said: "" });
  }

  /** Bring the card up to date; what is being typed or drawn stays while the question does. */
  show(tokens) {
    const { question } = this.session.state ?? {}, mine = question && this.session.answered(question.number);
    const said = JSON.stringify([question, mine, this.session.lang, tokens.dark]);
    if (said === this.said) return;
    this.said = said;
    this.sketch?.remove();
    this.sketch = null;
    this.host.replaceChildren();
    this.host.parentElement.classList.toggle("wl-classroom-aside", question?.kind === "density" && question.state === "open");
    if (!question) return;
    this.host.append(make("p", { class: "wl-classroom-asked" }, question.text));
    if (question.state === "open") this.#form(question, mine);
    else this.#results(question, mine, tokens);
  }

  #form(question, mine) {
    const { texts } = this.session, note = make("p", { class: "wl-classroom-note", role: "status" }, mine === undefined ? "" : texts.sent);
    const send = async (value) => {
      if (value === undefined) note.textContent = texts[`missing-${question.kind}`];
      else note.textContent = (await this.session.answer(question.number, value)) || texts.sent;
    };
    if (question.kind === "choice") {
      const row = make("div", { class: "wl-classroom-options" });
      question.options.forEach((option, i) => row.append(button(option, () => send(i), { "aria-pressed": String(i === mine) })));
      this.host.append(row, note);
    } else if (question.kind === "number") {
      const input = make("input", { type: "number", step: "any", min: question.lo, max: question.hi, value: mine ?? "" });
      const go = (event) => { event.preventDefault(); send(input.value === "" ? undefined : Number(input.value)); };
      const label = fill(texts["number-between"], { lo: question.lo, hi: question.hi });
      this.host.append(make("form", { class: "wl-classroom-row", onsubmit: go, novalidate: true }, field(label, input), make("button", { class: "wl-classroom-main" }, texts.send)), note);
    } else this.#pad(question, mine, send, note);
  }

  #pad(question, mine, send, note) {
    const { texts } = this.session, home = make("div", { class: "wl-classroom-home" });
    this.sketch = new Sketch(question, home, texts["sketch-label"]);
    if (mine) this.sketch.set(mine);
    const { sketch } = this, over = sketch.element.classList.contains("wl-classroom-over");
    if (over) sketch.element.scrollIntoView({ block: "start" });
    const row = make("div", { class: "wl-classroom-row" },
      button(texts.send, () => send(sketch.empty ? undefined : sketch.heights), { class: "wl-classroom-main" }),
      button(texts.again, () => sketch.set(sketch.heights.map(() => 0))));
    const range = make("p", { class: "wl-classroom-note" }, fill(texts[over ? "sketch-here" : "sketch-pad"], { lo: question.lo, hi: question.hi }));
    this.host.append(range, home, row, note);
  }

  async #results(question, mine, tokens) {
    const { texts } = this.session;
    if (question.state === "closed") {
      this.host.append(make("p", { class: "wl-classroom-note" }, texts.closed));
      return;
    }
    const chart = make("div", { class: "wl-classroom-chart" });
    const count = fill(texts.answers, { count: question.results.count });
    this.host.append(make("p", { class: "wl-classroom-note" }, mine === undefined ? count : `${count} · ${texts.yours}`), chart);
    drawResults(chart, await this.plotly(), question, tokens, texts, mine);
  }

  remove() { this.sketch?.remove(); }
}
