// How the charts of Taylor are laid out; the stage moves what moves in them.

import { decades, dot, line } from "../../player/panel.js";
import { faded } from "../../player/theme.js";
import { timeName } from "../../player/words.js";
import { FAITHFUL } from "./record.js";

/** Traces by their place; for each order j there is one in each group. */
export const PICTURE = { zeta: 0, truth: 1, surrogates: 2, packets: 6, trusted: 10 };
export const FIDELITY = { level: 0, curves: 1, falls: 5, now: 6 };
export const DISTANCE = { curves: 0, bounds: 4, now: 8 };
export const DESCENT = { truth: 0, packets: 1, optimisers: 3, now: 5 };

const DISTANCES = [-3, 0.5]; // decades
const BAR = 0.03; // of the height: between two bars of trust
const flat = { standoff: 4 };
const log = (value) => (value > 0 ? Math.log10(value) : NaN);

export const colours = (tokens) => [tokens.imaginary, tokens.real, tokens.surrogate, tokens.energy];

/** ζ, its surrogates, the packets on one line, and where each surrogate is trusted. */
export function dressPicture(panel, { x, zeta, rivals, scene, window: view, texts, tokens }) {
  const { low, high } = view, shades = colours(tokens);
  const waiting = x.map(() => low);
  const bars = rivals.map(({ trust }, j) => ({ x: [...trust], y: Array(2).fill(low + BAR * (j + 0.8) * (high - low)) }));
  return panel.set([
    { x, y: zeta, ...line(tokens.land, 2.5) },
    { x, y: waiting, ...line(tokens.density, 3.5, { fill: "toself", fillcolor: faded(tokens.density, 0.22) }) },
    ...rivals.map(({ values }, j) => ({ x, y: values, ...line(shades[j], 1.6, { dash: "dash" }) })),
    ...rivals.map((_, j) => ({ x, y: waiting, ...line(shades[j], 2) })),
    ...bars.map((bar, j) => ({ ...bar, ...line(shades[j], 4) })),
  ], {
    x: { range: [scene.grid.lo, scene.grid.hi], title: { text: texts["axis-x"], ...flat } },
    y: { range: [low, high], title: { text: texts["axis-zeta"], ...flat }, nticks: 6 },
  }, tokens);
}

export function dressFidelity(panel, { curves, times, scene, texts, tokens }) {
  const shades = colours(tokens), ends = [0, scene.duration];
  return panel.set([
    { x: ends, y: [FAITHFUL, FAITHFUL], ...line(tokens.mute, 1.2, { dash: "dot" }) },
    ...curves.map(({ fidelity }, j) => ({ x: times, y: fidelity, ...line(shades[j], 2) })),
    { ...falls(curves, -scene.duration), ...line(tokens.ink, 1.2) },
    ...shades.map((shade) => ({ x: [0], y: [0], ...dot(shade, tokens.background) })),
  ], {
    x: { range: ends, title: { text: texts[timeName(scene.wick)], ...flat }, nticks: 6 },
    y: { range: [-0.03, 1.05], title: { text: "|⟨ψₙ|ψ⟩|²", ...flat }, nticks: 6 },
  }, tokens);
}

/** Small marks on the 99 % line where a curve passes it; out of sight where none does. */
function falls(curves, nowhere) {
  const x = [], y = [];
  for (const { lostAt } of curves) {
    const there = Number.isFinite(lostAt) ? lostAt : nowhere;
    x.push(there, there, null);
    y.push(FAITHFUL - 0.05, FAITHFUL + 0.05, null);
  }
  return { x, y };
}

export function dressDistance(panel, { curves, times, scene, texts, tokens }) {
  const shades = colours(tokens);
  return panel.set([
    ...curves.map(({ distance }, j) => ({ x: times, y: distance.map(log), ...line(shades[j], 2) })),
    ...curves.map(({ bound }, j) => ({ x: times, y: bound.map(log), ...line(shades[j], 1.5, { dash: "dash" }), visible: scene.wick === 0 })),
    ...shades.map((shade) => ({ x: [0], y: [0], ...dot(shade, tokens.background) })),
  ], {
    x: { range: [0, scene.duration], title: { text: texts[timeName(scene.wick)], ...flat }, nticks: 6 },
    y: decades(DISTANCES, { title: { text: "‖ψ − ψₙ‖", ...flat } }),
  }, tokens);
}

/** Places against imaginary time: the packets re-expanded, their optimisers dashed on top. */
export function dressDescent(panel, { paths, truth, scene, range, texts, tokens }) {
  const { first, second, gradient, newton } = paths;
  return panel.set([
    { x: truth.t, y: truth.x, ...line(tokens.density, 2.2) },
    { x: first.t, y: first.x, ...line(tokens.real, 4) },
    { x: second.t, y: second.x, ...line(tokens.surrogate, 4) },
    { x: gradient.t, y: gradient.x, ...line(tokens.ink, 1.6, { dash: "dash" }) },
    { x: newton.t, y: newton.x, ...line(tokens.imaginary, 1.8, { dash: "dash" }) },
    ...[tokens.real, tokens.surrogate].map((shade) => ({ x: [0], y: [0], ...dot(shade, tokens.background) })),
  ], {
    x: { range: [0, scene.duration], title: { text: texts["time-imaginary"], ...flat }, nticks: 6 },
    y: { range, title: { text: texts["axis-x"], ...flat }, nticks: 6 },
  }, tokens);
}
