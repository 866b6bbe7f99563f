import type { Matrix } from './matrix.ts';

/**
 * Finds the row of a matrix that equals a given one, number for number; 0 and −0 are the same.
 *
 * Cost: O(n·d) to build, about O(d) to find; memory two to four numbers per row, and x itself is kept.
 */
export class RowLookup {
  readonly #x: Matrix;
  /** Open addressing: row + 1, or 0 where nothing is. */
  readonly #table: Int32Array;
  readonly #values: Float32Array;
  readonly #words: Int32Array;
  /** Per row of the matrix: the first row that equals it. */
  readonly first: Int32Array;

  constructor(x: Matrix) {
    this.#x = x;
    this.#table = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, 2 * x.rows))));
    this.#values = new Float32Array(x.cols);
    this.#words = new Int32Array(this.#values.buffer);
    this.first = new Int32Array(x.rows);
    for (let i = 0; i < x.rows; i++) {
      const slot = this.#slot(x.row(i));
      if (this.#table[slot] === 0) this.#table[slot] = i + 1;
      this.first[i] = this.#table[slot] - 1;
    }
  }

  /** The first row that equals `row`; −1 when none does. */
  find(row: ArrayLike<number>): number {
    return this.#table[this.#slot(row)] - 1;
  }

  /** Where an equal row is, or else where it would be put. */
  #slot(row: ArrayLike<number>): number {
    const { cols } = this.#x;
    const values = this.#values;
    const words = this.#words;
    let hash = 0x811c9dc5;
    for (let j = 0; j < cols; j++) {
      // Adding 0 turns −0 into 0, whose bits would differ.
      values[j] = row[j] + 0;
      hash = Math.imul(hash ^ words[j], 0x85ebca6b);
      hash ^= hash >>> 13;
    }
    const mask = this.#table.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const held = this.#table[slot] - 1;
      if (held < 0 || this.#equal(held)) return slot;
    }
  }

  #equal(held: number): boolean {
    const { data, cols } = this.#x;
    for (let j = 0, at = held * cols; j < cols; j++) {
      if (data[at++] !== this.#values[j]) return false;
    }
    return true;
  }
}
