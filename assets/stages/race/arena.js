// One search on the landscape: its particles, what it evaluated lately, the best so far.

const TRAIL = 80; // evaluations that stay visible
const BANDS = 14; // steps of colour: their edges are the contours
const [PARTICLE, POINT] = [3, 1.5]; // pixels

export class Arena {
  constructor(method, onChoose) {
    this.method = method;
    const box = (this.box = document.createElement("button"));
    box.type = "button";
    box.className = "wl-card wl-race-arena";
    box.dataset.method = method.key;
    box.innerHTML = "<span class='wl-race-arena-head'><b></b><em></em></span><canvas></canvas>";
    this.canvas = box.querySelector("canvas");
    this.score = box.querySelector("em");
    box.querySelector("b").textContent = method.title;
    box.addEventListener("click", () => onChoose(method.key));
  }

  /** The first run of this search. */
  take(film, dimension) {
    this.film = { ...film, d: dimension };
    const { found } = film;
    this.best = new Int32Array(found.length);
    for (let i = 1; i < found.length; i++) this.best[i] = found[i] < found[this.best[i - 1]] ? i : this.best[i - 1];
  }

  say(text) {
    if (this.score.textContent !== text) this.score.textContent = text;
  }

  /** Lays the landscape out for the size the panel has now. */
  dress(landscape, tokens, color) {
    Object.assign(this, { landscape, tokens, color });
    this.box.style.setProperty("--method", color);
    const { canvas } = this, ratio = window.devicePixelRatio || 1;
    this.width = canvas.clientWidth;
    this.height = canvas.clientHeight;
    canvas.width = Math.round(this.width * ratio);
    canvas.height = Math.round(this.height * ratio);
    this.ratio = ratio;
    this.ground = landscape.dimension === 2 ? raster(landscape, tokens) : null;
  }

  pen() {
    const pen = this.canvas.getContext("2d");
    pen.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    pen.clearRect(0, 0, this.width, this.height);
    if (this.ground) pen.drawImage(this.ground, 0, 0, this.width, this.height);
    else this.drawLine(pen);
    return pen;
  }

  drawLine(pen) {
    const { values, n } = this.landscape;
    pen.beginPath();
    for (let i = 0; i < n; i++) pen[i ? "lineTo" : "moveTo"](((i + 0.5) * this.width) / n, this.level(values[i]));
    pen.strokeStyle = this.tokens.land;
    pen.lineWidth = 1.5;
    pen.stroke();
    pen.lineTo(this.width, this.height);
    pen.lineTo(0, this.height);
    pen.fillStyle = this.tokens.landFill;
    pen.fill();
  }

  /** Height of ζ, given as a share of its range. */
  level(share) {
    return this.height * (0.94 - 0.86 * share);
  }

  /** Pixels of point i of a list of points. */
  place(points, i) {
    const { lo, hi, dimension, values, n } = this.landscape;
    const left = ((points[i * dimension] - lo) / (hi - lo)) * this.width;
    if (dimension === 2) return [left, (1 - (points[2 * i + 1] - lo) / (hi - lo)) * this.height];
    const node = Math.min(Math.max(Math.floor((left / this.width) * n), 0), n - 1);
    return [left, this.level(values[node])];
  }

  /** The run after `spent` evaluations. */
  draw(spent) {
    if (!this.landscape || !this.width) return;
    const pen = this.pen();
    const { film } = this;
    if (!film) return;
    const last = Math.min(Math.floor(spent), film.found.length) - 1;
    pen.fillStyle = this.color;
    for (let i = Math.max(last - TRAIL, 0); i <= last; i++) {
      pen.globalAlpha = 0.15 + 0.4 * (1 - (last - i) / TRAIL);
      disc(pen, this.place(film.points, i), POINT);
    }
    pen.globalAlpha = 1;
    this.drawParticles(pen, spent);
    if (last >= 0) this.drawBest(pen, this.place(film.points, this.best[last]));
  }

  drawParticles(pen, spent) {
    const { at, particles, width, d } = this.film;
    let row = -1;
    for (let low = 0, high = at.length - 1; low <= high; ) {
      const middle = (low + high) >> 1;
      if (at[middle] <= spent) (row = middle), (low = middle + 1);
      else high = middle - 1;
    }
    if (row < 0) return;
    const now = particles.subarray(row * width * d, (row + 1) * width * d);
    pen.strokeStyle = this.tokens.panel;
    pen.lineWidth = 1;
    for (let i = 0; i < width; i++) {
      if (now[i * d] !== now[i * d]) continue;
      disc(pen, this.place(now, i), PARTICLE);
      pen.stroke();
    }
  }

  drawBest(pen, [left, top]) {
    pen.strokeStyle = this.tokens.ink;
    pen.lineWidth = 1.6;
    pen.beginPath();
    pen.arc(left, top, 6, 0, 2 * Math.PI);
    pen.stroke();
  }
}

function disc(pen, [left, top], radius) {
  pen.beginPath();
  pen.arc(left, top, radius, 0, 2 * Math.PI);
  pen.fill();
}

function rgb(colour) {
  return colour.match(/\w\w/g).map((pair) => parseInt(pair, 16));
}

/** A picture of n × n values from 0 to 255, the last row on top; `shade` gives its share of colour. */
export function picture(values, n, from, to, shade) {
  const canvas = Object.assign(document.createElement("canvas"), { width: n, height: n });
  const pen = canvas.getContext("2d");
  const image = pen.createImageData(n, n);
  const [a, b] = [rgb(from), rgb(to)];
  for (let row = 0; row < n; row++) {
    for (let column = 0; column < n; column++) {
      const share = shade(values[(n - 1 - row) * n + column] / 255);
      const to8 = 4 * (row * n + column);
      for (let c = 0; c < 3; c++) image.data[to8 + c] = a[c] + share * (b[c] - a[c]);
      image.data[to8 + 3] = 255;
    }
  }
  pen.putImageData(image, 0, 0);
  return canvas;
}

const pictures = new WeakMap(); // landscape -> { theme, canvas }

function raster(landscape, tokens) {
  const kept = pictures.get(landscape);
  if (kept?.theme === tokens.panel) return kept.canvas;
  const shade = (value) => 0.8 * (1 - Math.floor(value ** 0.6 * BANDS) / BANDS) ** 1.6;
  const canvas = picture(landscape.values, landscape.n, tokens.panel, tokens.land, shade);
  pictures.set(landscape, { theme: tokens.panel, canvas });
  return canvas;
}
