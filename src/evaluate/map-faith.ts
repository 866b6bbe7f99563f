/**
 * Trustworthiness and continuity: does a map show the neighbours that the rows have?
 *
 * Source: Venna & Kaski 2001, "Neighborhood preservation in nonlinear projection methods"; Venna & Kaski 2006.
 */
import {
  DataError,
  integer,
  type OptionTable,
  Run,
  type RunContext,
  readOptions,
} from '../base/index.ts';
import { distanceBlocks } from '../distances/index.ts';
import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { checkSameLength } from './codes.ts';

export interface MapFaithOptions {
  /** Neighbours per row that are looked at; fewer than half of the rows. Default 15. */
  neighbors: number;
  /** Rows that are judged, spread evenly; each is compared with all. Default 5,000. */
  rows: number;
}

const mapFaithTable: OptionTable<MapFaithOptions> = {
  neighbors: integer({ min: 1, default: 15, meaning: 'Neighbours per row that are looked at' }),
  rows: integer({ min: 1, default: 5000, meaning: 'Rows that are judged' }),
};

export interface MapFaith {
  /** From 0 to 1: near 1 when the neighbours in the map are neighbours of the row. */
  readonly trustworthiness: number;
  /** From 0 to 1: near 1 when the neighbours of a row are its neighbours in the map. */
  readonly continuity: number;
  /** Rows that the figures rest on. */
  readonly judged: number;
}

/**
 * How far a map keeps neighbourhoods, by the ranks of what it shows wrongly and of what it hides.
 *
 * A neighbour in the map that is the r-th nearest row costs r − k, and a neighbour of the row that is the
 * r-th nearest in the map the same; both are scaled so that the worst map has about 0.
 *
 * Shapes: x is n × d, z is n × c.   Missing: NaN not allowed.   Euclidean distances, to six digits.
 * Cost: O(rows·n·(d + c)); memory some 16 MiB and copies of both.   Repeatable: on any thread count.
 * Warns: 'trustworthiness-sampled' when there are more rows than `rows`.
 *
 * @throws {DataError} other numbers of rows, or neighbors not below half of them
 * @example
 * const { trustworthiness } = await mapFaith(x, await model.transform(x));
 */
export async function mapFaith(
  x: Matrix,
  z: Matrix,
  context: RunContext = {},
  options: Partial<MapFaithOptions> = {},
): Promise<MapFaith> {
  const { neighbors: k, rows } = readOptions('mapFaith', mapFaithTable, options);
  const run = new Run(context);
  run.check();
  checkMatrix('mapFaith', x);
  checkMatrix('mapFaith', z);
  checkSameLength('mapFaith', z.rows, x.rows);
  const n = x.rows;
  if (2 * k >= n) {
    throw new DataError(`mapFaith: neighbors must be below half of the ${n} rows, got ${k}.`);
  }
  const judged = Math.min(rows, n);
  if (judged < n) {
    run.warn(
      'trustworthiness-sampled',
      `Trustworthiness and continuity rest on ${judged} of ${n} rows, spread evenly.`,
    );
  }
  const sample = Int32Array.from({ length: judged }, (_, i) => Math.floor((i * n) / judged));
  let [shown, hidden] = [0, 0];
  const places = distanceBlocks(z.takeRows(sample), z, run);
  for await (const block of distanceBlocks(x.takeRows(sample), x, run)) {
    // Asking for the other block may move the kernels' memory from under this one.
    const distances = block.distances.slice();
    const other = await places.next();
    if (other.done) break;
    for (let i = block.begin; i < block.end; i++) {
      const [from, to] = [(i - block.begin) * n, (i + 1 - block.begin) * n];
      const own = distances.subarray(from, to);
      const inMap = other.value.distances.subarray(from, to);
      shown += excess(own, inMap, sample[i], k);
      hidden += excess(inMap, own, sample[i], k);
    }
    run.progress('trustworthiness', block.end, judged);
  }
  const scale = 2 / (judged * k * (2 * n - 3 * k - 1));
  return { trustworthiness: 1 - scale * shown, continuity: 1 - scale * hidden, judged };
}

/** By how much the k nearest by one distance exceed rank k by the other. */
function excess(ranked: Float32Array, chosen: Float32Array, self: number, k: number): number {
  // The rank of a row is one more than the number of those that are nearer.
  const reaches = Float32Array.from(nearest(chosen, self, k), (row) => ranked[row]).sort();
  const nearer = new Int32Array(k + 1);
  const farthest = reaches[k - 1];
  for (let row = 0; row < ranked.length; row++) {
    const distance = ranked[row];
    if (distance >= farthest || row === self) continue;
    let j = k - 1;
    while (j > 0 && reaches[j - 1] > distance) j--;
    nearer[j]++;
  }
  let [sum, below] = [0, 0];
  for (let j = 0; j < k; j++) {
    below += nearer[j];
    sum += Math.max(0, below + 1 - k);
  }
  return sum;
}

/** The k rows of least distance, ties by the lower one. */
function nearest(distances: Float32Array, self: number, k: number): Int32Array {
  const rows = new Int32Array(k).fill(-1);
  const reaches = new Float64Array(k).fill(Number.POSITIVE_INFINITY);
  for (let row = 0; row < distances.length; row++) {
    const distance = distances[row];
    if (distance >= reaches[k - 1] || row === self) continue;
    let j = k - 1;
    for (; j > 0 && reaches[j - 1] > distance; j--) {
      reaches[j] = reaches[j - 1];
      rows[j] = rows[j - 1];
    }
    reaches[j] = distance;
    rows[j] = row;
  }
  return rows;
}
