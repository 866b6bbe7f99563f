import { Random } from '../base/index.ts';
import type { ClusteredRows } from './codes.ts';

/** A small cluster keeps up to this many rows, so that its own figure means something. */
const FLOOR = 100;

/**
 * About `rows` of the rows, drawn from each cluster by its share, more from small ones.
 *
 * Figures over all rows must weigh each cluster by its full size. Repeatable for a seed; a cluster's
 * draw does not depend on the other clusters' rows.
 */
export function sampleClusters(from: ClusteredRows, rows: number, seed: number): ClusteredRows {
  const clusters = from.labels.length;
  const floor = Math.max(2, Math.min(FLOOR, Math.floor(rows / (2 * clusters))));
  const random = new Random(seed).fork('silhouette');
  const offsets = new Int32Array(clusters + 1);
  const chosen: Int32Array[] = [];
  for (let c = 0; c < clusters; c++) {
    const all = from.rows.subarray(from.offsets[c], from.offsets[c + 1]);
    const share = Math.round((all.length / from.rows.length) * rows);
    const size = Math.min(all.length, Math.max(floor, share));
    chosen.push(
      random
        .fork(from.labels[c])
        .sample(all.length, size)
        .map((at) => all[at]),
    );
    offsets[c + 1] = offsets[c] + size;
  }
  const taken = new Int32Array(offsets[clusters]);
  chosen.forEach((part, c) => {
    taken.set(part, offsets[c]);
  });
  return { rows: taken, labels: from.labels, offsets };
}
