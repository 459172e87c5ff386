// Data that a parameter makes: the formulas of solvers/diffusion/sampling_map.py.

const CURVE = 41, PIXELS = 12;

export const nodes = Float64Array.from({ length: CURVE }, (_, i) => (4 * i) / (CURVE - 1) - 2);
export const pixels = PIXELS;

const line = Float64Array.from({ length: PIXELS }, (_, i) => ((i + 0.5) * 4) / PIXELS - 2);

/** A curve of 41 values, or a picture of 12 × 12, row by row from below. */
export function make(kind, first, second) {
  if (kind === "neuron") return nodes.map((s) => Math.tanh(first * s + second));
  const picture = new Float64Array(PIXELS * PIXELS);
  for (let i = 0; i < PIXELS; i++) {
    const down = Math.exp(-2 * (line[i] - second) ** 2);
    for (let j = 0; j < PIXELS; j++) picture[i * PIXELS + j] = down * Math.exp(-2 * (line[j] - first) ** 2);
  }
  return picture;
}
