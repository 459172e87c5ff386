// Two candidates alone: the share of the first against the difference of their costs.

import { line } from "../../player/panel.js";
import { faded } from "../../player/theme.js";
import { beta, pairShare } from "./candidates.js";

const POINTS = 241;
const BELOW = -9; // out of sight: Plotly drops the elements of a line without points

export class Sigmoid {
  constructor(panel) {
    this.panel = panel;
  }

  async set(choice, { ghosts, reach, texts }, tokens) {
    Object.assign(this, { choice, ghosts });
    this.x = Float64Array.from({ length: POINTS }, (_, i) => reach * ((2 * i) / (POINTS - 1) - 1));
    this.hidden = this.x.map(() => BELOW);
    this.curves = ghosts.map((s) => this.curve(s));
    const step = choice.J === 0 ? tokens.mute : "rgba(0,0,0,0)";
    await this.panel.set([
      { x: [-reach, 0, 0, reach], y: [0, 0, 1, 1], ...line(step, 1, { dash: "dot" }) },
      ...ghosts.map((_, i) => ({ x: this.x, y: this.hidden, ...line(faded(tokens.density, 0.28 + 0.08 * i), 1.3) })),
      { x: [-1, 1], y: [BELOW, BELOW], ...line(tokens.real, 1.8, { dash: "dash" }) },
      { x: this.x, y: this.hidden, ...line(tokens.density, 3) },
    ], {
      margin: { l: 40, r: 12, t: 8, b: 36 },
      x: { range: [-reach, reach], title: { text: texts["axis-difference"], standoff: 4 } },
      y: { range: [-0.04, 1.04], tickvals: [0, 0.25, 0.5, 0.75, 1] },
    }, tokens);
  }

  curve(s) {
    return this.x.map((difference) => pairShare(this.choice, difference, s));
  }

  /** The curves at a time; returns where the pair of the bars stands on it. */
  draw(s) {
    const { choice, ghosts, panel } = this;
    ghosts.forEach((ghost, i) => panel.move(1 + i, choice.wick > 0 && s >= ghost ? this.curves[i] : this.hidden));
    panel.move(1 + ghosts.length, ...this.tangent(s));
    panel.move(2 + ghosts.length, this.curve(s));
    const difference = choice.costs[1] - choice.costs[0];
    return [difference, pairShare(choice, difference, s)];
  }

  /** Through the middle with slope beta/4, isolated candidates only. */
  tangent(s) {
    const slope = beta(this.choice, s) / 4, { prior, J } = this.choice;
    if (J > 0 || slope < 1e-3) return [[BELOW, BELOW], [-1, 1]];
    const middle = -Math.log(prior[0] / prior[1]) / (4 * slope), half = Math.min(0.5 / slope, 100);
    return [[0.5 - half * slope, 0.5 + half * slope], [middle - half, middle + half]];
  }
}
