// Where a surface on a square passes a height: marching squares.

/** Ends of the straight pieces in each kind of cell, as edges: 0 below, 1 right, 2 above, 3 left. */
const PIECES = [
  [], [[3, 0]], [[0, 1]], [[3, 1]], [[1, 2]], [[3, 0], [1, 2]], [[0, 2]], [[3, 2]],
  [[2, 3]], [[0, 2]], [[0, 1], [2, 3]], [[1, 2]], [[3, 1]], [[0, 1]], [[3, 0]], [],
];

/**
 * The line at a height, as x and y in units of the grid with null between its pieces.
 * `values` hold n² numbers, rows are y; node i of an axis stands at lo + (i + ½) dx.
 */
export function outline(values, { lo, hi, n }, height) {
  const dx = (hi - lo) / n, x = [], y = [];
  const share = (from, to) => (height - from) / (to - from);
  for (let row = 0; row + 1 < n; row++) {
    for (let column = 0; column + 1 < n; column++) {
      const i = row * n + column;
      const a = values[i], b = values[i + 1], c = values[i + n + 1], d = values[i + n];
      const kind = (a > height) | ((b > height) << 1) | ((c > height) << 2) | ((d > height) << 3);
      for (const piece of PIECES[kind]) {
        for (const edge of piece) {
          const [across, up] = edge === 0 ? [share(a, b), 0] : edge === 1 ? [1, share(b, c)] : edge === 2 ? [share(d, c), 1] : [0, share(a, d)];
          x.push(lo + (column + 0.5 + across) * dx);
          y.push(lo + (row + 0.5 + up) * dx);
        }
        x.push(null);
        y.push(null);
      }
    }
  }
  return { x, y };
}
