// K candidates at any time: the numbers of solvers/candidates.py, in the browser.

const SWEEPS = 12, NOTHING = 1e-14; // of Jacobi's method; eight candidates need six

/** A choice as `solvers.candidates.Candidates` has it, with what follows from it at once. */
export function choose({ costs, priors, J, wick, reading }) {
  const born = reading === "born" || wick !== 90;
  const total = priors.reduce((sum, weight) => sum + weight, 0);
  const prior = costs.map((_, k) => (priors.length ? priors[k] / total : 1 / costs.length));
  const angle = (wick * Math.PI) / 180;
  const kappa = { damping: Math.sin(angle), rotation: wick === 90 ? 0 : Math.cos(angle) };
  const start = prior.map((p) => (born ? Math.sqrt(p) : p));
  return { costs, priors, J, wick, reading, born, prior, start, kappa, levels: J > 0 ? eigen(costs, J) : null };
}

/** Real and imaginary parts of ψ_k, scaled so that the squares sum to 1. */
export function amplitudes(choice, s) {
  const { costs, start, levels, kappa } = choice;
  const real = new Float64Array(costs.length), imaginary = new Float64Array(costs.length);
  const add = (k, size, phase) => {
    real[k] += size * Math.cos(phase);
    imaginary[k] += size * Math.sin(phase);
  };
  if (levels) {
    const ground = Math.min(...levels.energies);
    levels.energies.forEach((energy, n) => {
      const state = levels.states[n], weight = state.reduce((sum, value, k) => sum + value * start[k], 0);
      const size = weight * Math.exp(-kappa.damping * s * (energy - ground));
      state.forEach((value, k) => add(k, size * value, -kappa.rotation * s * energy));
    });
  } else {
    const exponents = costs.map((cost, k) => Math.log(start[k]) - kappa.damping * s * cost);
    const top = Math.max(...exponents);
    exponents.forEach((exponent, k) => add(k, Math.exp(exponent - top), -kappa.rotation * s * costs[k]));
  }
  const norm = Math.sqrt(real.reduce((sum, value, k) => sum + value ** 2 + imaginary[k] ** 2, 0));
  return { real: real.map((value) => value / norm), imaginary: imaginary.map((value) => value / norm) };
}

/** Probabilities, their rates of change, phases and figures at a time. */
export function observe(choice, s) {
  const { costs, J, born, kappa } = choice;
  const { real, imaginary } = amplitudes(choice, s);
  const H = (psi, k) => costs[k] * psi[k] - J * ((psi[k - 1] ?? 0) + (psi[k + 1] ?? 0));
  const weight = real.map((value, k) => (born ? value ** 2 + imaginary[k] ** 2 : Math.max(value, 0)));
  const flow = real.map((value, k) => {
    const a = H(real, k), b = H(imaginary, k);
    const change = [kappa.rotation * b - kappa.damping * a, -kappa.rotation * a - kappa.damping * b];
    return born ? 2 * (value * change[0] + imaginary[k] * change[1]) : change[0];
  });
  const all = weight.reduce((a, b) => a + b), out = flow.reduce((a, b) => a + b);
  const p = weight.map((value) => value / all);
  const mean = p.reduce((sum, value, k) => sum + value * costs[k], 0);
  const entropy = p.reduce((sum, value) => sum - (value > 0 ? value * Math.log(value) : 0), 0);
  const rates = flow.map((value, k) => (value - p[k] * out) / all);
  return { p, rates, mean, entropy, phases: real.map((value, k) => Math.atan2(imaginary[k], value)) };
}

/** Inverse temperature of isolated candidates. */
export function beta(choice, s) {
  return choice.born ? 2 * s * choice.kappa.damping : s;
}

/** Share of the first of two candidates alone, whose costs differ by `difference`. */
export function pairShare({ prior, born, J, kappa }, difference, s) {
  const both = prior[0] + prior[1];
  const [first, second] = [prior[0] / both, prior[1] / both].map((p) => (born ? Math.sqrt(p) : p));
  const gap = Math.max(Math.hypot(difference, 2 * J), 1e-12);
  const fall = Math.exp(-kappa.damping * s * gap), turn = -kappa.rotation * s * gap;
  const cosh = [(1 + fall * Math.cos(turn)) / 2, (fall * Math.sin(turn)) / 2];
  const sinh = [(1 - fall * Math.cos(turn)) / gap, (-fall * Math.sin(turn)) / gap];
  const up = (difference / 2) * first + J * second, down = J * first - (difference / 2) * second;
  const size = (part, lift) => {
    const [re, im] = [cosh[0] * part + sinh[0] * lift, cosh[1] * part + sinh[1] * lift];
    return born ? re ** 2 + im ** 2 : re;
  };
  const upper = size(first, up), lower = size(second, down);
  return upper / (upper + lower);
}

/** Share of the winner that never goes away: 1 for isolated candidates, less with hopping. */
export function lastShare({ costs, prior, levels, born }) {
  let weight;
  if (levels) {
    const ground = levels.states[levels.energies.indexOf(Math.min(...levels.energies))];
    weight = ground.map((value) => (born ? value ** 2 : Math.abs(value)));
  } else {
    const cheapest = Math.min(...costs);
    weight = prior.map((p, k) => (costs[k] === cheapest ? p : 0));
  }
  return Math.max(...weight) / weight.reduce((a, b) => a + b);
}

/** Eigenvalues and eigenvectors of the row of candidates, by Jacobi's rotations. */
function eigen(costs, J) {
  const n = costs.length;
  const A = costs.map((cost, i) => costs.map((_, j) => (i === j ? cost : Math.abs(i - j) === 1 ? -J : 0)));
  const V = costs.map((_, i) => costs.map((_, j) => Number(i === j))); // one eigenvector a row
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) {
      if (Math.abs(A[p][q]) < NOTHING) continue;
      const angle = 0.5 * Math.atan2(2 * A[p][q], A[q][q] - A[p][p]);
      const c = Math.cos(angle), s = Math.sin(angle);
      for (let k = 0; k < n; k++) [A[k][p], A[k][q]] = [c * A[k][p] - s * A[k][q], s * A[k][p] + c * A[k][q]];
      for (const M of [A, V]) for (let k = 0; k < n; k++) [M[p][k], M[q][k]] = [c * M[p][k] - s * M[q][k], s * M[p][k] + c * M[q][k]];
    }
  }
  return { energies: A.map((row, i) => row[i]), states: V };
}
