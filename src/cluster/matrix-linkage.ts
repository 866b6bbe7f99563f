import { EngineError, type Run } from '../base/index.ts';
import { distanceBlocks } from '../distances/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { Merge } from './merge-tree.ts';
import { mergeByChain } from './neighbor-chain.ts';

/** The distance matrix may take this much: 46,340 distinct rows. */
const MAX_BYTES = 2 ** 33;

/**
 * Merges by the mean ('average') or the greatest ('complete') distance between the rows of two
 * clusters. Heights are distances.
 *
 * Keeps the whole matrix in 32 bits, 4·n² bytes: half of it would do, but then most looks would miss
 * the processor's cache (10,000 rows: 14 s instead of 4 s on a busy machine). Cost: O(n²·d) for the distances, O(n²) for the merges.
 *
 * Source: update formulas of Lance & Williams 1967, "A general theory of classificatory sorting
 * strategies".
 *
 * @param counts how many equal rows each row of x stands for
 * @throws {EngineError} the matrix would not fit
 */
export async function matrixMerges(
  x: Matrix,
  counts: Int32Array,
  linkage: 'average' | 'complete',
  run: Run,
): Promise<Merge[]> {
  const n = x.rows;
  const distances = await distanceMatrix(x, linkage, run);
  // Clusters that are left stand side by side at places 0 … left−1; the last fills a gap.
  const weights = Float64Array.from(counts);
  const clusterAt = Int32Array.from({ length: n }, (_, i) => i);
  const placeOf = clusterAt.slice();
  let left = n;
  const rowAt = (place: number) => distances.subarray(place * n, place * n + left);

  const nearest = (cluster: number, favored: number): readonly [number, number] => {
    const from = placeOf[cluster];
    const row = rowAt(from);
    let at = favored >= 0 ? placeOf[favored] : from === 0 ? 1 : 0;
    let best = row[at];
    for (let p = 0; p < left; p++) {
      if (row[p] < best && p !== from) {
        best = row[p];
        at = p;
      }
    }
    return [clusterAt[at], best];
  };
  const merge = (a: number, b: number) => {
    // The lower place stays, so that it is never the last one that fills the gap.
    const p = Math.min(placeOf[a], placeOf[b]);
    const q = Math.max(placeOf[a], placeOf[b]);
    clusterAt[p] = a;
    placeOf[a] = p;
    const rowP = rowAt(p);
    const rowQ = rowAt(q);
    const wp = weights[p];
    const wq = weights[q];
    for (let o = 0; o < left; o++) {
      rowP[o] =
        linkage === 'complete'
          ? Math.max(rowP[o], rowQ[o])
          : (wp * rowP[o] + wq * rowQ[o]) / (wp + wq);
    }
    left--;
    if (q !== left) {
      rowP[q] = rowP[left];
      rowQ.set(rowAt(left));
      rowQ[p] = rowP[q];
      weights[q] = weights[left];
      clusterAt[q] = clusterAt[left];
      placeOf[clusterAt[q]] = q;
    }
    weights[p] = wp + wq;
    rowP[p] = 0;
    // Both columns in one walk over the rows: it is the walk that takes the time.
    for (let o = 0; o < left; o++) {
      const row = o * n;
      distances[row + p] = rowP[o];
      distances[row + q] = rowQ[o];
    }
  };
  return mergeByChain(n, { any: () => clusterAt[0], nearest, merge }, run);
}

async function distanceMatrix(x: Matrix, linkage: string, run: Run): Promise<Float32Array> {
  const n = x.rows;
  const bytes = 4 * n * n;
  const refusal = (why: string, cause?: unknown) =>
    new EngineError(
      `Agglomerative: ${linkage} linkage must hold the distances of ${n} distinct rows in memory, ${(bytes / 2 ** 30).toFixed(1)} GiB, but ${why}. Use linkage "ward" or "single", which need no distance matrix, or fewer rows.`,
      { cause },
    );
  if (bytes > MAX_BYTES) throw refusal(`${MAX_BYTES / 2 ** 30} GiB is the limit`);
  let matrix: Float32Array;
  try {
    matrix = new Float32Array(bytes / 4);
  } catch (cause) {
    throw refusal('the system gave no more', cause);
  }
  for await (const { begin, end, distances } of distanceBlocks(x, x, run)) {
    matrix.set(distances, begin * n);
    run.progress('distances', end, n);
  }
  return matrix;
}
