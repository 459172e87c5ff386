// The numbers of one cell, what is known about its errors, and the way to its scene.

import { make } from "../../player/elements.js";
import { readOut } from "../../player/furniture.js";
import { number } from "../../player/words.js";

const DIGITS = 4;

export class Readout {
  constructor(host) {
    this.list = make("dl", { class: "wl-readouts" });
    this.note = make("p", {});
    this.link = make("a", { target: "_self" });
    host.append(this.list, this.note, this.link);
  }

  tell(cells, data, place) {
    const { texts } = data, cell = cells.at(place);
    readOut(this.list, [
      [data.across.label, number(data.across.values[place[1]], DIGITS)],
      [data.up.label, number(data.up.values[place[0]], DIGITS)],
      [data.figure.label, cell.state === null ? texts.unknown : number(cell.value, DIGITS)],
      [texts.error, number(cell.error, 2)],
    ]);
    this.note.dataset.level = cell.state ?? "";
    const said = cell.note || (cell.state === "green" ? texts.clean : "");
    if (this.note.textContent !== said) this.note.textContent = said;
    this.link.textContent = texts.open;
    this.link.href = address(data, place);
  }

  /** The cell in one sentence, for those who do not see. */
  sentence(cells, data, place) {
    const { value, state, note } = cells.at(place);
    const known = state === null ? data.texts.unknown : number(value, DIGITS);
    const where = `${data.across.label} ${number(data.across.values[place[1]], DIGITS)}, ${data.up.label} ${number(data.up.values[place[0]], DIGITS)}`;
    return `${where}: ${data.figure.label} ${known}. ${note}`;
  }
}

/** The link of a cell's scene in the Lab. */
export function address({ pairs, let: constants, across, up }, [row, column]) {
  const query = new URLSearchParams(pairs), named = { ...constants };
  for (const [{ key, values }, i] of [[across, column], [up, row]]) {
    if (key.startsWith("let:")) named[key.slice(4)] = values[i];
    else query.set(key, values[i]);
  }
  const list = Object.entries(named).map(([name, value]) => `${name}:${value}`);
  if (list.length) query.set("let", list.join(","));
  if (!query.has("v")) query.set("v", "1");
  return `./?${query}`;
}
