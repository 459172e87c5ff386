// The form that lets a student in.

import { field, make } from "./elements.js";
import { plainCode } from "./session.js";

/** Code, unless the address has it already, and nickname. */
export function joining(session) {
  const { texts, invited } = session, note = make("p", { class: "wl-classroom-note", role: "alert" });
  const code = make("input", { type: "text", value: invited, maxlength: 12, autocomplete: "off", autocapitalize: "characters", spellcheck: "false", class: "wl-classroom-typed" });
  const name = make("input", { type: "text", maxlength: 24, autocomplete: "off" });
  const go = async (event) => {
    event.preventDefault();
    note.textContent = await session.join(invited || plainCode(code.value) || "-", name.value);
  };
  return make("form", { class: "wl-classroom-join", onsubmit: go, novalidate: true },
    invited ? null : field(texts.code, code), field(texts.nickname, name),
    make("button", { class: "wl-classroom-main" }, texts.join), make("p", { class: "wl-classroom-note" }, texts.privacy), note);
}
