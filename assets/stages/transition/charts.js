// How the charts of Transition are laid out; what moves in them is moved by the stage.

import { decades, dot, line, roomy } from "../../player/panel.js";
import { faded } from "../../player/theme.js";
import { fill } from "../../player/words.js";
import { diffusion, dispersion, heat } from "./laws.js";

export const TIME = [-1.5, 2.5]; // decades of s/t_d and of gain/σ₀²: fixed, so that changes are seen
export const GAIN = [-2.5, 4];
export const DENSITY = { cloud: 0, first: 1, second: 2, real: 3, imaginary: 4 };
export const PLANE = { ray: 1, window: 2, dot: 3 };
export const GAINS = { law: 3, opens: 4, closes: 5, measured: 6, bar: 7, dot: 8 };
const SAMPLES = 80;
const NOWHERE = { x: [0, 0], y: [NaN, NaN] };
const PLACES = { dispersion: 1.35, diffusion: 2.1 }; // decades of time where the slopes are named

export const LOG_TIMES = Array.from({ length: SAMPLES }, (_, i) => TIME[0] + (i / (SAMPLES - 1)) * (TIME[1] - TIME[0]));

export function dressDensity(panel, { x, closed, peak, isAngle, range }, { texts, tokens }) {
  const top = roomy(1.02 * peak), zeros = (xs) => Array.from(xs, () => 0);
  const thin = (shade, visible) => ({ x, y: zeros(x), ...line(shade, 1.2, { visible }) });
  return panel.set([
    { x: closed, y: zeros(closed), ...line(tokens.density, isAngle ? 2.5 : 1.2, { fill: "tozeroy", fillcolor: faded(tokens.density, 0.25) }) },
    { x, y: zeros(x), ...line(tokens.surrogate, 1.6, { dash: "dash" }) },
    { x, y: zeros(x), ...line(tokens.density, 1.6, { dash: "dash" }) },
    thin(tokens.real, isAngle),
    thin(tokens.imaginary, isAngle),
  ], {
    x: { range, title: { text: texts["axis-x"], standoff: 4 } },
    y: { range: [isAngle ? -top : 0, top], title: { text: isAngle ? "|ψ|, Re ψ, Im ψ" : "√ρ", standoff: 4 } },
  }, tokens);
}

/** Time's complex plane: real to the right, imaginary upwards, the run along a ray. */
export function dressPlane(panel, duration, { texts, tokens }) {
  const arc = Array.from({ length: 46 }, (_, i) => (i / 45) * (Math.PI / 2));
  const range = [0, 1.1 * duration];
  return panel.set([
    { x: arc.map((a) => duration * Math.cos(a)), y: arc.map((a) => duration * Math.sin(a)), ...line(tokens.line, 1.5) },
    { x: [0, 0], y: [0, 0], ...line(tokens.mute, 2) },
    { x: [0, 0], y: [0, 0], ...line(tokens.real, 6) },
    { x: [0], y: [0], ...dot(tokens.density, tokens.background) },
  ], {
    x: { range, constrain: "domain", title: { text: texts["axis-plane-real"], standoff: 4 } },
    y: { range, constrain: "domain", scaleanchor: "x", title: { text: texts["axis-plane-imaginary"], standoff: 4 } },
  }, tokens);
}

/** Places against time; the particles themselves are on the canvas over it. */
export function dressPaths(panel, duration, range, { texts, tokens }) {
  return panel.set([{ x: [0, 0], y: range, ...line(tokens.mute, 1) }], {
    x: { range: [0, 1.02 * duration], title: { text: texts["axis-time"], standoff: 4 } },
    y: { range, title: { text: texts["axis-x"], standoff: 4 } },
  }, tokens);
}

export function dressGain(panel, { isAngle }, { texts, tokens }) {
  const curve = (law) => ({ x: LOG_TIMES, y: logs(law) });
  const name = (law, at, slope) => ({
    x: at, y: Math.log10(law(10 ** at)), text: fill(texts.slope, { slope }), showarrow: false, xanchor: "left", yanchor: "top", font: { color: tokens.mute },
  });
  const edge = { x: [0, 0], y: [...GAIN], ...line(tokens.real, 1.5, { dash: "dot" }) };
  return panel.set([
    { ...curve(dispersion), ...line(tokens.surrogate, 1.2, { dash: "dash" }) },
    { ...curve(diffusion), ...line(tokens.density, 1.2, { dash: "dash", visible: isAngle }) },
    { ...curve(heat), ...line(tokens.density, 1.2, { dash: "dash", visible: !isAngle }) },
    { ...curve(dispersion), ...line(tokens.energy, 2.5) },
    { ...edge }, { ...edge },
    { ...curve(dispersion), ...line(tokens.ink, 1) },
    { x: [0, 0], y: [0, 1], ...line(tokens.ink, 2) },
    { x: [0], y: [0], ...dot(tokens.ink, tokens.background) },
  ], {
    x: decades(TIME, { title: { text: texts["axis-s"], standoff: 4 } }),
    y: decades(GAIN, { title: { text: texts["axis-gain"], standoff: 4 } }),
    annotations: [name(dispersion, PLACES.dispersion, 2), name(isAngle ? diffusion : heat, PLACES.diffusion, 1)],
  }, tokens);
}

/** Logarithms of a law at `LOG_TIMES`. */
export function logs(law) {
  return LOG_TIMES.map((time) => Math.log10(law(10 ** time)));
}

/** A vertical line at a time, or nowhere. */
export function upright(panel, index, t) {
  const at = t ? Math.log10(t) : NaN;
  const isShown = at > TIME[0] && at < TIME[1];
  panel.move(index, isShown ? [...GAIN] : NOWHERE.y, isShown ? [at, at] : NOWHERE.x);
}
