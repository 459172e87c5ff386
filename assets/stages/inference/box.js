// A small square picture of a cloud: canvas, a title above, a line of figures below.

export class Box {
  constructor(host, reach) {
    this.element = document.createElement("figure");
    this.element.className = "wl-inference-box";
    this.element.innerHTML = '<figcaption></figcaption><div class="wl-inference-square"><canvas role="img"></canvas></div><p></p>';
    [this.caption, this.square, this.figures] = this.element.children;
    this.canvas = this.element.querySelector("canvas");
    this.reach = reach;
    host.append(this.element);
  }

  say(title, figures = "") {
    if (this.caption.textContent !== title) this.caption.textContent = title;
    if (this.figures.textContent !== figures) this.figures.textContent = figures;
    this.canvas.setAttribute("aria-label", `${title} ${figures}`);
  }

  /** Wipes the canvas, which fills its square whatever that has become. */
  begin() {
    const { canvas, square } = this, ratio = window.devicePixelRatio || 1;
    const size = Math.max(40, Math.min(square.clientWidth, square.clientHeight));
    if (canvas.width !== Math.round(size * ratio)) {
      canvas.width = canvas.height = Math.round(size * ratio);
      canvas.style.width = canvas.style.height = `${size}px`;
    }
    this.size = size;
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, size, size);
    return pen;
  }

  toPixels(x, y) {
    const half = this.size / 2;
    return [half + (half * x) / this.reach, half - (half * y) / this.reach];
  }

  dots(pen, { xs, ys }, { color, radius = 1.3, alpha = 0.8 }) {
    pen.globalAlpha = alpha;
    pen.fillStyle = color;
    pen.beginPath();
    for (let i = 0; i < xs.length; i++) {
      const [left, top] = this.toPixels(xs[i], ys[i]);
      pen.rect(left - radius, top - radius, 2 * radius, 2 * radius);
    }
    pen.fill();
    pen.globalAlpha = 1;
  }

  /** A field of arrows that start on an even grid. */
  arrows(pen, { xs, ys }, { color, alpha = 0.8 }) {
    const side = Math.round(Math.sqrt(xs.length)), gap = (2 * this.reach) / (side - 1);
    pen.globalAlpha = alpha;
    pen.strokeStyle = pen.fillStyle = color;
    pen.lineWidth = 0.8;
    pen.beginPath();
    xs.forEach((dx, i) => {
      const x = -this.reach + gap * (i % side), y = -this.reach + gap * Math.floor(i / side);
      const shrink = Math.min(1, (0.9 * gap) / (Math.hypot(dx, ys[i]) || 1));
      const [left, top] = this.toPixels(x, y), [right, bottom] = this.toPixels(x + dx * shrink, y + ys[i] * shrink);
      pen.moveTo(left, top);
      pen.lineTo(right, bottom);
      pen.rect(right - 0.8, bottom - 0.8, 1.6, 1.6);
    });
    pen.stroke();
    pen.globalAlpha = 1;
  }
}
