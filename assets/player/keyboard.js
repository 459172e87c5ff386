// Keys of the player: on it, and on the page where nothing else wants them.

const ACTS = { " ": "toggle", ArrowLeft: "back", ArrowRight: "forward", Home: "start", End: "end" };
const COARSE = 10; // frames of a step with Shift
const TYPING = "input, textarea, select, [contenteditable=true], [role=slider], [role=combobox], [role=radio], [role=option]";

/** Listens until the returned function is called. */
export function listen(host, act) {
  const onKey = (event) => {
    const name = ACTS[event.key];
    if (!name || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (document.querySelector("dialog[open]")) return;
    const mine = host.contains(target) || target === document.body;
    const native = event.key === " " ? target.closest?.("button, summary, a") : null;
    if (!mine || native || target.closest?.(TYPING)) return;
    event.preventDefault();
    act(name, event.shiftKey && event.key.startsWith("Arrow") ? COARSE : undefined);
  };
  document.addEventListener("keydown", onKey);
  return () => document.removeEventListener("keydown", onKey);
}
