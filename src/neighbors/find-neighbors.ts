import { DataError, type Run } from '../base/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { descendNeighbors } from './descent.ts';
import { measureRecall } from './measure-recall.ts';
import { nearestMeasured, type PairMetric } from './measured-rows.ts';
import { type Metric, unitRows } from './metrics.ts';
import { type Nearest, nearestRows } from './nearest-rows.ts';
import { nearestShared } from './shared-values.ts';
import { sketchRows } from './sketch-rows.ts';
import { multiplied, nearestWide, withinRange } from './wide-rows.ts';

/** From this many columns on, a tree's boxes shut out little. */
const WIDE = 24;
/** Up to this many rows every pair of sketches is compared: some ten seconds of work. */
const MANY = 30_000;

export interface NeighborSearch {
  /** k, how many of them per row. */
  readonly neighbors: number;
  /** Default euclidean. */
  readonly metric?: Metric;
  /**
   * auto (default): approximate above 30,000 rows of 24 columns or more, by Euclidean distance or an angle,
   * where each row has the others; exact in all other cases, whatever is asked for there.
   */
  readonly method?: 'auto' | 'exact' | 'approximate';
  /** Seed of the approximate search. Default 0. */
  readonly seed?: number;
  /** Whose neighbours among the rows of x; left out, each row of x has the other rows of x. */
  readonly y?: Matrix;
}

export interface Neighbors {
  /** n × k: the nearest rows of x, nearest first, equally near ones by the lower row. */
  readonly rows: Int32Array;
  /** n × k: the distances to them. */
  readonly distances: Float64Array;
  /** The share of true neighbours found, from a sample of rows; 1 when the search was exact. */
  readonly recall: number;
}

/**
 * The k nearest rows by any metric of the house, with the way of searching chosen by size and width.
 *
 * A row is never its own neighbour. Shapes: x is m × d; results are n × k.
 * Cost: about O(n·k·log m) in few columns; O(n·m·64) in 24 and more, O(n·m·d) by other metrics than
 * Euclidean distance and angles, hamming O(pairs that share a value); approximate about O(n·k²·64).
 * Repeatable: on any thread count.   Warns: 'neighbors-approximate', with the recall.
 * @throws {DataError} k above the number of rows that can be neighbours, or another number of columns
 */
export async function findNeighbors(
  x: Matrix,
  { neighbors: k, metric = 'euclidean', method = 'auto', seed = 0, y }: NeighborSearch,
  run: Run,
): Promise<Neighbors> {
  const most = y ? x.rows : x.rows - 1;
  if (!(k >= 1 && k <= most)) {
    throw new DataError(`findNeighbors: neighbors must be from 1 to ${most}, got ${k}.`);
  }
  if (y && y.cols !== x.cols) {
    throw new DataError(`findNeighbors: y must have the ${x.cols} columns of x, got ${y.cols}.`);
  }
  if (metric === 'hamming') return { ...(await nearestShared(x, k, y, run)), recall: 1 };
  if (isPairMetric(metric)) return { ...(await nearestMeasured(x, k, metric, y, run)), recall: 1 };
  const angular = metric !== 'euclidean';
  const points = angular ? unitRows(x, metric) : x;
  const queries = y && angular ? unitRows(y, metric) : y;
  const many = method === 'auto' ? points.rows > MANY : method === 'approximate';
  const approximate = many && !queries && points.cols >= WIDE;
  const found = approximate
    ? await approximateRows(points, k, seed, run)
    : { ...(await nearestPoints(points, k, queries, run)), recall: 1 };
  if (angular)
    found.distances.forEach((apart, at) => {
      found.distances[at] = (apart * apart) / 2;
    });
  return found;
}

async function approximateRows(x: Matrix, k: number, seed: number, run: Run): Promise<Neighbors> {
  const { scaled, unit } = withinRange(x);
  const { points } = await sketchRows(scaled, undefined, seed, run);
  const found = await descendNeighbors(scaled, k, points, seed, run);
  const recall = await measureRecall(scaled, k, found, points, run);
  run.warn(
    'neighbors-approximate',
    `Neighbours were searched approximately: ${(100 * recall).toFixed(1)} % of the true ones were found, by a sample of rows.`,
  );
  return { ...multiplied(found, unit), recall };
}

function isPairMetric(metric: Metric): metric is PairMetric {
  return metric !== 'euclidean' && metric !== 'cosine' && metric !== 'correlation';
}

async function nearestPoints(
  x: Matrix,
  k: number,
  y: Matrix | undefined,
  run: Run,
): Promise<Nearest> {
  if (x.cols >= WIDE) return nearestWide(x, k, y, run);
  if (y) return nearestRows(x, k, { ...contextOf(run), y });
  return withoutSelf(await nearestRows(x, k + 1, contextOf(run)), k);
}

const contextOf = (run: Run) => ({
  threads: run.threads,
  signal: run.signal,
  onProgress: run.onProgress.bind(run),
});

/** Of k + 1 nearest the k others: among more equal rows than that, the row itself may not be listed. */
function withoutSelf({ rows, distances }: Nearest, k: number): Nearest {
  const n = rows.length / (k + 1);
  const others = { rows: new Int32Array(n * k), distances: new Float64Array(n * k) };
  for (let i = 0; i < n; i++) {
    for (let j = 0, to = i * k; to < (i + 1) * k; j++) {
      const from = i * (k + 1) + j;
      if (rows[from] === i) continue;
      others.rows[to] = rows[from];
      others.distances[to++] = distances[from];
    }
  }
  return others;
}
