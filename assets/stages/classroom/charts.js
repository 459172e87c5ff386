// Answers as charts: bars of a choice, a histogram of numbers, sketches over each other.

import { axis, baseLayout, CONFIG, faded } from "../../player/theme.js";
import { fill } from "./elements.js";
import { HIGHEST, SAMPLES } from "./sketch.js";

const BINS = 20;
const short = (value) => String(Number(value.toPrecision(4)));

function choice({ options, results }, tokens, mine) {
  const { count, counts } = results, colours = options.map((_, i) => (i === mine ? tokens.real : tokens.density));
  const share = (some) => (some ? `${some} · ${Math.round((100 * some) / count)} %` : "0");
  const places = options.map((_, i) => i);
  return {
    traces: [{
      type: "bar", orientation: "h", x: counts, y: places, marker: { color: colours }, text: counts.map(share),
      textposition: "outside", cliponaxis: false, textfont: { color: tokens.ink, size: 15 }, hoverinfo: "skip",
    }],
    layout: {
      xaxis: axis(tokens, { visible: false, range: [0, 1.3 * Math.max(1, ...counts)] }),
      yaxis: axis(tokens, {
        tickvals: places, ticktext: options.map(wrapped), autorange: "reversed", automargin: true,
        showgrid: false, tickfont: { color: tokens.ink, size: 14 },
      }),
    },
    height: 40 + 44 * options.length,
    said: options.map((option, i) => `${option} ${counts[i]}`).join(", "),
  };
}

/** An option on lines short enough for the axis; Plotly reads some marks as markup, so they go. */
function wrapped(option) {
  const lines = [""];
  for (const word of option.replace(/[<>&]/g, " ").split(/(?<=[\s\u3000-\u9fff])/)) {
    if ((lines.at(-1) + word).length > 22 && lines.at(-1)) lines.push("");
    lines[lines.length - 1] += word;
  }
  return lines.join("<br>");
}

function number({ lo, hi, results }, tokens, mine, texts) {
  const width = (hi - lo) / BINS, counts = new Array(BINS).fill(0), { numbers } = results;
  for (const value of numbers) counts[Math.min(BINS - 1, Math.floor((value - lo) / width))] += 1;
  const middle = (numbers[(numbers.length - 1) >> 1] + numbers[numbers.length >> 1]) / 2;
  const line = (x, color, dash) => ({ type: "line", x0: x, x1: x, yref: "paper", y0: 0, y1: 1, line: { color, width: 2, dash } });
  const shapes = numbers.length ? [line(middle, tokens.ink, "dot")] : [];
  if (mine !== undefined) shapes.push(line(mine, tokens.real, "solid"));
  const centres = counts.map((_, i) => lo + (i + 0.5) * width), high = Math.max(2, ...counts);
  return {
    traces: [{ type: "bar", x: centres, y: counts, width: 0.92 * width, marker: { color: tokens.density }, hoverinfo: "skip" }],
    layout: {
      shapes, xaxis: axis(tokens, { range: [lo, hi] }),
      yaxis: axis(tokens, { range: [0, high * 1.08], dtick: Math.ceil(high / 5) }),
    },
    said: numbers.length ? fill(texts.median, { value: short(middle) }) : "",
  };
}

function density({ lo, hi, results, ground }, tokens, mine) {
  const step = (hi - lo) / (SAMPLES - 1), x = Array.from({ length: SAMPLES }, (_, i) => lo + i * step);
  const normed = (heights) => {
    const area = heights.reduce((sum, height) => sum + height, 0) * step;
    return heights.map((height) => height / area);
  };
  const bytes = (hex) => hex.match(/../g).map((pair) => parseInt(pair, 16));
  const sketches = results.sketches.map((hex) => normed(bytes(hex)));
  const high = (Math.max(0, ...sketches.flat(), ...results.mean) || 1) * 1.05;
  const curve = (y, color, width, extra) => ({ type: "scatter", mode: "lines", x, y, line: { color, width }, hoverinfo: "skip", ...extra });
  const traces = sketches.map((y) => curve(y, faded(tokens.density, 0.35), 1.2));
  const land = (heights) => curve(heights.map((height) => (height / HIGHEST) * high), tokens.land, 1.5, { fill: "tozeroy", fillcolor: tokens.landFill });
  if (ground) traces.unshift(land(ground));
  if (results.count) traces.push(curve(results.mean, tokens.density, 3.5));
  if (mine) traces.push(curve(normed(mine), tokens.real, 2.5));
  const layout = { xaxis: axis(tokens, { range: [lo, hi] }), yaxis: axis(tokens, { range: [0, high], showticklabels: false }) };
  return { traces, layout, said: "" };
}

const KINDS = { choice, number, density };

/** Draw the results of a question; `mine` is this student's own answer. */
export function drawResults(element, Plotly, question, tokens, texts, mine) {
  const { traces, layout, said, height = 230 } = KINDS[question.kind](question, tokens, mine, texts);
  const base = { ...baseLayout(tokens), margin: { l: 34, r: 16, t: 8, b: 28 }, height, bargap: 0.25, autosize: true };
  element.setAttribute("role", "img");
  const count = fill(texts.answers, { count: question.results.count });
  element.setAttribute("aria-label", [count, said].filter(Boolean).join(" · "));
  return Plotly.react(element, traces, { ...base, ...layout }, { ...CONFIG, responsive: true });
}
