import { checkSameLength, encodeLabels, type GivenLabels } from './codes.ts';

/** How two labellings of the same rows meet: only the cells that are not empty. */
export interface Contingency {
  readonly rows: number;
  /** Rows per label of the first and of the second labelling. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  /** Cell c: `count[c]` rows have label `inA[c]` and label `inB[c]`. */
  readonly inA: Int32Array;
  readonly inB: Int32Array;
  readonly count: Float64Array;
}

/** Cost: O(n); memory one number per cell in use. */
export function contingency(a: GivenLabels, b: GivenLabels): Contingency {
  checkSameLength('agreement', a.length, b.length, 'given label');
  const first = encodeLabels(a);
  const second = encodeLabels(b);
  const width = second.names.length;
  const sumsA = new Float64Array(first.names.length);
  const sumsB = new Float64Array(width);
  const cells = new Map<number, number>();
  for (let i = 0; i < a.length; i++) {
    const p = first.codes[i];
    const q = second.codes[i];
    sumsA[p]++;
    sumsB[q]++;
    cells.set(p * width + q, (cells.get(p * width + q) ?? 0) + 1);
  }
  const keys = [...cells.keys()].sort((p, q) => p - q);
  return {
    rows: a.length,
    a: sumsA,
    b: sumsB,
    inA: Int32Array.from(keys, (key) => Math.floor(key / width)),
    inB: Int32Array.from(keys, (key) => key % width),
    count: Float64Array.from(keys, (key) => cells.get(key)!),
  };
}
