// The six thumbnails: the run of both loops, and one well in real and in imaginary time.

import { Modes } from "../../player/modes.js";
import { faded } from "../../player/theme.js";
import { Thumbnail } from "./thumbnail.js";

const REAL = 12; // time in the box of the Schroedinger equation
const ORDERS = [0, 1, 2];

export class Pictures {
  constructor(data, decode, states) {
    const { grid, well } = data;
    this.rastrigin = landscape(decode(data.zeta), grid);
    this.well = landscape(decode(well.zeta), well.grid);
    this.series = decode(data.series); // Taylor coefficients, one row an order
    this.real = Modes.from({ ...well, wick: 0 }, states);
    this.imaginary = Modes.from({ ...well, wick: 90 }, states);
    this.duration = well.duration;
  }

  dress(map, tokens) {
    this.tokens = tokens;
    this.thumbnails = Object.fromEntries([...map.querySelectorAll(".wl-framework-stop")].map((box) => [box.dataset.terms, new Thumbnail(box.querySelector("canvas"))]));
  }

  /** `share` is how much of the clock has gone by. */
  draw(now, share) {
    const s = share ** 2 * this.duration; // slowly at first
    const imaginary = density(this.imaginary.at(s));
    this.objective(now);
    this.potential(now);
    this.schrodinger(density(this.real.at(share * REAL)));
    this.wick(density(this.real.at(s)), imaginary);
    this.taylor(imaginary);
    this.ground(now);
  }

  objective({ mean, width }) {
    const { rastrigin: { x, y }, tokens } = this, t = this.begin("objective", x);
    const at = (value) => y[nearest(x, value)];
    t.line(x, y, tokens.land, 1.8);
    t.line([mean - width, mean + width], [at(mean), at(mean)], faded(tokens.density, 0.7), 3);
    t.dot(mean, at(mean), tokens.density);
  }

  potential({ density: rho }) {
    const { rastrigin: { x, y }, tokens } = this, t = this.begin("potential", x);
    t.area(x, y, faded(tokens.land, 0.25));
    t.line(x, y, tokens.land, 1.2);
    t.line(x, toPeak(rho), tokens.density, 2);
  }

  schrodinger(state) {
    const { well: { x, y }, tokens } = this, t = this.begin("schrodinger", x, -0.75, 1.05);
    t.line(x, y.map((value) => value * 1.7 - 0.7), faded(tokens.land, 0.5), 1);
    t.area(x, state.rho, faded(tokens.density, 0.25));
    t.line(x, state.real, tokens.real, 1.4);
    t.line(x, state.imaginary, tokens.imaginary, 1.4);
  }

  wick(real, imaginary) {
    const { well: { x, y }, tokens } = this, t = this.begin("wick", x);
    t.line(x, y, faded(tokens.land, 0.5), 1);
    t.line(x, real.rho, faded(tokens.density, 0.4), 1.2);
    t.area(x, imaginary.rho, faded(tokens.density, 0.3));
    t.line(x, imaginary.rho, tokens.density, 2);
  }

  taylor({ rho, mean }) {
    const { well: { x, y, low, high }, series, tokens } = this, t = this.begin("taylor", x);
    const n = x.length, about = nearest(x, mean(x));
    t.area(x, rho, faded(tokens.density, 0.2));
    t.line(x, y, tokens.land, 1.6);
    ORDERS.forEach((order) => {
      const values = x.map((value) => {
        let sum = 0;
        for (let k = order; k >= 0; k--) sum = sum * (value - x[about]) + series[k * n + about];
        return (sum - low) / (high - low);
      });
      t.line(x, values, faded(tokens.surrogate, 0.4 + 0.3 * order), 1 + 0.4 * order);
    });
    t.dot(x[about], y[about], tokens.surrogate);
  }

  ground({ density: rho, lowest }) {
    const { rastrigin: { x }, tokens } = this, t = this.begin("ground", x);
    const peak = Math.max(...rho, ...lowest);
    t.area(x, rho.map((value) => value / peak), faded(tokens.density, 0.35));
    t.line(x, rho.map((value) => value / peak), tokens.density, 1.6);
    t.line(x, lowest.map((value) => value / peak), tokens.energy, 1.6, [5, 4]);
  }

  begin(name, x, bottom = -0.06, top = 1.1) {
    const thumbnail = this.thumbnails[name];
    thumbnail.begin(x[0], x.at(-1), bottom, top);
    return thumbnail;
  }
}

/** Heights from 0 to 1 at the nodes. */
function landscape(zeta, { lo, hi, n }) {
  const x = Float64Array.from({ length: n }, (_, i) => lo + ((i + 0.5) * (hi - lo)) / n);
  const low = Math.min(...zeta), high = Math.max(...zeta);
  return { x, low, high, y: Float64Array.from(zeta, (value) => (value - low) / (high - low)) };
}

/** Curves of a state, the density up to 1 and the waves up to its root. */
function density({ real, imaginary }) {
  const rho = real.map((value, i) => value ** 2 + imaginary[i] ** 2), peak = Math.max(...rho), root = Math.sqrt(peak);
  const total = rho.reduce((sum, value) => sum + value, 0);
  return {
    rho: rho.map((value) => value / peak), real: real.map((value) => (0.7 * value) / root), imaginary: imaginary.map((value) => (0.7 * value) / root),
    mean: (x) => rho.reduce((sum, value, i) => sum + value * x[i], 0) / total,
  };
}

function toPeak(values) {
  const peak = Math.max(...values);
  return values.map((value) => value / peak);
}

function nearest(x, value) {
  const i = Math.round((value - x[0]) / (x[1] - x[0]));
  return Math.min(Math.max(i, 0), x.length - 1);
}
