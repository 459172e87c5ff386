// What is written beside the levels of a picture.

const LABEL_HEIGHT = 0.03; // of the picture

/** A label for each level; one for those whose labels would lie on each other: E₀, E₀,₁ or E₀₋₃. */
export function levelLabels(energies, { low, high }) {
  const groups = [];
  energies.forEach((energy, n) => {
    const last = groups.at(-1);
    if (last && energy - last.y < LABEL_HEIGHT * (high - low)) last.end = n;
    else groups.push({ y: energy, start: n, end: n });
  });
  return groups.map(({ y, start, end }) => {
    const numbers = start === end ? start : [start, end].join(end - start > 1 ? "–" : ",");
    return { y, text: `E<sub>${numbers}</sub>` };
  });
}
