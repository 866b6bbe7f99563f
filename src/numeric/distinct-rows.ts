import type { Matrix } from './matrix.ts';

/**
 * How many different rows x has; 0 and −0 are the same.
 *
 * Rows are told apart by 53 bits of hash: among a million, two different ones are taken for equal with
 * a chance of about 1 in 20,000. Cost: O(n·d), one number per different row.
 */
export function countDistinctRows(x: Matrix): number {
  const seen = new Set<number>();
  // Adding 0 turns −0 into 0, whose bits would differ.
  const words = new Int32Array(Float32Array.from(x.data, (value) => value + 0).buffer);
  for (let i = 0; i < x.rows; i++) {
    let high = 0x811c9dc5;
    let low = 0x9747b28c;
    for (let j = i * x.cols; j < (i + 1) * x.cols; j++) {
      high = Math.imul(high ^ words[j], 0x85ebca6b);
      high ^= high >>> 13;
      low = Math.imul(low ^ words[j], 0xc2b2ae35);
      low ^= low >>> 16;
    }
    seen.add((high >>> 0) * 0x200000 + ((low >>> 0) & 0x1fffff));
  }
  return seen.size;
}
