// One run on its landscape: |ψ|², and the ground state at the D of the moment.

import { Panel, line } from "../../player/panel.js";
import { faded } from "../../player/theme.js";

const [LAND, GROUND, DENSITY] = [0, 1, 2];
const TALL = 0.72; // of the chart, the higher of the two densities

export class Well {
  constructor(plotly, element, note) {
    this.panel = new Panel(plotly, element);
    this.note = note;
  }

  async set({ grid, zeta, window: [low, high], texts }, color, tokens) {
    this.low = low;
    this.tall = TALL * (high - low);
    this.x = Float64Array.from({ length: grid.n }, (_, i) => grid.lo + ((i + 0.5) * (grid.hi - grid.lo)) / grid.n);
    const x = [...this.x], flat = x.map(() => low);
    await this.panel.set([
      line(tokens.land, 1.5, { x, y: [...zeta] }),
      line(tokens.mute, 1.5, { x, y: flat, dash: "dash" }),
      line(color, 2, { x, y: flat, fill: "tozeroy", fillcolor: faded(color, 0.2) }),
    ], {
      x: { range: [grid.lo, grid.hi], title: { text: texts["axis-x"], standoff: 2 } }, y: { range: [low, high] },
      margin: { l: 40, r: 10, t: 6, b: 32 },
    }, tokens);
  }

  remove() {
    this.panel.plotly.purge(this.panel.element);
  }

  draw(density, ground, said) {
    const peak = Math.max(highest(density), highest(ground));
    const height = (values) => Array.from(values, (value) => this.low + (this.tall * value) / peak);
    this.panel.move(DENSITY, height(density));
    this.panel.move(GROUND, height(ground));
    if (this.note.textContent !== said) this.note.textContent = said;
  }
}

function highest(values) {
  let peak = 1e-12;
  for (const value of values) if (value > peak) peak = value;
  return peak;
}
