// A page's own controls: what they change is seen at once, and told to the server a little later.

import { number } from "./words.js";

const QUIET = 350; // milliseconds without a change after which the link is written
const ANSWER = 4000; // milliseconds after which the server's values count, whatever was asked

/**
 * Knobs as Python describes them (charts/knobs.py): `range` and `log` are sliders, `choice`
 * a row of buttons, `switch` an on and off, `text` a short text. `onChange(values, key)` is called at every move,
 * `onSettle(values)` when it has been quiet for a moment. What was changed stays until the server
 * has taken it over: an answer to something earlier must not turn a knob back.
 */
export class Knobs {
  constructor(host, onChange, onSettle) {
    Object.assign(this, { host, onChange, onSettle, values: {}, changed: new Set() });
    host.classList.add("wl-knobs");
  }

  /** Builds the knobs, or only sets them when they are the same ones; `others` are values without a knob. */
  set(list, others = {}) {
    const kinds = JSON.stringify(list.map(({ value, ...kind }) => kind));
    if (kinds !== this.kinds) {
      this.kinds = kinds;
      const focused = this.host.contains(document.activeElement) ? document.activeElement.dataset.key : null;
      this.host.replaceChildren(...list.map((knob) => BUILD[knob.kind](knob, (value) => this.change(knob.key, value))));
      if (focused) this.host.querySelector(`[data-key="${focused}"]`)?.focus();
    }
    this.given = { ...Object.fromEntries(list.map(({ key, value }) => [key, value])), ...others };
    const taken = !this.waiting && [...this.changed].every((key) => !(key in this.given) || alike(this.given[key], this.values[key]));
    if (taken) this.obey();
    else for (const key of Object.keys(this.given)) this.put(key, this.values[key] ?? this.given[key]);
  }

  /** Shows what the server says. */
  obey() {
    clearTimeout(this.asked);
    this.changed.clear();
    this.values = {};
    for (const [key, value] of Object.entries(this.given)) this.put(key, value);
  }

  /** Shows a value without telling anybody. */
  put(key, value) {
    this.values[key] = value;
    this.host.querySelector(`[data-knob="${key}"]`)?.put(value);
  }

  change(key, value) {
    this.put(key, value);
    this.changed.add(key);
    this.onChange(this.values, key);
    clearTimeout(this.waiting);
    clearTimeout(this.asked);
    this.waiting = setTimeout(() => {
      this.waiting = null;
      this.asked = setTimeout(() => {
        this.obey();
        this.onChange(this.values);
      }, ANSWER);
      this.onSettle({ ...this.values });
    }, QUIET);
  }

  remove() {
    clearTimeout(this.waiting);
    clearTimeout(this.asked);
  }

  /** For a value that was dragged in a chart. */
  turn(key, value) {
    this.change(key, value);
  }
}

/** The same value, but for a last digit that a slider or a link has rounded away, or blanks. */
function alike(one, other) {
  const near = Math.abs(one - other) <= 1e-6 * Math.max(1, Math.abs(one));
  return near || bare(one) === bare(other);
}

const bare = (value) => String(value).replaceAll(/\s/g, "");

function frame(knob, ...parts) {
  const box = document.createElement("div");
  box.className = "wl-knob";
  box.dataset.knob = knob.key;
  const label = document.createElement("label");
  label.htmlFor = `wl-knob-${knob.key}`;
  label.textContent = knob.label;
  if (knob.help) box.title = knob.help;
  box.append(label, ...parts);
  return box;
}

/** A slider; `log` runs over decades. */
function slider(knob, change) {
  const { low, high, step, kind } = knob;
  const toPlace = kind === "log" ? Math.log10 : (value) => value;
  const toValue = kind === "log" ? (place) => Number((10 ** place).toPrecision(3)) : (place) => Number(place.toFixed(6));
  const input = Object.assign(document.createElement("input"), {
    type: "range", id: `wl-knob-${knob.key}`, min: toPlace(low), max: toPlace(high), step: kind === "log" ? 0.02 : step,
  });
  input.dataset.key = knob.key;
  const output = document.createElement("output");
  const box = frame(knob, output, input);
  const say = (value) => `${step % 1 === 0 && kind !== "log" ? value : number(value)}${knob.unit ?? ""}`;
  box.put = (value) => {
    if (document.activeElement !== input || Math.abs(toValue(Number(input.value)) - value) > 1e-9) input.value = toPlace(value);
    output.textContent = say(value);
    input.setAttribute("aria-valuetext", say(value));
  };
  input.addEventListener("input", () => change(toValue(Number(input.value))));
  return box;
}

function choice(knob, change) {
  const row = document.createElement("div");
  row.className = "wl-choice";
  row.setAttribute("role", "group");
  row.setAttribute("aria-label", knob.label);
  const buttons = knob.options.map(({ value, label, help }) => {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label, title: help ?? "" });
    button.dataset.key = `${knob.key}-${value}`;
    button.addEventListener("click", () => change(value));
    return button;
  });
  row.append(...buttons);
  const box = frame(knob, row);
  box.firstChild.removeAttribute("for");
  box.put = (value) => buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(knob.options[i].value === value)));
  return box;
}

function select(knob, change) {
  const list = Object.assign(document.createElement("select"), { id: `wl-knob-${knob.key}` });
  list.dataset.key = knob.key;
  list.append(...knob.options.map(({ value, label }) => new Option(label, value)));
  list.addEventListener("change", () => change(knob.options[list.selectedIndex].value));
  const box = frame(knob, list);
  box.put = (value) => (list.selectedIndex = knob.options.findIndex((option) => option.value === value));
  return box;
}

function toggle(knob, change) {
  const input = Object.assign(document.createElement("input"), { type: "checkbox", id: `wl-knob-${knob.key}` });
  input.dataset.key = knob.key;
  input.addEventListener("change", () => change(input.checked));
  const box = frame(knob, input);
  box.classList.add("wl-toggle");
  box.put = (value) => (input.checked = value);
  return box;
}

/** A short text, taken over when it is finished. */
function text(knob, change) {
  const input = Object.assign(document.createElement("input"), { type: "text", id: `wl-knob-${knob.key}`, maxLength: knob.longest });
  input.dataset.key = knob.key;
  input.addEventListener("change", () => change(input.value));
  const box = frame(knob, input);
  box.put = (value) => document.activeElement !== input && (input.value = value);
  return box;
}

const BUILD = { range: slider, log: slider, choice, select, switch: toggle, text };
