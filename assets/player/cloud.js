// Many points at display rate: a canvas over a chart, in the units of its axes.

export class Cloud {
  constructor(panel) {
    this.panel = panel;
    this.canvas = document.createElement("canvas");
    this.canvas.className = "wl-cloud";
    panel.element.parentElement.append(this.canvas);
  }

  /** Wipes the canvas and cuts it to the area between the axes. */
  begin() {
    const { canvas, panel } = this;
    const { xaxis, yaxis } = panel.element._fullLayout;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [xaxis._length, yaxis._length];
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    canvas.style.left = `${xaxis._offset}px`;
    canvas.style.top = `${yaxis._offset}px`;
    const pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.clearRect(0, 0, width, height);
    return pen;
  }

  /** Points as small discs; called after `begin`, once for each colour. */
  dots(pen, xs, ys, { color, radius = 2.2, alpha = 0.75 }) {
    const { xaxis, yaxis } = this.panel.element._fullLayout;
    const x0 = xaxis.l2p(0), xSlope = xaxis.l2p(1) - x0, y0 = yaxis.l2p(0), ySlope = yaxis.l2p(1) - y0;
    pen.globalAlpha = alpha;
    pen.fillStyle = color;
    pen.beginPath();
    for (let i = 0; i < xs.length; i++) {
      const left = x0 + xSlope * xs[i], top = y0 + ySlope * ys[i];
      pen.moveTo(left + radius, top);
      pen.arc(left, top, radius, 0, 2 * Math.PI);
    }
    pen.fill();
    pen.globalAlpha = 1;
  }

  /** A line through points, for trajectories. */
  path(pen, xs, ys, { color, width = 1, alpha = 0.6 }) {
    const { xaxis, yaxis } = this.panel.element._fullLayout;
    pen.globalAlpha = alpha;
    pen.strokeStyle = color;
    pen.lineWidth = width;
    pen.beginPath();
    for (let i = 0; i < xs.length; i++) pen[i ? "lineTo" : "moveTo"](xaxis.l2p(xs[i]), yaxis.l2p(ys[i]));
    pen.stroke();
    pen.globalAlpha = 1;
  }
}
