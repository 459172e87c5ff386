// Words and numbers as people read them.

/** Real time is t, imaginary time is tau, between them it is s. */
export function timeName(wick) {
  return wick === 0 ? "time-real" : wick === 90 ? "time-imaginary" : "time-between";
}

export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function number(value, digits = 3) {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e5)) return scientific(value);
  const text = size >= 10 ** digits ? value.toFixed(0) : value.toPrecision(digits);
  return text.replace("-", "−");
}

const SUPERSCRIPT = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export function scientific(value) {
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(1).split("e");
  const power = [...String(Number(exponent))].map((char) => SUPERSCRIPT[char]).join("");
  return `${mantissa.replace("-", "−")}·10${power}`;
}
