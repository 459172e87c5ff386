// A field to draw data on: strokes as the link holds them (solvers/diffusion/datasets.py).

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
const LONGEST = 396, MOST_STROKES = 9;
const APART = 3; // sixty-fourths of the field between two corners of a stroke

export class Pad {
  constructor(host, onDraw) {
    Object.assign(this, { host, onDraw, strokes: [] });
    host.classList.add("wl-inference-pad");
    host.innerHTML = '<canvas width="256" height="256" role="img"></canvas><button type="button"></button>';
    [this.canvas, this.clear] = host.children;
    this.canvas.addEventListener("pointerdown", (event) => this.begin(event));
    this.clear.addEventListener("click", () => this.wipe());
  }

  set(text, texts, tokens) {
    this.tokens = tokens;
    this.clear.textContent = texts["pad-clear"];
    this.canvas.setAttribute("aria-label", texts["pad"]);
    if (!this.held && !this.wiped) this.strokes = text.split(".").map((stroke) => [...stroke.matchAll(/../g)].map(([pair]) => [...pair].map((digit) => DIGITS.indexOf(digit))));
    this.paint();
  }

  wipe() {
    this.strokes = [];
    this.wiped = true;
    this.paint();
  }

  place({ clientX, clientY }) {
    const box = this.canvas.getBoundingClientRect();
    const along = (value, size) => Math.round(63 * Math.min(Math.max(value / size, 0), 1));
    return [along(clientX - box.left, box.width), 63 - along(clientY - box.top, box.height)];
  }

  begin(event) {
    event.preventDefault();
    if (this.strokes.length >= MOST_STROKES) return;
    const { canvas } = this, stroke = [this.place(event)];
    this.strokes.push(stroke);
    this.held = true;
    canvas.setPointerCapture(event.pointerId);
    const move = (next) => {
      const [x, y] = this.place(next), [px, py] = stroke.at(-1);
      if (Math.hypot(x - px, y - py) < APART || this.text().length + 2 > LONGEST) return;
      stroke.push([x, y]);
      this.paint();
    };
    canvas.addEventListener("pointermove", move);
    canvas.addEventListener("lostpointercapture", () => {
      canvas.removeEventListener("pointermove", move);
      this.held = this.wiped = false;
      this.paint();
      this.onDraw(this.text());
    }, { once: true });
    this.paint();
  }

  text() {
    return this.strokes.map((stroke) => stroke.map(([x, y]) => DIGITS[x] + DIGITS[y]).join("")).join(".");
  }

  paint() {
    const pen = this.canvas.getContext("2d");
    pen.clearRect(0, 0, 256, 256);
    pen.strokeStyle = pen.fillStyle = this.tokens?.density ?? "#888";
    pen.lineWidth = 5;
    pen.lineCap = pen.lineJoin = "round";
    for (const stroke of this.strokes) {
      pen.beginPath();
      stroke.forEach(([x, y], i) => pen[i ? "lineTo" : "moveTo"](4 * x + 2, 254 - 4 * y));
      if (stroke.length === 1) pen.arc(4 * stroke[0][0] + 2, 254 - 4 * stroke[0][1], 1, 0, 7);
      pen.stroke();
    }
  }
}
