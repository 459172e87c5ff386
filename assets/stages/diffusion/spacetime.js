// Density over place and time as a raster, with lines of the probability flow, stochastic
// paths, and the times at which modes merge.

import { Cloud } from "../../player/cloud.js";
import { Panel } from "../../player/panel.js";
import { number } from "../../player/words.js";

const ROWS = 180; // of the raster
const QUANTILES = [0.02, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.98];
const TICKS = [0, 0.25, 0.5, 0.75, 1];

function rgb(colour) {
  return colour.match(/\w\w/g).map((pair) => parseInt(pair, 16));
}

export class Spacetime {
  constructor(plotly, element) {
    this.panel = new Panel(plotly, element);
    this.cloud = new Cloud(this.panel);
    this.raster = document.createElement("canvas");
  }

  get element() {
    return this.panel.element;
  }

  async resize() {
    await this.panel.resize();
  }

  async dress(run, tokens, texts) {
    this.tokens = tokens;
    const marks = run.merging.map((t) => Math.sqrt(t / run.T));
    const note = { showarrow: false, yref: "paper", y: 1, yanchor: "top", xanchor: "left", xshift: 4, font: { size: 11, color: tokens.ink } };
    await this.panel.set([{ x: [0, 1], y: [0, 0], mode: "lines", line: { width: 0 }, hoverinfo: "skip" }], {
      x: { range: [0, 1], tickvals: TICKS, ticktext: TICKS.map((u) => number(run.T * u * u, 2)), title: { text: texts["axis-time"], standoff: 4 } },
      y: { range: [-run.reach, run.reach], title: { text: "x", standoff: 4 } },
      margin: { l: 44, r: 12, t: 6, b: 40 },
      annotations: marks.map((x, i) => ({ ...note, x, y: 1 - 0.09 * i, text: texts["merging"].replace("{t}", number(run.merging[i], 3)) })),
    }, tokens);
    this.marks = marks;
    this.paintRaster(run, tokens);
  }

  /** p^(1/2) as opacity: what is faint late in the run can still be seen. */
  paintRaster(run, tokens) {
    const columns = run.times.length, { raster } = this;
    raster.width = columns;
    raster.height = ROWS;
    const pen = raster.getContext("2d"), image = pen.createImageData(columns, ROWS), [r, g, b] = rgb(tokens.density);
    const top = run.highest;
    run.marginals.forEach((p, j) => {
      for (let i = 0; i < ROWS; i++) {
        const x = run.reach - ((i + 0.5) * 2 * run.reach) / ROWS, at = 4 * (i * columns + j);
        image.data.set([r, g, b, Math.round(255 * Math.min(1, Math.sqrt(p.density(x) / top)) * 0.92)], at);
      }
    });
    pen.putImageData(image, 0, 0);
    this.lines = QUANTILES.map((q) => run.marginals.map((p) => p.quantile(q)));
  }

  draw(run, u, backwards) {
    const { cloud, tokens, raster } = this, pen = cloud.begin();
    const [width, height] = [cloud.canvas.clientWidth, cloud.canvas.clientHeight];
    pen.imageSmoothingEnabled = true;
    const half = width / (2 * (raster.width - 1)); // columns are nodes of time, centred on them
    pen.drawImage(raster, -half, 0, width + 2 * half, height);
    const places = run.times.map((t) => Math.sqrt(t / run.T));
    for (const line of this.lines) cloud.path(pen, places, line, { color: tokens.ink, width: 1, alpha: 0.35 });
    for (const mark of this.marks) cloud.path(pen, [mark, mark], [-run.reach, run.reach], { color: tokens.energy, width: 1.5, alpha: 0.9 });
    const last = places.length - 1, here = Math.round(u * last);
    const paths = backwards ? run.back : run.forth, [from, to] = backwards ? [here, last] : [0, here];
    const span = places.slice(from, to + 1);
    for (let i = 0; i < paths[0].length; i++) {
      cloud.path(pen, span, paths.slice(from, to + 1).map((row) => row[i]), { color: backwards ? tokens.imaginary : tokens.real, width: 1, alpha: 0.55 });
    }
    cloud.path(pen, [u, u], [-run.reach, run.reach], { color: tokens.ink, width: 1.5, alpha: 0.9 });
    const heads = paths[here];
    cloud.dots(pen, Array.from(heads, () => u), heads, { color: backwards ? tokens.imaginary : tokens.real, radius: 3, alpha: 1 });
  }
}
