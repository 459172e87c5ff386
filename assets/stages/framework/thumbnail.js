// A small picture without axes on a canvas.

export class Thumbnail {
  constructor(canvas) {
    this.canvas = canvas;
    this.pen = canvas.getContext("2d");
  }

  /** Wipes it; what is drawn next is in these units. */
  begin(left, right, bottom, top) {
    const { canvas, pen } = this, ratio = window.devicePixelRatio || 1;
    const width = canvas.clientWidth, height = canvas.clientHeight;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    pen.lineJoin = "round";
    this.x = (x) => (width * (x - left)) / (right - left);
    this.y = (y) => height * (1 - (y - bottom) / (top - bottom));
    this.floor = this.y(Math.max(bottom, 0));
  }

  trace(xs, ys) {
    this.pen.beginPath();
    for (let i = 0; i < xs.length; i++) this.pen[i ? "lineTo" : "moveTo"](this.x(xs[i]), this.y(ys[i]));
  }

  line(xs, ys, color, width, dash = []) {
    this.trace(xs, ys);
    Object.assign(this.pen, { strokeStyle: color, lineWidth: width });
    this.pen.setLineDash(dash);
    this.pen.stroke();
    this.pen.setLineDash([]);
  }

  /** Down to the height 0. */
  area(xs, ys, color) {
    this.trace(xs, ys);
    this.pen.lineTo(this.x(xs.at(-1)), this.floor);
    this.pen.lineTo(this.x(xs[0]), this.floor);
    this.pen.fillStyle = color;
    this.pen.fill();
  }

  dot(x, y, color) {
    this.pen.beginPath();
    this.pen.arc(this.x(x), this.y(y), 4.5, 0, 2 * Math.PI);
    this.pen.fillStyle = color;
    this.pen.fill();
  }
}
