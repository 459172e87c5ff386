// The cells of a sweep, as far as they are known.

export const STATES = ["green", "amber", "red", "refused"];
export const NEVER = "never"; // known, in order, and without a value

export class Cells {
  constructor({ across, up }) {
    Object.assign(this, { rows: up.values.length, columns: across.values.length, done: 0 });
    const size = this.rows * this.columns;
    this.values = new Float64Array(size).fill(NaN);
    this.errors = new Float32Array(size).fill(NaN);
    this.levels = new Int8Array(size).fill(-1);
    this.notes = {};
  }

  take({ places, values, errors, levels, notes }) {
    places.forEach((at, i) => {
      if (this.levels[at] < 0) this.done += 1;
      this.values[at] = values[i];
      this.errors[at] = errors[i];
      this.levels[at] = levels[i];
    });
    Object.assign(this.notes, notes);
  }

  at([row, column]) {
    const i = row * this.columns + column;
    return { value: this.values[i], error: this.errors[i], state: this.state(i), note: this.notes[i] ?? "" };
  }

  state(i) {
    if (this.levels[i] < 0) return null;
    const state = STATES[this.levels[i]];
    return state === "green" && Number.isNaN(this.values[i]) ? NEVER : state;
  }

  row(row, shown) {
    return Array.from({ length: this.columns }, (_, column) => shown(this.values[row * this.columns + column]));
  }

  /** Rows of what is known, and of the nearest coarser cell where nothing is. */
  grids(shown) {
    const known = [], guessed = [];
    for (let row = 0; row < this.rows; row++) {
      known.push(this.row(row, shown));
      guessed.push(Array.from({ length: this.columns }, (_, column) => {
        const i = row * this.columns + column;
        return this.levels[i] >= 0 ? null : shown(this.coarser(row, column));
      }));
    }
    return { known, guessed };
  }

  coarser(row, column) {
    for (let mask = ~1; mask & 63; mask <<= 1) {
      for (const i of [(row & mask) * this.columns + column, row * this.columns + (column & mask), (row & mask) * this.columns + (column & mask)]) {
        if (this.levels[i] >= 0) return this.values[i];
      }
    }
    return NaN;
  }

  /** Smallest and largest value known. */
  get extent() {
    let low = Infinity, high = -Infinity;
    for (const value of this.values) if (Number.isFinite(value)) [low, high] = [Math.min(low, value), Math.max(high, value)];
    return low <= high ? [low, high] : [0, 1];
  }

  count(state) {
    let count = 0;
    this.levels.forEach((_, i) => (count += this.state(i) === state));
    return count;
  }
}
