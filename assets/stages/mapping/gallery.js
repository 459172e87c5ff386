// Pictures that parameters stand for, side by side on one canvas.

import { pixels } from "./generator.js";

const COLUMNS = 4, ROWS = 3;

export class Gallery {
  constructor(host) {
    this.canvas = document.createElement("canvas");
    this.canvas.className = "wl-mapping-gallery";
    this.canvas.setAttribute("role", "img");
    host.append(this.canvas);
    this.tile = Object.assign(document.createElement("canvas"), { width: pixels, height: pixels });
  }

  /** `list` of { picture, name, color, top }: values from 0 to `top` as opacity of the colour. */
  draw(list, tokens) {
    const { canvas, tile } = this, ratio = window.devicePixelRatio || 1;
    const [width, height] = [canvas.parentElement.clientWidth, canvas.parentElement.clientHeight];
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const label = 16, size = Math.min(width / COLUMNS, height / ROWS - label) - 8;
    pen.font = `11px ${tokens.font}`;
    pen.textAlign = "center";
    pen.imageSmoothingEnabled = false;
    list.slice(0, COLUMNS * ROWS).forEach(({ picture, name, color, top }, i) => {
      const left = (i % COLUMNS) * (width / COLUMNS) + (width / COLUMNS - size) / 2, y = Math.floor(i / COLUMNS) * (height / ROWS) + label;
      this.fill(tile.getContext("2d"), picture, color, top);
      pen.drawImage(tile, left, y, size, size);
      pen.strokeStyle = name ? tokens.line : color;
      pen.strokeRect(left, y, size, size);
      pen.fillStyle = tokens.mute;
      pen.fillText(name ?? "", left + size / 2, y - 4);
    });
  }

  fill(pen, picture, color, top) {
    const image = pen.createImageData(pixels, pixels), [r, g, b] = color.match(/\w\w/g).map((pair) => parseInt(pair, 16));
    for (let i = 0; i < pixels; i++) {
      for (let j = 0; j < pixels; j++) {
        const value = Math.min(1, picture[i * pixels + j] / top);
        image.data.set([r, g, b, Math.round(255 * value)], 4 * ((pixels - 1 - i) * pixels + j));
      }
    }
    pen.putImageData(image, 0, 0);
  }
}
