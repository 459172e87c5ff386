// The strip of tools beside the picture.

import { ICONS } from "../../player/icons.js";

const TOOLS = ["undo", "redo", "running", "draw", "beside"];

export class Tools {
  constructor(stage, host) {
    Object.assign(this, { stage, host });
    host.replaceChildren(...TOOLS.map((name) => {
      const button = Object.assign(document.createElement("button"), { type: "button", innerHTML: ICONS[name] });
      button.dataset.tool = name;
      return button;
    }));
    host.addEventListener("click", (event) => this.use(event.target.closest("button")?.dataset.tool));
    this.onKey = (event) => this.press(event);
    document.addEventListener("keydown", this.onKey);
  }

  use(name) {
    const { stage } = this, { live } = stage;
    if (!name || !stage.scene) return;
    if (name === "undo") live.go(live.undo.back());
    if (name === "redo") live.go(live.undo.forth());
    if (name === "running") live.keepRunning = !live.keepRunning;
    if (name === "draw") stage.drawing.toggle();
    if (name === "beside") stage.beside.toggle();
    this.refresh();
  }

  /** Ctrl+Z and Ctrl+Shift+Z, but not in a field somebody types in. */
  press(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.key.toLowerCase() !== "z") return;
    if (event.target.closest?.("input:not([type=range]), textarea, [contenteditable=true]")) return;
    event.preventDefault();
    this.use(event.shiftKey ? "redo" : "undo");
  }

  set({ texts }) {
    this.host.setAttribute("aria-label", texts.tools);
    for (const button of this.host.children) {
      button.title = texts[`tool-${button.dataset.tool}`];
      button.setAttribute("aria-label", button.title);
    }
    this.refresh();
  }

  refresh() {
    const { live, drawing, beside } = this.stage;
    const pressed = { running: live.keepRunning, draw: drawing.active, beside: beside.active };
    const usable = { undo: live.undo.canUndo, redo: live.undo.canRedo, beside: beside.possible, draw: drawing.possible };
    for (const button of this.host.children) {
      const { tool } = button.dataset;
      if (tool in pressed) button.setAttribute("aria-pressed", String(!!pressed[tool]));
      button.disabled = usable[tool] === false;
    }
  }

  remove() {
    document.removeEventListener("keydown", this.onKey);
  }
}
