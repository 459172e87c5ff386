// One sentence about a state, computed from its numbers: caption and alternative text.

import { peaks } from "./observe.js";
import { timeName } from "./panels.js";

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function number(value, digits = 3) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return scientific(value);
  return value.toPrecision(digits).replace("-", "−");
}

const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export function scientific(value) {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(1).split("e");
  const power = [...String(Number(exponent))].map((char) => SUPERSCRIPT[char]).join("");
  return `${mantissa.replace("-", "−")}·10${power}`;
}

export function describe(state, scene, s) {
  const { texts } = scene;
  const count = peaks(state.density);
  const shape = count === 1 ? texts["one-peak"] : fill(texts["many-peaks"], { count });
  return fill(texts.sentence, {
    time: `${texts[timeName(scene.wick)]} = ${number(s)}`, shape, mean: number(state.mean), std: number(state.std),
    energy: number(state.energy), share: Math.round(100 * state.basin),
  });
}
