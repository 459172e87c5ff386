// The teacher's card: ask, watch the answers come, close, reveal.

import { drawResults } from "./charts.js";
import { button, field, fill, make } from "./elements.js";
import { ground } from "./sketch.js";

const KINDS = ["choice", "number", "density"];

export class Asking {
  constructor(host, session, plotly) {
    Object.assign(this, { host, session, plotly, said: "", kind: "choice" });
  }

  show(tokens) {
    const { question } = this.session.state ?? {};
    const said = JSON.stringify([question?.number, question?.state, this.session.lang, tokens.dark]);
    this.tokens = tokens;
    if (said !== this.said) {
      this.said = said;
      this.host.replaceChildren();
      if (question) this.#running(question);
      else this.#form();
    }
    if (question) this.#count(question);
  }

  #form() {
    const { texts } = this.session, kinds = make("div", { class: "wl-classroom-kinds", role: "group", "aria-label": texts.kind });
    for (const kind of KINDS) {
      const choose = () => { this.kind = kind; this.said = ""; this.show(this.tokens); };
      kinds.append(button(texts[`kind-${kind}`], choose, { "aria-pressed": String(kind === this.kind) }));
    }
    this.note = make("p", { class: "wl-classroom-note", role: "status" });
    const text = make("input", { type: "text", maxlength: 300, value: this.text ?? "", placeholder: texts[`example-${this.kind}`], oninput: () => { this.text = text.value; } });
    const parts = this.kind === "choice" ? this.#options() : this.#range();
    const go = async (event) => {
      event.preventDefault();
      const body = { kind: this.kind, text: text.value.trim() || text.placeholder, ...parts.read() };
      this.note.textContent = await this.session.act("ask", body);
      if (!this.note.textContent) this.text = "";
    };
    const submit = make("button", { class: "wl-classroom-main" }, texts.ask);
    this.host.append(kinds, make("form", { onsubmit: go, novalidate: true }, field(texts.question, text), ...parts.elements, submit), this.note);
  }

  #options() {
    const { texts } = this.session;
    const area = make("textarea", { rows: 3, maxlength: 500, placeholder: texts["example-options"] });
    const read = () => ({ options: (area.value.trim() || area.placeholder).split("\n").map((line) => line.trim()).filter(Boolean) });
    return { elements: [field(texts.options, area)], read };
  }

  #range() {
    const sketch = this.kind === "density", seen = sketch ? ground(this.tokens.land) : null;
    const { lo, hi } = seen ?? { lo: sketch ? -3 : 0, hi: sketch ? 3 : 10 }, { texts } = this.session;
    const [from, to] = [lo, hi].map((value) => make("input", { type: "number", step: "any", value }));
    const read = () => {
      const range = { lo: Number(from.value), hi: Number(to.value) }, same = seen && range.lo === lo && range.hi === hi;
      return same ? seen : range;
    };
    const help = sketch && make("p", { class: "wl-classroom-note" }, texts[seen ? "sketch-picture" : "sketch-none"]);
    return { elements: [make("div", { class: "wl-classroom-row" }, field(texts.from, from), field(texts.to, to)), ...(help ? [help] : [])], read };
  }

  #running(question) {
    const { texts } = this.session, act = (name) => async () => { this.note.textContent = await this.session.act(name); };
    this.note = make("p", { class: "wl-classroom-note", role: "status" });
    this.answers = make("b");
    this.chart = make("div", { class: "wl-classroom-chart" });
    const row = make("div", { class: "wl-classroom-row" },
      question.state === "open" && button(texts.close, act("close")),
      question.state !== "revealed" && button(texts.reveal, act("reveal"), { class: "wl-classroom-main" }),
      button(texts.clear, act("clear")));
    const state = make("span", { class: "wl-classroom-note" }, texts[`state-${question.state}`]);
    this.host.append(make("p", { class: "wl-classroom-asked" }, question.text), make("p", {}, this.answers, " · ", state), this.chart, row, this.note);
  }

  async #count(question) {
    const { texts, state } = this.session, { results } = question, { chart, tokens } = this;
    this.answers.textContent = fill(texts["answers-of"], { count: results.count, joined: state.joined });
    const drawn = JSON.stringify([results, tokens]);
    if (chart.drawn === drawn) return;
    chart.drawn = drawn;
    drawResults(chart, await this.plotly(), question, tokens, texts);
  }

  remove() {}
}
