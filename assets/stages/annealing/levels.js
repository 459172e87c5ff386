// Ground states at several D on a square: small pictures, and any D between them.

import { fill, number } from "../../player/words.js";
import { Raster } from "../plane/raster.js";
import { Scales } from "./scales.js";

const STEPS = 4; // outlines between two scales

export class Levels extends Scales {
  /** Empty boxes; the ground states come one by one. */
  set(data) {
    const { D, shown } = data.scales;
    if (this.clip === data.clip) return;
    Object.assign(this, { data, D, shown, clip: data.clip, states: [], between: new Map() });
    this.boxes = shown.map((row) => {
      const box = document.createElement("figure");
      box.innerHTML = "<canvas role='img'></canvas><figcaption></figcaption>";
      box.querySelector("figcaption").textContent = `D = ${number(D[row], 2)}`;
      return box;
    });
    this.rasters = this.boxes.map((box) => new Raster(box.querySelector("canvas")));
    this.host.replaceChildren(...this.boxes);
  }

  /** One ground state: { amplitude, peak, gap, best }. */
  take(index, state) {
    this.states[index] = state;
  }

  get gaps() {
    const known = this.states.filter(Boolean);
    return known.length === this.D.length ? known.map(({ gap }) => gap) : null;
  }

  dress(zeta, tokens) {
    this.boxes.forEach((box, i) => {
      const row = this.shown[i], state = this.states[row];
      if (!state) return;
      const said = fill(this.data.texts["stage-multiple"], { D: number(this.D[row], 2), share: Math.round(100 * state.best) });
      box.querySelector("figcaption").textContent = said;
      box.querySelector("canvas").setAttribute("aria-label", said);
      this.rasters[i].dress(tokens, this.data.grid.n);
      this.rasters[i].paint([state, state, 0], false);
    });
  }

  /** |φ₀| at a D, between its neighbours; null before both have come. */
  at(D) {
    const step = Math.round(this.place(D) * STEPS);
    if (this.between.has(step)) return this.between.get(step);
    const before = Math.min(Math.floor(step / STEPS), this.D.length - 2), share = step / STEPS - before;
    const [a, b] = [this.states[before], this.states[before + 1]];
    if (!a || !b) return null;
    const [p, q] = [(1 - share) * a.peak, share * b.peak];
    const values = Float32Array.from(a.amplitude, (value, i) => p * value + q * b.amplitude[i]);
    const ground = { values, peak: values.reduce((peak, value) => Math.max(peak, value), 0) };
    this.between.set(step, ground);
    return ground;
  }
}
