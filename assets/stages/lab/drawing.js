// A landscape drawn by hand: freehand over the picture, then by its control points.

import { decode } from "../../player/clips.js";
import { Handle } from "../../player/handle.js";
import { inside } from "../../player/svg.js";
import { thinned } from "../../player/spline.js";
import { fill, number } from "../../player/words.js";

const FEWEST = 3, MOST = 24, AT_FIRST = 9, FREEHAND = 18;
const CEILING = 3; // heights of the picture above it, where steep walls are cut

export class Drawing {
  constructor(stage) {
    Object.assign(this, { stage, active: false, handles: [] });
    const layer = (this.layer = document.createElement("div"));
    layer.className = "wl-lab-drawing";
    layer.hidden = true;
    layer.innerHTML = '<p class="wl-lab-hint"></p><button type="button"></button>';
    stage.parts.picture.parentElement.append(layer);
    this.canvas = document.createElement("div");
    this.canvas.className = "wl-lab-paper";
    layer.before(this.canvas);
    this.canvas.hidden = true;
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    layer.querySelector("button").addEventListener("click", () => this.restore());
  }

  get possible() {
    const { scene } = this.stage;
    return !!scene && scene.kind !== "frames" && scene.grid.edges === "walls" && !!scene.solve;
  }

  toggle() {
    this.active = !this.active && this.possible;
    this.stage.picture.steadfast = this.active;
    this.layer.hidden = this.canvas.hidden = !this.active;
    this.stage.host.classList.toggle("wl-lab-draws", this.active);
    this.stage.redress();
    this.place();
  }

  /** The points in force: those of the scene, or a few that follow its landscape. */
  get points() {
    const { scene } = this.stage;
    return scene.points.length ? scene.points : this.fitted(decode(scene.zeta), AT_FIRST);
  }

  fitted(zeta, most) {
    const { lo, hi, n } = this.stage.scene.grid, { low, high } = this.stage.picture.scene.window;
    const xs = Float64Array.from({ length: n }, (_, i) => lo + ((i + 0.5) * (hi - lo)) / n);
    xs[0] = lo; // points at the very edges
    xs[n - 1] = hi;
    const ceiling = high + CEILING * (high - low);
    const seen = Float64Array.from(zeta, (value) => Math.min(value, ceiling));
    const list = thinned(xs, seen, { tolerance: 0.004 * (high - low), most, closest: (hi - lo) / 60 });
    return list.map((point) => this.tidy(...point));
  }

  tidy(x, zeta) {
    const { grid } = this.stage.scene, { low, high } = this.stage.picture.scene.window;
    const digits = (range) => Math.max(0, Math.ceil(3 - Math.log10(range)));
    return [Number(x.toFixed(digits(grid.hi - grid.lo))), Number(zeta.toFixed(digits(high - low)))];
  }

  /** Freehand: what is drawn over replaces the landscape there. */
  begin(event) {
    if (event.button) return;
    event.preventDefault();
    const { stage, canvas } = this, { picture, live } = stage;
    const before = Float64Array.from(decode(stage.scene.zeta)), { lo, hi, n } = stage.scene.grid;
    const drawn = Float64Array.from(before);
    let last = null, moved = false;
    const node = (x) => Math.min(Math.max(Math.floor(((x - lo) / (hi - lo)) * n), 0), n - 1);
    const follow = (now) => {
      const [x, zeta] = picture.fromPixels(...inside(picture.element, now));
      const here = [node(x), zeta], from = last ?? here;
      const [a, b] = here[0] < from[0] ? [here, from] : [from, here];
      for (let i = a[0]; i <= b[0]; i++) drawn[i] = a[1] + (b[0] > a[0] ? ((i - a[0]) / (b[0] - a[0])) * (b[1] - a[1]) : 0);
      moved ||= last !== null && here[0] !== last[0];
      last = here;
      if (moved) live.change({ points: this.fitted(drawn, FREEHAND) });
    };
    const end = () => {
      canvas.removeEventListener("pointermove", follow);
      live.release();
      this.place();
    };
    live.hold();
    canvas.setPointerCapture(event.pointerId);
    follow(event);
    canvas.addEventListener("pointermove", follow);
    canvas.addEventListener("lostpointercapture", end, { once: true });
  }

  move(i, x, zeta) {
    const list = this.points.map((point) => [...point]), { lo, hi } = this.stage.scene.grid;
    const gap = (hi - lo) / 100, { low, high } = this.stage.picture.scene.window;
    const left = i ? list[i - 1][0] + gap : lo, right = i < list.length - 1 ? list[i + 1][0] - gap : hi;
    const edge = i === 0 || i === list.length - 1;
    list[i] = this.tidy(edge ? list[i][0] : Math.min(Math.max(x, left), right), Math.min(Math.max(zeta, low - (high - low)), high + CEILING * (high - low)));
    this.stage.live.change({ points: list });
  }

  press(i, event) {
    const list = this.points.map((point) => [...point]);
    if ((event.key === "Delete" || event.key === "Backspace") && list.length > FEWEST && i && i < list.length - 1) list.splice(i, 1);
    else if ((event.key === "+" || event.key === "Insert") && list.length < MOST) {
      const j = Math.min(i, list.length - 2);
      list.splice(j + 1, 0, this.tidy((list[j][0] + list[j + 1][0]) / 2, (list[j][1] + list[j + 1][1]) / 2));
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.stage.live.change({ points: list });
    this.handles[Math.min(i, list.length - 1)]?.mark.focus();
  }

  /** Back to the landscape or formula the drawing replaced. */
  restore() {
    const { live, scene } = this.stage;
    const link = { ...scene.link };
    delete link.points;
    this.toggle();
    live.go({ link });
    this.stage.tools.refresh();
  }

  set({ texts }) {
    this.layer.querySelector("p").textContent = texts["draw-hint"];
    this.layer.querySelector("button").textContent = texts["draw-restore"];
    this.place();
  }

  place() {
    if (this.active && !this.possible) this.toggle();
    const list = this.active ? this.points : [], { picture, scene, live } = this.stage;
    while (this.handles.length > list.length) this.handles.pop().remove();
    while (this.handles.length < list.length) {
      const i = this.handles.length;
      const handle = new Handle(picture, { label: "", moves: "xy", kind: "wl-lab-point", onMove: (x, y) => this.move(i, x, y), onEnd: () => handle.grabbed && ((handle.grabbed = false), live.release()) });
      handle.mark.addEventListener("pointerdown", () => ((handle.grabbed = true), live.hold()), { capture: true });
      handle.mark.addEventListener("keydown", (event) => this.press(i, event));
      this.handles.push(handle);
    }
    list.forEach(([x, zeta], i) => {
      const { low, high } = picture.scene.window;
      this.handles[i].step = Math.max((scene.grid.hi - scene.grid.lo) / 200, (high - low) / 200);
      this.handles[i].place(x, zeta, `${number(x)}, ${number(zeta)}`);
      this.handles[i].mark.setAttribute("aria-label", fill(scene.texts["draw-point"], { i: i + 1 }));
    });
  }

  remove() {
    for (const handle of this.handles) handle.remove();
  }
}
