// Ground states at several D: small multiples, and any D between them.

import { fill, number } from "../../player/words.js";

export class Scales {
  constructor(host) {
    this.host = host;
  }

  /** `density` holds one ground state a row, D falling. */
  set(data, density) {
    const { D, best, shown } = data.scales;
    Object.assign(this, { data, D, density, shown, n: data.grid.n });
    const key = data.texts["stage-multiple"];
    this.boxes = shown.map((row) => {
      const box = document.createElement("figure");
      const said = fill(key, { D: number(D[row], 2), share: Math.round(100 * best[row]) });
      box.innerHTML = "<canvas role='img'></canvas><figcaption></figcaption>";
      box.querySelector("figcaption").textContent = said;
      box.querySelector("canvas").setAttribute("aria-label", said);
      return box;
    });
    this.host.replaceChildren(...this.boxes);
  }

  /** E₁ - E₀ at every D; null before all have come. */
  get gaps() {
    return this.data.scales.gap;
  }

  dress(zeta, tokens) {
    const [low, high] = this.data.window;
    this.boxes.forEach((box, i) => {
      const canvas = box.querySelector("canvas"), ratio = window.devicePixelRatio || 1;
      const [width, height] = [canvas.clientWidth, canvas.clientHeight];
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      const pen = canvas.getContext("2d");
      pen.setTransform(ratio, 0, 0, ratio, 0, 0);
      const row = this.row(this.shown[i]);
      const peak = Math.max(...row);
      outline(pen, row, width, (value) => height * (1 - 0.85 * (value / peak)));
      pen.lineTo(width, height);
      pen.lineTo(0, height);
      pen.fillStyle = tokens.surrogate;
      pen.globalAlpha = 0.5;
      pen.fill();
      pen.globalAlpha = 1;
      outline(pen, zeta, width, (value) => height * (1 - (value - low) / (high - low)));
      pen.strokeStyle = tokens.land;
      pen.stroke();
    });
  }

  row(index) {
    return this.density.subarray(index * this.n, (index + 1) * this.n);
  }

  /** Where a D stands among the rows, as a number between 0 and the last. */
  place(D) {
    const last = this.D.length - 1;
    const share = Math.log(this.D[0] / D) / Math.log(this.D[0] / this.D[last]);
    return Math.min(Math.max(share * last, 0), last) || 0;
  }

  /** The ground state at a D, between its neighbours. */
  at(D) {
    const place = this.place(D);
    const before = Math.min(Math.floor(place), this.D.length - 2), share = place - before;
    const [a, b] = [this.row(before), this.row(before + 1)];
    return a.map((value, i) => value + share * (b[i] - value));
  }

  /** Marks the multiple next to a D. */
  mark(D) {
    const place = this.place(D);
    const near = this.shown.reduce((best, row, i) => (Math.abs(row - place) < Math.abs(this.shown[best] - place) ? i : best), 0);
    this.boxes.forEach((box, i) => box.classList.toggle("wl-annealing-current", i === near));
  }
}

function outline(pen, values, width, height) {
  pen.beginPath();
  values.forEach((value, i) => pen[i ? "lineTo" : "moveTo"](((i + 0.5) * width) / values.length, height(value)));
}
