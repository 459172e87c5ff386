// The landscape as a surface in three dimensions, coloured by the density on it.

import { decode } from "../../player/clips.js";
import { CONFIG, baseLayout } from "../../player/theme.js";

const SIDE = 96, HIGHEST = 1.2; // reliefs
const EVERY = 90; // milliseconds: a surface is laid out anew for every change of colour

export class Surface {
  constructor(plotly, element) {
    Object.assign(this, { plotly, element, last: 0 });
  }

  async set(scene, tokens) {
    this.plotly.addSurface?.(); // charts/plotly_script.py: not before anybody wants one
    const { lo, hi } = scene.grid, { texts } = scene;
    const values = decode(scene.zeta), side = Math.round(Math.sqrt(values.length));
    this.step = side / SIDE;
    const at = (row, column) => values[Math.floor(row * this.step) * side + Math.floor(column * this.step)];
    const ceiling = scene.floor + HIGHEST * scene.relief;
    const z = Array.from({ length: SIDE }, (_, row) => Array.from({ length: SIDE }, (_, column) => Math.min(at(row, column), ceiling)));
    const places = Array.from({ length: SIDE }, (_, i) => lo + ((i + 0.5) * (hi - lo)) / SIDE);
    const stops = tokens.dark ? ["#3a4768", "#2f86bd", "#fdfefe"] : ["#e6e3d9", "#4f9bd0", "#04233c"];
    const trace = {
      type: "surface", x: places, y: places, z, surfacecolor: z.map((row) => row.map(() => 0)), cmin: 0, cmax: 1, showscale: false,
      colorscale: stops.map((color, i) => [i / 2, color]), hoverinfo: "skip", lighting: { ambient: 0.75, diffuse: 0.5, specular: 0.05 },
      contours: { z: { show: true, color: tokens.land, width: 1, start: scene.floor, end: ceiling, size: scene.relief / 6 } },
    };
    const side3 = (title) => ({ title: { text: title }, color: tokens.mute, gridcolor: tokens.grid, showbackground: false, zeroline: false });
    const layout = {
      ...baseLayout(tokens), margin: { l: 0, r: 0, t: 0, b: 0 }, dragmode: "orbit", uirevision: scene.zeta,
      scene: { xaxis: side3("x"), yaxis: side3("y"), zaxis: side3(texts["axis-zeta"]), aspectratio: { x: 1, y: 1, z: 0.55 }, camera: { eye: { x: -0.75, y: -1.05, z: 1.45 }, center: { x: 0, y: 0, z: -0.12 } } },
    };
    this.grid = scene.grid;
    await this.plotly.react(this.element, [trace], layout, CONFIG);
  }

  draw({ pictures: [a, b, w] }, now) {
    if (now - this.last < EVERY || !this.element.data) return;
    this.last = now;
    const { n } = this.grid, step = n / SIDE, largest = (1 - w) * a.peak + w * b.peak;
    const colour = Array.from({ length: SIDE }, (_, row) => Array.from({ length: SIDE }, (_, column) => {
      const i = Math.floor((row + 0.5) * step) * n + Math.floor((column + 0.5) * step);
      return ((1 - w) * a.peak * a.amplitude[i] + w * b.peak * b.amplitude[i]) / (255 * largest);
    }));
    this.plotly.restyle(this.element, { surfacecolor: [colour] }, [0]);
  }

  async resize() {
    await this.plotly.Plots.resize(this.element);
  }
}
