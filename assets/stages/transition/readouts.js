// The numbers beside the picture, each mechanism its own.

import { number } from "../../player/words.js";
import { ballisticWindow, slope } from "./laws.js";

/** Rows of label and value at t, for a gain that was read off the state or the particles. */
export function readouts({ data: { texts }, values, law, particles }, t, gain) {
  const row = (name, value) => [texts[`row-${name}`], value];
  const rows = [row("time", number(t))];
  if (values.mechanism !== "measurements") rows.push(row("slope", t > 0 ? number(slope(law, t)) : "–"));
  return [...rows, ...OWN[values.mechanism](row, { values, texts, law, particles, t, gain })];
}

function sampled(row, { gain, law, t }) {
  return [
    row("measured", `${number(gain.mean)} ± ${number(gain.error, 1)}`),
    row("law", number(law(t))),
  ];
}

const OWN = {
  angle(row, { values, texts, t, gain }) {
    const edges = ballisticWindow(values.wick), sin = Math.sin((values.wick * Math.PI) / 180);
    const end = edges && (edges[1] === Infinity ? "∞" : number(edges[1], 2));
    return [
      row("gain", number(gain.mean)),
      row("window", edges ? `${number(edges[0], 2)} … ${end}` : texts.none),
      row("late", t > 0 ? number((gain.mean * sin) / t) : "–"),
    ];
  },
  flights(row, told) {
    const { values, particles, t } = told;
    const kept = particles.coherent(t).filter(Boolean).length / particles.count;
    return [
      ...sampled(row, told),
      row("diffusivity", number(values.memory)),
      row("kept", `${number(kept, 2)} | ${number(Math.exp(-t / values.memory), 2)}`),
    ];
  },
  measurements(row, told) {
    const { values, t } = told;
    return [...sampled(row, told), row("diffusivity", number(values.interval / 2)), row("count", String(Math.floor(t / values.interval)))];
  },
  trajectories(row, told) {
    const { values, particles, t } = told;
    const law = Math.exp(-values.lam * Math.atan(t));
    return [...sampled(row, told), row("memory", `${number(particles.tie(t), 2)} | ${number(law, 2)}`)];
  },
};
