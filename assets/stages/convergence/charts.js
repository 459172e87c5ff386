// How the charts of Convergence are laid out; the stage moves what moves in them.

import { decades, dot, line } from "../../player/panel.js";
import { faded } from "../../player/theme.js";
import { timeName } from "../../player/words.js";

/** Traces by their place. */
export const DISTANCE = { plateau: 0, bound: 1, left: 2, leaving: 3, dot: 4 };
export const TAIL = { floor: 0, all: 1, walked: 2 };
export const WEIGHTS = { others: 0, goal: 1 };
export const ENERGY = { H: 0, born: 1, walkers: 2, dots: 3 };

const DISTANCES = [-6, 2.3]; // decades: fixed, so that changes are seen
const TAILS = [-7, 1]; // float32 states say nothing below
export const SHARES = [-8, 0.15];
export const STEMS = 16; // levels shown above the goal

const NOWHERE = -99; // far below every axis
const log = (value) => (value > 0 ? Math.log10(value) : NOWHERE);
const flat = { standoff: 4 };

/** 1 - F against the theorem's bound; `settling` knows both. */
export function dressDistance(panel, { settling, times, scene, texts, tokens }) {
  const { plateau, leaving } = settling;
  const [low, high] = DISTANCES;
  const inside = plateau ? [plateau.start, plateau.end] : [-2 * scene.duration, -scene.duration];
  const moment = Number.isFinite(leaving) && leaving > 0 ? leaving : -scene.duration;
  return panel.set([
    { x: [inside[0], inside[1], inside[1], inside[0]], y: [low, low, high, high], ...line(tokens.energy, 0, { fill: "toself", fillcolor: faded(tokens.energy, 0.16) }) },
    { x: times, y: times.map((s) => log(settling.bound(s))), ...line(tokens.real, 1.8, { dash: "dash" }) },
    { x: times, y: times.map((s) => log(settling.infidelity(s))), ...line(tokens.density, 2.5) },
    { x: [moment, moment], y: [low, high], ...line(tokens.energy, 1.4, { dash: "dot" }) },
    { x: [0], y: [0], ...dot(tokens.density, tokens.background) },
  ], {
    x: { range: [0, scene.duration], title: { text: texts[timeName(scene.wick)], ...flat }, nticks: 6 },
    y: decades(DISTANCES, { title: { text: "1 − F", ...flat }, nticks: 5 }),
  }, tokens);
}

/** A density on an axis of decades, and the height at which one of N walkers is expected. */
export function dressTail(panel, { x, scene, texts, tokens, hasFloor }) {
  const waiting = x.map(() => TAILS[0]);
  return panel.set([
    { x: [x[0], x.at(-1)], y: [0, 0], ...line(tokens.real, 1.8, { dash: "dash" }), visible: hasFloor },
    { x, y: waiting, ...line(tokens.mute, 1.4) },
    { x, y: waiting, ...line(tokens.density, 2.8) },
  ], {
    x: { range: [scene.grid.lo, scene.grid.hi], title: { text: texts["axis-x"], ...flat } },
    y: decades(TAILS, { title: { text: hasFloor ? "u" : "|ψ|²", ...flat } }),
  }, tokens);
}

/** Logarithms of a density, all of it and what lies above a floor. */
export function tailOf(density, floor) {
  const all = Float64Array.from(density, (value) => Math.max(log(value), TAILS[0] - 1));
  return { all, walked: all.map((value) => (value >= floor ? value : NaN)) };
}

/** Stems of |c_n|² on an axis of decades. */
export function dressWeights(panel, { settling, texts, tokens }) {
  const first = settling.levels[0];
  const { others, goal } = stems(settling, 0);
  return panel.set([
    { ...others, ...line(tokens.mute, 7) },
    { ...goal, ...line(tokens.density, 7) },
  ], {
    x: { range: [first - 0.8, first + STEMS - 0.2], title: { text: texts["axis-level"], ...flat }, nticks: 8 },
    y: decades(SHARES, { title: { text: "|cₙ|²", ...flat } }),
  }, tokens);
}

export function stems(settling, s) {
  const shares = settling.shares(s), first = settling.levels[0];
  const others = { x: [], y: [] }, bottom = SHARES[0];
  for (let n = first + 1; n < first + STEMS; n++) {
    const place = settling.levels.indexOf(n);
    const height = place > 0 ? log(shares[place]) : NOWHERE;
    others.x.push(n, n, null);
    others.y.push(bottom, height > bottom ? height : NaN, null);
  }
  return { others, goal: { x: [first, first], y: [bottom, Math.max(log(shares[0]), bottom)] } };
}

/** ⟨H⟩ and ⟨ζ⟩ under both densities; the axis suits ⟨ζ⟩ and the end of ⟨H⟩. */
export function dressEnergy(panel, { means, scene, texts, tokens, hasFloor }) {
  const { s, H, born, walkers } = means;
  const late = H.slice(Math.floor(H.length / 4));
  const seen = [...born, ...late, ...(hasFloor ? walkers : [])];
  const low = Math.min(...seen), high = Math.max(...seen), pad = 0.12 * (high - low) || 0.1;
  return panel.set([
    { x: s, y: H, ...line(tokens.energy, 2.4) },
    { x: s, y: born, ...line(tokens.density, 2) },
    { x: s, y: walkers, ...line(tokens.imaginary, 2), visible: hasFloor },
    ...[tokens.energy, tokens.density, tokens.imaginary].map((colour, i) => ({
      x: [0], y: [0], ...dot(colour, tokens.background), visible: i < 2 || hasFloor,
    })),
  ], {
    x: { range: [0, scene.duration], title: { text: texts[timeName(scene.wick)], ...flat }, nticks: 6 },
    y: { range: [low - pad, high + pad], nticks: 5 },
  }, tokens);
}
