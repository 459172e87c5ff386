// The limit of infinitely many walkers: a density where the searches have particles.

import { Arena, picture } from "./arena.js";

export class Wave extends Arena {
  take(part) {
    const { density, at, n, mean } = part;
    Object.assign(this, { density, at, n, mean, frames: new Map() });
  }

  dress(landscape, tokens, color) {
    super.dress(landscape, tokens, color);
    this.frames = new Map();
  }

  draw(spent) {
    if (!this.landscape || !this.width || !this.at) return;
    let row = 0;
    while (row + 1 < this.at.length && this.at[row + 1] <= spent) row += 1;
    const size = this.n ** this.landscape.dimension;
    const values = this.density.subarray(row * size, (row + 1) * size);
    const pen = this.pen();
    if (this.landscape.dimension === 2) this.drawPlane(pen, row, values);
    else this.drawCurve(pen, values);
  }

  drawPlane(pen, row, values) {
    if (!this.frames.has(row)) {
      this.frames.set(row, picture(values, this.n, this.tokens.panel, this.color, (value) => value));
    }
    pen.drawImage(this.frames.get(row), 0, 0, this.width, this.height);
  }

  drawCurve(pen, values) {
    const { width, height, n } = this;
    pen.beginPath();
    pen.moveTo(0, height);
    for (let i = 0; i < n; i++) pen.lineTo(((i + 0.5) * width) / n, height - (values[i] / 255) * 0.8 * height);
    pen.lineTo(width, height);
    pen.fillStyle = this.color;
    pen.globalAlpha = 0.35;
    pen.fill();
    pen.globalAlpha = 1;
    pen.strokeStyle = this.color;
    pen.lineWidth = 1.6;
    pen.stroke();
  }
}
