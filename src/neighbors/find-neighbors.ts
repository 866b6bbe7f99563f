import { DataError, type Run } from '../base/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { type Metric, unitRows } from './metrics.ts';
import { type Nearest, nearestRows } from './nearest-rows.ts';

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
  const angular = metric !== 'euclidean';
  const points = angular ? unitRows(x, metric) : x;
  const queries = y && angular ? unitRows(y, metric) : y;
  const found = queries
    ? await nearestRows(points, k, { ...contextOf(run), y: queries })
    : withoutSelf(await nearestRows(points, k + 1, contextOf(run)), k);
  if (angular)
    found.distances.forEach((e, at) => {
      found.distances[at] = (e * e) / 2;
    });
  return { ...found, recall: 1 };
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
