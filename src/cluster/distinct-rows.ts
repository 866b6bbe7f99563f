import type { Matrix } from '../numeric/index.ts';

/** The different rows of a matrix, in order of first appearance. */
export interface DistinctRows {
  /** The first row of each group of equal ones. */
  readonly first: Int32Array;
  /** The group of each row. */
  readonly group: Int32Array;
  /** Rows per group. */
  readonly counts: Int32Array;
}

/** Cost: O(n·d) on average. Equal means equal numbers; 0 and −0 are equal. */
export function distinctRows(x: Matrix): DistinctRows {
  const { rows, cols } = x;
  // Adding 0 turns −0 into 0, so that equal numbers have equal bits.
  const words = new Int32Array(x.data.map((value) => value + 0).buffer);
  let size = 1;
  while (size < 2 * rows) size *= 2;
  const slots = new Int32Array(size).fill(-1);
  const group = new Int32Array(rows);
  const first: number[] = [];
  const counts: number[] = [];
  for (let i = 0; i < rows; i++) {
    let hash = 0;
    for (let at = i * cols; at < (i + 1) * cols; at++) {
      hash = Math.imul(hash ^ words[at], 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    let slot = hash & (size - 1);
    while (slots[slot] >= 0 && !equal(words, first[slots[slot]], i, cols)) {
      slot = (slot + 1) & (size - 1);
    }
    if (slots[slot] < 0) {
      slots[slot] = first.length;
      first.push(i);
      counts.push(0);
    }
    group[i] = slots[slot];
    counts[group[i]]++;
  }
  return { first: Int32Array.from(first), group, counts: Int32Array.from(counts) };
}

function equal(words: Int32Array, a: number, b: number, cols: number): boolean {
  for (let j = 0; j < cols; j++) if (words[a * cols + j] !== words[b * cols + j]) return false;
  return true;
}
