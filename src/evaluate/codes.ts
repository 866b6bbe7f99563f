import { DataError } from '../base/index.ts';

/** A labelling with its names replaced by 0…k−1, every one of them in use. */
export interface Codes {
  readonly codes: Int32Array;
  /** The label behind each code. */
  readonly names: readonly (number | string)[];
}

/** Given labels: whole numbers, or words such as a species or a channel. */
export type GivenLabels = ArrayLike<number> | readonly string[];

/** Codes in order of first appearance. Noise (−1) is a label like any other here. */
export function encodeLabels(labels: GivenLabels): Codes {
  const known = new Map<number | string, number>();
  const codes = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    let code = known.get(label);
    if (code === undefined) {
      code = known.size;
      known.set(label, code);
    }
    codes[i] = code;
  }
  return { codes, names: [...known.keys()] };
}

/** The rows that are in a cluster, ordered by cluster and within it by row. */
export interface ClusteredRows {
  /** Row numbers, cluster after cluster. */
  readonly rows: Int32Array;
  /** The label of each cluster, ascending. */
  readonly labels: Int32Array;
  /** Where each cluster begins in `rows`; one more than there are clusters. */
  readonly offsets: Int32Array;
}

/** Sorts rows by cluster; noise is left out. Cost: O(n). */
export function sortByCluster(labels: ArrayLike<number>): ClusteredRows {
  let highest = -1;
  for (let i = 0; i < labels.length; i++) if (labels[i] > highest) highest = labels[i];
  const sizes = new Int32Array(highest + 1);
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] < 0) continue;
    sizes[labels[i]]++;
    total++;
  }
  const used = Int32Array.from(sizes.keys()).filter((label) => sizes[label] > 0);
  const next = new Int32Array(highest + 1);
  const offsets = new Int32Array(used.length + 1);
  used.forEach((label, c) => {
    next[label] = offsets[c];
    offsets[c + 1] = offsets[c] + sizes[label];
  });
  const rows = new Int32Array(total);
  for (let i = 0; i < labels.length; i++) if (labels[i] >= 0) rows[next[labels[i]]++] = i;
  return { rows, labels: used, offsets };
}

/** @throws {DataError} another number of labels than of rows */
export function checkSameLength(where: string, labels: number, rows: number, what = 'row'): void {
  if (labels !== rows) {
    throw new DataError(`${where}: there must be one label per ${what} (${rows}), got ${labels}.`);
  }
}
