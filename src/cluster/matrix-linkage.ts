import { EngineError, type Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { distanceBlocks } from '../distances/index.ts';
import { treeOrder } from '../neighbors/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { Merge } from './merge-tree.ts';
import { mergeByChain } from './neighbor-chain.ts';

/** The distance matrix may take this much: 46,340 distinct rows. */
const MAX_BYTES = 2 ** 33;

/**
 * Merges by the mean ('average') or the greatest ('complete') distance between the rows of two
 * clusters. Heights are distances.
 *
 * Keeps the whole matrix in 32 bits, 4·n² bytes, but of two numbers for a pair only the one in the row
 * of the cluster that changed last is right. A row learns of merges when it is next looked at: by then
 * most of the clusters they made are gone again, and no merge has to write down two whole columns, a
 * miss of the processor's cache for every number. Rows are taken in tree order, so that rows looked at
 * one after the other read their numbers from the same lines.
 *
 * Cost: O(n²·d) for the distances, O(n²) for the merges.
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
  const order = await treeOrder(x, run);
  const distances = await distanceMatrix(x.takeRows(order), linkage, run);
  const weights = Float64Array.from(order, (row) => counts[row]);
  const merges = await mergeMatrix(distances, weights, linkage, run);
  return merges.map(({ a, b, height }) => ({ a: order[a], b: order[b], height }));
}

/**
 * The same from distances that are there.
 *
 * @param distances n × n, the same on both sides of a diagonal of infinity; changed
 * @param weights how many equal rows each stands for; changed
 */
export async function mergeMatrix(
  distances: Float32Array,
  weights: Float64Array,
  linkage: 'average' | 'complete' | 'single',
  run: Run,
): Promise<Merge[]> {
  const n = weights.length;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const scratch = scope.f32(n);
  // Merge e put cluster gone[e] into kept[e]; `latest` is a cluster's last merge, none once it is gone.
  const kept = new Int32Array(n);
  const gone = new Int32Array(n);
  const latest = new Int32Array(n).fill(-1);
  const isGone = new Uint8Array(n);
  /** How many merges each row of the matrix knows of. */
  const known = new Int32Array(n);
  let merged = 0;
  let lowest = 0;
  const any = () => {
    while (isGone[lowest] === 1) lowest++;
    return lowest;
  };

  const update = (cluster: number) => {
    const row = distances.subarray(cluster * n, (cluster + 1) * n);
    for (let e = known[cluster]; e < merged; e++) {
      row[gone[e]] = Number.POSITIVE_INFINITY;
      const other = kept[e];
      if (latest[other] === e) row[other] = distances[other * n + cluster];
    }
    known[cluster] = merged;
    return row;
  };
  const nearest = (cluster: number, favored: number): readonly [number, number] => {
    const row = update(cluster);
    scratch.view.set(row);
    let at = compute.call('leastAt', scratch.at, n);
    if (favored >= 0 && (at < 0 || row[favored] <= row[at])) at = favored;
    // Only squares that overflow 32 bits leave nothing below infinity.
    if (at < 0) at = isGone.findIndex((not, o) => not === 0 && o !== cluster);
    return [at, row[at]];
  };
  const merge = (a: number, b: number) => {
    const rowA = update(a);
    const rowB = update(b);
    const wa = weights[a];
    const wb = weights[b];
    if (linkage === 'complete') {
      for (let o = 0; o < n; o++) if (rowB[o] > rowA[o]) rowA[o] = rowB[o];
    } else if (linkage === 'single') {
      for (let o = 0; o < n; o++) if (rowB[o] < rowA[o]) rowA[o] = rowB[o];
    } else {
      for (let o = 0; o < n; o++) rowA[o] = (wa * rowA[o] + wb * rowB[o]) / (wa + wb);
    }
    rowA[a] = Number.POSITIVE_INFINITY;
    rowA[b] = Number.POSITIVE_INFINITY;
    weights[a] = wa + wb;
    isGone[b] = 1;
    latest[b] = -1;
    latest[a] = merged;
    kept[merged] = a;
    gone[merged] = b;
    known[a] = ++merged;
  };
  return mergeByChain(n, { any, nearest, merge }, run);
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
    for (let i = begin; i < end; i++) matrix[i * n + i] = Number.POSITIVE_INFINITY;
    run.progress('distances', end, n);
  }
  return matrix;
}
