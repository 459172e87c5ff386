// Help in a dialog: the keys, and how the page is shown. "?" opens it.

import { make } from "./elements.js";
import { isProjected, project } from "./projector.js";

// Keys as they stand on a keyboard, and the text that says what they do.
const KEYS = [
  [["Space"], "space"], [["←", "→"], "step"], [["Shift ←", "Shift →"], "leap"], [["Home", "End"], "ends"],
  [["Tab"], "tab"], [["↑", "↓", "←", "→"], "handle"], [["Ctrl Z", "Ctrl Y"], "undo"], [["?"], "open"], [["Esc"], "close"],
];

export class Help {
  /** `sound` and `tour` belong to stages that have them. */
  constructor(stage) {
    this.stage = stage;
    this.dialog = make("dialog", { class: "wl-help" });
    this.dialog.addEventListener("click", (event) => event.target === this.dialog && this.dialog.close());
    stage.host.append(this.dialog);
    this.listen = (event) => {
      const typing = event.target.closest?.("input:not([type=range]), textarea, select, [contenteditable=true]");
      if (event.key !== "?" || typing || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      this.open();
    };
    document.addEventListener("keydown", this.listen);
  }

  open() {
    const { stage, dialog } = this, { texts } = stage.words, say = (key) => texts[`help-${key}`];
    const close = make("button", { type: "button", class: "wl-close", "aria-label": say("close-button"), title: say("close-button"), onclick: () => dialog.close() }, "×");
    const keys = KEYS.map(([names, key]) => make("div", {}, make("dt", {}, ...names.map((name) => make("kbd", {}, texts[`key-${name.toLowerCase()}`] ?? name))), make("dd", {}, say(key))));
    const shown = [this.switch(say("projector"), isProjected(), project)];
    if (stage.sound) shown.push(this.switch(say("sound"), stage.sound.on, (on) => stage.sound.toggle(on)));
    const tour = make("button", { type: "button", onclick: () => (dialog.close(), stage.tour.start()) }, say("tour"));
    dialog.setAttribute("aria-label", say("title"));
    dialog.replaceChildren(
      make("header", {}, make("h2", {}, say("title")), close),
      make("h3", {}, say("keys")), make("dl", {}, ...keys),
      make("h3", {}, say("display")), ...shown, make("small", {}, say("projector-hint")),
      ...(stage.tour ? [make("p", {}, tour)] : []),
    );
    dialog.showModal();
  }

  switch(label, on, act) {
    const box = make("input", { type: "checkbox", checked: on });
    box.addEventListener("change", () => act(box.checked));
    return make("label", { class: "wl-switch" }, box, label);
  }

  remove() {
    document.removeEventListener("keydown", this.listen);
  }
}
