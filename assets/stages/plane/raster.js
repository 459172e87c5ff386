// A density as pixels: one table lookup a node, at display rate.

import { turned } from "./film.js";

const SHADES = 256, HUES = 64, TURN = 256;
const DARK = ["#161d2e", "#123a5c", "#2f86bd", "#8fd0f5", "#fdfefe"];
const LIGHT = ["#f1efe8", "#b7d5ea", "#4f9bd0", "#0a5e96", "#04233c"];

/** Numbers of a colour as a canvas stores it: red first. */
function rgb(colour) {
  return colour.match(/\w\w/g).map((pair) => parseInt(pair, 16));
}

function packed([r, g, b]) {
  return (255 << 24) | (Math.round(b) << 16) | (Math.round(g) << 8) | Math.round(r);
}

/** Place between stops of colour, v from 0 to 1. */
function along(stops, v) {
  const place = Math.min(v, 1 - 1e-9) * (stops.length - 1), i = Math.floor(place);
  return stops[i].map((value, c) => value + (place - i) * (stops[i + 1][c] - value));
}

/** A full turn of hue at even lightness (OKLCH), as red, green and blue. */
function hue(turn) {
  const angle = 2 * Math.PI * turn, L = 0.72, a = 0.13 * Math.cos(angle), b = 0.13 * Math.sin(angle);
  const l = (L + 0.3963377774 * a + 0.2158037573 * b) ** 3, m = (L - 0.1055613458 * a - 0.0638541728 * b) ** 3, s = (L - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const linear = [4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s];
  return linear.map((v) => 255 * Math.min(Math.max(v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055, 0), 1));
}

export class Raster {
  constructor(canvas) {
    this.canvas = canvas;
    this.context = canvas.getContext("2d");
  }

  /** Colours of a theme; brightness follows |ψ| relative to its largest value now. */
  dress(tokens, n) {
    const stops = (tokens.dark ? DARK : LIGHT).map(rgb);
    this.shades = Uint32Array.from({ length: SHADES }, (_, i) => packed(along(stops, i / (SHADES - 1))));
    const ground = stops[0];
    this.hues = new Uint32Array(HUES * SHADES);
    for (let h = 0; h < HUES; h++) {
      const full = hue(h / HUES);
      for (let i = 0; i < SHADES; i++) {
        const v = i / (SHADES - 1);
        this.hues[h * SHADES + i] = packed(ground.map((value, c) => value + v * (full[c] - value)));
      }
    }
    if (this.canvas.width === n) return;
    this.canvas.width = this.canvas.height = n;
    this.image = this.context.createImageData(n, n);
    this.pixels = new Uint32Array(this.image.data.buffer);
  }

  /** Two frames and the way from one to the other; the last row of pixels is the lowest y. */
  paint([a, b, w], withPhase) {
    const { pixels, canvas: { width: n } } = this;
    const largest = Math.max((1 - w) * a.peak + w * b.peak, 1e-300);
    const p = ((1 - w) * a.peak) / largest, q = (w * b.peak) / largest;
    const coarse = Math.ceil(n / 2);
    for (let row = 0; row < n; row++) {
      const from = row * n, to = (n - 1 - row) * n, at = (row >> 1) * coarse;
      for (let i = 0; i < n; i++) {
        const shade = (p * a.amplitude[from + i] + q * b.amplitude[from + i] + 0.5) | 0;
        if (!withPhase) pixels[to + i] = this.shades[shade];
        else {
          const turn = turned(a.phase[at + (i >> 1)], b.phase[at + (i >> 1)], w);
          pixels[to + i] = this.hues[((turn * HUES) / TURN | 0) * SHADES + shade];
        }
      }
    }
    this.context.putImageData(this.image, 0, 0);
  }
}
