// The surrogates of a run, each with its own dynamics from the same packet.

import { followed } from "../../player/expansion.js";
import { Gaussian, blowUp } from "../../player/gaussian.js";

const FLAT = 1e-4; // of the tolerance: smaller slopes are rounding of float32

/** Orders 0, 1 and 2: closed forms on the infinite line. */
export class ClosedForm {
  constructor(order, series, about, scene) {
    this.order = order;
    this.surface = series.quadratic(about, order);
    this.values = series.polynomial(about, order);
    this.trust = series.trust(about, this.values);
    this.zeta = series.zeta;
    const end = blowUp(this.surface, scene.D, scene.packet.width, scene.wick);
    const followedTo = followed(this.surface, scene.D, scene.wick);
    this.spreads = followedTo < Math.min(end, scene.duration);
    this.ends = this.spreads ? followedTo : end;
    this.falls = scene.wick > 0 && order === 1 && Math.abs(this.surface.slope) > FLAT * series.tolerance;
    this.dynamics = new Gaussian({ ...scene, quadratic: this.surface, ground: null });
  }

  /** The state at s, null once there is none. */
  at(s) {
    return s < this.ends ? this.dynamics.at(s) : null;
  }
}

/** Order n: eigenstates of the surrogate, from the server. */
export class Higher {
  constructor(order, series, about, { modes, floor, wick }) {
    this.order = order;
    this.isWalled = true;
    this.surface = { about };
    const bare = series.polynomial(about, order);
    this.values = bare.map((value) => Math.max(value, floor ?? -Infinity));
    this.trust = series.trust(about, bare);
    this.zeta = series.zeta;
    this.ends = Infinity;
    this.falls = wick > 0 && floor !== null;
    this.dynamics = modes;
  }

  at(s) {
    return this.dynamics.at(s);
  }
}
