// One bar a candidate, with what pulls at it.

import { Cloud } from "../../player/cloud.js";
import { line } from "../../player/panel.js";
import { faded } from "../../player/theme.js";

const HALF = 0.34; // of a bar
const PULL = 0.5; // height of an arrow at rate 1
const SHORT = 0.012; // arrows below this height are not drawn
const DIAL = 9; // pixels: radius of the dial that shows a phase

export class Bars {
  constructor(panel) {
    this.panel = panel;
    this.cloud = new Cloud(this.panel);
  }

  /** `line` is the colour of a level that moves, `marks` are heights that do not. */
  async set(heights, { top, color, line: level, marks = [], texts }, tokens) {
    this.tokens = tokens;
    const K = heights.length, ends = [0.4, K + 0.6];
    const mark = { x: [], y: [] };
    marks.forEach((height, k) => {
      mark.x.push(k + 1 - HALF, k + 1 + HALF, null);
      mark.y.push(height, height, null);
    });
    const traces = [{ ...outline(heights), ...line(color, 1.5, { fill: "toself", fillcolor: faded(color, 0.45) }) }];
    if (level) traces.push({ x: ends, y: [0, 0], ...line(level, 2, { dash: "dashdot" }) });
    if (marks.length) traces.push({ ...mark, ...line(tokens.ink, 1.2, { dash: "dot" }) });
    this.level = !!level;
    await this.panel.set(traces, {
      margin: { l: 40, r: 12, t: 8, b: 36 },
      x: { range: ends, tickvals: heights.map((_, k) => k + 1), showgrid: false, title: { text: texts["axis-candidate"], standoff: 4 } },
      y: { range: [0, top], nticks: 5 },
    }, tokens);
  }

  draw(heights, level) {
    this.panel.move(0, outline(heights).y);
    if (this.level) this.panel.move(1, [level, level]);
  }

  /** Arrows of dp/ds on top of the bars; dials with the phases where there are any. */
  overlay({ p, rates, phases }, isTurning) {
    const pen = this.cloud.begin(), { tokens } = this;
    const { xaxis, yaxis } = this.panel.element._fullLayout;
    p.forEach((share, k) => {
      const x = xaxis.l2p(k + 1), from = yaxis.l2p(share), to = yaxis.l2p(share + PULL * rates[k]);
      if (Math.abs(rates[k]) * PULL > SHORT) arrow(pen, x, from, to, rates[k] > 0 ? tokens.surrogate : tokens.real);
      if (isTurning) dial(pen, x, yaxis.l2p(0) - DIAL - 5, phases[k], tokens);
    });
  }
}

function outline(heights) {
  const x = [], y = [];
  heights.forEach((height, k) => {
    x.push(k + 1 - HALF, k + 1 - HALF, k + 1 + HALF, k + 1 + HALF);
    y.push(0, height, height, 0);
  });
  return { x, y };
}

function arrow(pen, x, from, to, color) {
  const way = Math.sign(to - from), tip = Math.min(6, Math.abs(to - from));
  Object.assign(pen, { strokeStyle: color, fillStyle: color, lineWidth: 2.5 });
  pen.beginPath();
  pen.moveTo(x, from);
  pen.lineTo(x, to - way * tip);
  pen.stroke();
  pen.beginPath();
  pen.moveTo(x, to);
  pen.lineTo(x - tip, to - way * tip);
  pen.lineTo(x + tip, to - way * tip);
  pen.fill();
}

function dial(pen, x, y, phase, tokens) {
  Object.assign(pen, { strokeStyle: tokens.imaginary, fillStyle: tokens.background, lineWidth: 2 });
  pen.beginPath();
  pen.arc(x, y, DIAL, 0, 2 * Math.PI);
  pen.fill();
  pen.moveTo(x, y);
  pen.lineTo(x + DIAL * Math.cos(phase), y - DIAL * Math.sin(phase));
  pen.stroke();
}
