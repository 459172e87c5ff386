// Moves curves of a Plotly chart at display rate.
//
// Plotly.animate lays the whole chart out again for every frame: 20 ms here, so 40 frames
// a second with half of a core gone. Axes do not change while a run plays, only the path
// of a few lines does, so the brush writes those paths itself, in Plotly's own elements,
// and keeps `gd.data` true, so that export, resizing and reading the chart see what is drawn.

const FAR = 1e5; // pixels: beyond, a path is cut, or browsers drop it

function path(xs, ys, closed) {
  let text = "", pen = "M";
  for (let i = 0; i < ys.length; i++) {
    const y = ys[i];
    if (!(Math.abs(y) < FAR)) {
      if (y !== y) pen = "M";
      else text += `${pen}${xs[i]},${y < 0 ? -FAR : FAR}`, (pen = "L");
      continue;
    }
    text += `${pen}${xs[i]},${Math.round(y * 100) / 100}`;
    pen = "L";
  }
  return text && closed ? `${text}Z` : text;
}

export class Brush {
  constructor(element) {
    this.element = element;
    this.traces = new Map();
  }

  /** To be called after every layout Plotly makes: finds lines and scales anew. */
  prepare(indices) {
    this.traces.clear();
    const { _fullData: full, _fullLayout: layout } = this.element;
    for (const index of indices) {
      const group = full[index].visible === true && this.element.querySelector(`.trace${full[index].uid}`);
      if (!group) continue;
      const axes = ["xaxis", "yaxis"].map((name) => layout[name[0] + "axis" + (full[index][name] ?? name[0]).slice(1)]);
      const [line, ...pieces] = group.querySelectorAll(".js-line");
      const fill = group.querySelector(".js-fill"), dot = group.querySelector(".point");
      this.traces.set(index, { axes, line, pieces, fill, dot, x: null });
    }
  }

  /** New heights (and places, when they change) of a trace, in the units of its axes. */
  move(index, y, x = null) {
    const data = this.element.data[index];
    data.y = y;
    if (x) data.x = x;
    const trace = this.traces.get(index);
    if (!trace) return;
    const [xAxis, yAxis] = trace.axes;
    if (x || !trace.x) trace.x = Array.from(data.x, (value) => Math.round(xAxis.l2p(value ?? NaN) * 100) / 100);
    const zero = yAxis.l2p(0), slope = yAxis.l2p(1) - zero;
    const pixels = new Float64Array(y.length);
    for (let i = 0; i < y.length; i++) pixels[i] = zero + slope * (y[i] ?? NaN);
    trace.line?.setAttribute("d", path(trace.x, pixels, false));
    while (trace.pieces.length) trace.pieces.pop().remove(); // a line with gaps is one path now
    trace.fill?.setAttribute("d", path(trace.x, pixels, true));
    if (trace.dot) this.place(trace.dot, trace.x[0], pixels[0]);
  }

  /** A marker without a place is not shown. */
  place(dot, left, top) {
    const isSomewhere = Number.isFinite(left) && Number.isFinite(top);
    dot.style.display = isSomewhere ? "" : "none";
    if (isSomewhere) dot.setAttribute("transform", `translate(${left},${top})`);
  }
}
