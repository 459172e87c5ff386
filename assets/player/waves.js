// Eigenstates on their nodes, from the plane waves of solvers/basis.py that they are sums of.

const NOTHING = 1e-9; // amplitude that float32 does not show beside others
const TOGETHER = 4; // waves added in one pass over the nodes: half the time of one by one
const RECENT = 4;
const tables = new Map();

/**
 * Rows of values, Float32Array, from rows of amplitudes. Every wave is even or odd about the
 * middle of the box, so half the nodes do.
 */
export function summed({ waves, size, grid }) {
  const { n, lo, hi } = grid, half = (n + 1) >> 1, count = waves.length / size;
  const { values, even, odd } = tableOf(grid, size), height = Math.sqrt(2 / (hi - lo));
  const states = new Float32Array(count * n), amplitudes = new Float64Array(size + 1);
  const sums = [new Float64Array(half), new Float64Array(half)];
  for (let k = 0; k < count; k++) {
    for (let j = 0; j < size; j++) amplitudes[j] = height * waves[k * size + j];
    [even, odd].forEach((rows, i) => add(sums[i].fill(0), amplitudes, rows, values));
    const [a, b] = sums;
    for (let i = 0, left = k * n, right = left + n - 1; i < half; i++) {
      states[left + i] = a[i] + b[i];
      states[right - i] = a[i] - b[i];
    }
  }
  return states;
}

function add(sum, amplitudes, rows, values) {
  const half = sum.length;
  for (let m = 0; m < rows.length; m += TOGETHER) {
    const a = amplitudes[rows[m]], b = amplitudes[rows[m + 1]], c = amplitudes[rows[m + 2]], d = amplitudes[rows[m + 3]];
    if (Math.abs(a) + Math.abs(b) + Math.abs(c) + Math.abs(d) < NOTHING) continue;
    const p = rows[m] * half, q = rows[m + 1] * half, r = rows[m + 2] * half, s = rows[m + 3] * half;
    for (let i = 0; i < half; i++) sum[i] += a * values[p + i] + b * values[q + i] + c * values[r + i] + d * values[s + i];
  }
}

/**
 * Waves of height 1 on the left half of the nodes, one a row and a last one that is nothing;
 * which are even and which odd, filled up with that one.
 */
function tableOf({ n, edges }, size) {
  const key = `${n} ${size} ${edges}`, ring = edges === "periodic";
  if (tables.has(key)) return tables.get(key);
  const half = (n + 1) >> 1, around = 4 * n, values = new Float64Array((size + 1) * half);
  const sine = Float64Array.from({ length: around }, (_, m) => Math.sin((Math.PI * m) / (2 * n)));
  const even = [], odd = [];
  for (let j = 0, o = 0; j < size; j++) {
    // Sines between walls, the first one even; on a ring 1, then cosine and sine in turn.
    const isOdd = ring ? j > 0 && j % 2 === 0 : j % 2 === 1;
    const harmonic = ring ? 2 * ((j + 1) >> 1) : j + 1, shift = ring && !isOdd ? n : 0;
    for (let i = 0; i < half; i++, o++) values[o] = sine[(harmonic * (2 * i + 1) + shift) % around];
    (isOdd ? odd : even).push(j);
  }
  if (ring) values.fill(Math.SQRT1_2, 0, half);
  for (const rows of [even, odd]) while (rows.length % TOGETHER) rows.push(size);
  tables.set(key, { values, even, odd });
  if (tables.size > RECENT) tables.delete(tables.keys().next().value);
  return tables.get(key);
}
