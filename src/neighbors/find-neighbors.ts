import { DataError, type Run } from '../base/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { nearestMeasured, type PairMetric } from './measured-rows.ts';
import { type Metric, unitRows } from './metrics.ts';
import { type Nearest, nearestRows } from './nearest-rows.ts';
import { nearestWide } from './wide-rows.ts';

/** From this many columns on, a tree's boxes shut out little. */
const WIDE = 24;

export interface NeighborSearch {
  /** k, how many of them per row. */
  readonly neighbors: number;
  /** Default euclidean. */
  readonly metric?: Metric;
  /** Whose neighbours among the rows of x; left out, each row of x has the other rows of x. */
  readonly y?: Matrix;
}

export interface Neighbors {
  /** n × k: the nearest rows of x, nearest first, equally near ones by the lower row. */
  readonly rows: Int32Array;
  /** n × k: the distances to them. */
  readonly distances: Float64Array;
  /** The share of true neighbours found: 1 when the search was exact. */
  readonly recall: number;
}

/**
 * The k nearest rows by any metric of the house, with the way of searching chosen by size and width.
 *
 * A row is never its own neighbour. Shapes: x is m × d; results are n × k.
 * Repeatable: on any thread count.
 * @throws {DataError} k above the number of rows that can be neighbours, or another number of columns
 */
export async function findNeighbors(
  x: Matrix,
  { neighbors: k, metric = 'euclidean', y }: NeighborSearch,
  run: Run,
): Promise<Neighbors> {
  const most = y ? x.rows : x.rows - 1;
  if (!(k >= 1 && k <= most)) {
    throw new DataError(`findNeighbors: neighbors must be from 1 to ${most}, got ${k}.`);
  }
  if (y && y.cols !== x.cols) {
    throw new DataError(`findNeighbors: y must have the ${x.cols} columns of x, got ${y.cols}.`);
  }
  if (isPairMetric(metric)) return { ...(await nearestMeasured(x, k, metric, y, run)), recall: 1 };
  const angular = metric !== 'euclidean';
  const points = angular ? unitRows(x, metric) : x;
  const queries = y && angular ? unitRows(y, metric) : y;
  const found = await nearestPoints(points, k, queries, run);
  if (angular)
    found.distances.forEach((apart, at) => {
      found.distances[at] = (apart * apart) / 2;
    });
  return { ...found, recall: 1 };
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
