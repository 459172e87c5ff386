// A mark on a chart that is dragged by mouse, touch or keyboard.

const FINE = 1, COARSE = 10; // steps of a key, without and with Shift
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * `panel` has `element`, `toPixels` and `fromPixels`; `moves` is "x", "y" or "xy".
 * `onMove(x, y)` is called while the mark moves, `onEnd()` when it is let go; the caller
 * puts the mark where it belongs with `place`, also when a move is not allowed.
 */
export class Handle {
  constructor(panel, { label, moves = "x", step = 0.01, kind = "", onMove, onEnd = () => {} }) {
    Object.assign(this, { panel, moves, step, onMove, onEnd, held: false });
    const mark = (this.mark = document.createElement("button"));
    Object.assign(mark, { type: "button", className: `wl-handle ${kind}` });
    mark.setAttribute("role", "slider");
    this.name(label);
    mark.dataset.moves = moves;
    panel.element.parentElement.append(mark);
    mark.addEventListener("pointerdown", (event) => this.hold(event));
    mark.addEventListener("keydown", (event) => this.press(event));
  }

  /** What it moves, in the language of the page. */
  name(label) {
    this.mark.title = label;
    this.mark.setAttribute("aria-label", label);
  }

  /** To a point in the units of the axes; `text` is what a screen reader says of it. */
  place(x, y, text = String(Number(x.toPrecision(4)))) {
    Object.assign(this, { x, y });
    const [left, top] = this.panel.toPixels(x, y);
    this.mark.style.transform = `translate(${left}px, ${top}px)`;
    if (this.text === text) return;
    this.text = text;
    this.mark.setAttribute("aria-valuetext", text);
    this.mark.setAttribute("aria-valuenow", Number((this.moves === "y" ? y : x).toPrecision(6)));
  }

  show(shown) {
    this.mark.hidden = !shown;
  }

  hold(event) {
    event.preventDefault();
    const { mark, panel } = this;
    const box = panel.element.getBoundingClientRect();
    const [left, top] = panel.toPixels(this.x, this.y);
    const grip = [event.clientX - box.left - left, event.clientY - box.top - top];
    const follow = ({ clientX, clientY }) => {
      const now = panel.element.getBoundingClientRect();
      this.to(...panel.fromPixels(clientX - now.left - grip[0], clientY - now.top - grip[1]));
    };
    const end = () => {
      mark.removeEventListener("pointermove", follow);
      this.held = false;
      this.onEnd();
    };
    this.held = true;
    mark.focus({ preventScroll: true });
    mark.setPointerCapture(event.pointerId);
    mark.addEventListener("pointermove", follow);
    mark.addEventListener("lostpointercapture", end, { once: true });
  }

  press(event) {
    const way = KEYS[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation(); // the arrows of the player step through time
    const size = this.step * (event.shiftKey ? COARSE : FINE);
    const along = this.moves === "xy" ? way : this.moves === "x" ? [way[0] + way[1], 0] : [0, way[0] + way[1]];
    this.to(this.x + along[0] * size, this.y + along[1] * size);
    this.onEnd();
  }

  /** The next key goes on from here, also before the picture has followed. */
  to(x, y) {
    const wish = [this.moves === "y" ? this.x : x, this.moves === "x" ? this.y : y];
    [this.x, this.y] = wish;
    this.onMove(...wish);
  }

  remove() {
    this.mark.remove();
  }
}
