// How the charts of Dispersion are laid out; what moves in them is moved by the stage.

import { decades, dot, line, roomy } from "../../player/panel.js";
import { faded } from "../../player/theme.js";
import { fill } from "../../player/words.js";

/** Traces by their place: the density charts have ghosts last, the width chart dots last. */
export const GROUPS = { solver: 0, exact: 1, real: 2, imaginary: 3, ghosts: 4, realDot: 5, imaginaryDot: 6 };
const TIME = [-1.5, 1]; // decades of the logarithmic axes: fixed, so that changes are seen
const GAIN = [-3, 2.5];
const GUIDES = [{ slope: 2, from: [-0.6, -2.6] }, { slope: 1, from: [-1.2, 0.4] }];
const GUIDE_LENGTH = 0.9; // decades of time

export function dressDensity(panel, twin, { waves, texts, tokens, time }) {
  const { x } = twin, now = twin.at(0);
  const colour = time === "real" ? tokens.surrogate : tokens.density;
  const peak = Math.max(...now.exact), amplitude = Math.sqrt(peak);
  const top = waves ? roomy(1.05 * Math.max(amplitude, peak)) : roomy(1.02 * peak);
  const thin = waves ? 1.2 : 0;
  const wave = (y, shade) => ({ x, y, ...line(shade, thin, { visible: waves }) });
  const name = twin.isWalkers ? "u" : "|ψ|²";
  return panel.set([
    { x, y: now.solver, ...line(colour, 2.5, { fill: "tozeroy", fillcolor: faded(colour, 0.22) }) },
    { x, y: now.exact, ...line(tokens.ink, 1.4, { dash: "dash" }) },
    wave(now.real, tokens.real),
    wave(now.imaginary, tokens.imaginary),
    ...twin.ghosts.map(({ y }) => ({ x, y, ...line(tokens.mute, 1, { opacity: 0.6 }) })),
  ], {
    x: { range: twin.shown, title: { text: texts["axis-x"], standoff: 4 } },
    y: { range: [waves ? -top : 0, top], title: { text: waves ? `${name}, ψ` : name, standoff: 4 } },
  }, tokens);
}

/** Both gains of variance; as numbers are given as logarithms, laws of powers are straight lines. */
export function dressGain(panel, { real, imaginary }, { texts, tokens, crossing }) {
  const times = Array.from({ length: 40 }, (_, i) => TIME[0] + (i / 39) * (TIME[1] - TIME[0]));
  const law = (twin) => times.map((time) => Math.log10(twin.law(10 ** time) - twin.start));
  const guide = ({ slope, from: [time, gain] }) => ({
    x: [time, time + GUIDE_LENGTH], y: [gain, gain + slope * GUIDE_LENGTH], ...line(tokens.mute, 1.6, { dash: "dot" }),
  });
  const meet = Math.log10(crossing);
  const mark = ({ slope, from: [time, gain] }) => ({
    x: time + GUIDE_LENGTH, y: gain + slope * GUIDE_LENGTH, text: fill(texts.slope, { slope }), showarrow: false, xanchor: "left", font: { color: tokens.mute },
  });
  return panel.set([
    { x: times, y: law(real), ...line(tokens.surrogate, 2) },
    { x: times, y: law(imaginary), ...line(tokens.density, 2) },
    { x: [meet, meet], y: [...GAIN], ...line(tokens.line, 1.5, { dash: "dot" }) },
    ...GUIDES.map(guide),
    { x: [0], y: [0], ...dot(tokens.surrogate, tokens.background) },
    { x: [0], y: [0], ...dot(tokens.density, tokens.background) },
  ], {
    x: decades(TIME, { title: { text: texts["axis-time"], standoff: 4 } }),
    y: decades(GAIN, { title: { text: texts["axis-gain"], standoff: 4 } }),
    annotations: GUIDES.map(mark),
  }, tokens);
}
