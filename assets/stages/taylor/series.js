// ζ's Taylor series anywhere, from its coefficients at the nodes (charts/player_data.py).

import { decode } from "../../player/clips.js";

const MARGIN = 1e-12;

export class Series {
  constructor({ series, zeta, grid, tolerance }) {
    Object.assign(this, { grid, tolerance, zeta: decode(zeta), rows: decode(series) });
    this.dx = (grid.hi - grid.lo) / grid.n;
    this.order = this.rows.length / grid.n - 1;
  }

  node(i) {
    return this.grid.lo + (i + 0.5) * this.dx;
  }

  /** Coefficients about x: the series of the nearest node, moved there. */
  at(x) {
    const { grid, dx, order, rows } = this;
    const near = Math.min(Math.max(Math.round((x - grid.lo) / dx - 0.5), 0), grid.n - 1);
    const offset = x - this.node(near);
    const c = Array.from({ length: order + 1 }, (_, k) => rows[k * grid.n + near]);
    for (let lowest = 0; lowest < order; lowest++) { // Horner's scheme, once for each order
      for (let k = order - 1; k >= lowest; k--) c[k] += offset * c[k + 1];
    }
    return c;
  }

  /** The surrogate of order 0, 1 or 2 about x, as closed forms take it. */
  quadratic(x, order) {
    const [value, slope, half] = this.at(x);
    return { value, slope: order > 0 ? slope : 0, curvature: order > 1 ? 2 * half : 0, about: x };
  }

  /** Values on the nodes of the polynomial of an order about x. */
  polynomial(x, order) {
    const c = this.at(x).slice(0, order + 1);
    return Float64Array.from({ length: this.grid.n }, (_, i) => {
      const y = this.node(i) - x;
      return c.reduceRight((sum, coefficient) => sum * y + coefficient, 0);
    });
  }

  /** Interval about x in which a polynomial differs from ζ by no more than the tolerance. */
  trust(x, values) {
    const error = (i) => Math.abs(this.zeta[i] - values[i]);
    const right = Math.floor((x - this.grid.lo) / this.dx - 0.5 + MARGIN) + 1;
    return [this.crossing(x, right - 1, -1, error), this.crossing(x, right, 1, error)];
  }

  crossing(x, first, way, error) {
    let inside = x, errorInside = 0;
    for (let i = first; i >= 0 && i < this.grid.n; i += way) {
      const here = error(i);
      if (!(here <= this.tolerance)) {
        const share = (this.tolerance - errorInside) / (here - errorInside);
        return inside + (Number.isFinite(share) ? share : 0) * (this.node(i) - inside);
      }
      inside = this.node(i);
      errorInside = here;
    }
    return inside;
  }
}
