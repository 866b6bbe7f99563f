import { DataError, Run, type RunContext } from '../base/index.ts';
import { type Block, type Compute, openCompute, type Scope } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { KdTree } from './kd-tree.ts';
import { search } from './search.ts';

/** From this many columns on, boxes shut out little and every leaf is tried for many queries at a time. */
const FLAT_COLUMNS = 24;

export interface Nearest {
  /** n × k: the rows of x nearest to each query, nearest first, equally near ones by the lower row. */
  readonly rows: Int32Array;
  /** n × k: the distances to them. */
  readonly distances: Float64Array;
}

/**
 * The k rows of x nearest to each row of y; to each row of x itself when y is left out, and then every
 * row is among its own neighbours, at distance 0.
 *
 * Distances are those of the stored 32-bit numbers, summed in 64 bits.
 * Shapes: x is m × d, y is n × d; results are n × k. Cost: about O(n·k·log m) in up to some ten
 * columns, O(n·m·d) in many; memory O(m·d + n·k). Repeatable: on any thread count.
 *
 * Source: Bentley 1975, "Multidimensional binary search trees used for associative searching".
 * Differs: leaves of 16 points compared at once in 32 bits, close calls in 64.
 * @throws {DataError} k above the number of rows, or another number of columns
 */
export async function nearestRows(
  x: Matrix,
  k: number,
  { y, ...context }: RunContext & { y?: Matrix } = {},
): Promise<Nearest> {
  if (!(k >= 1 && k <= x.rows)) {
    throw new DataError(`nearestRows: k must be from 1 to the ${x.rows} rows, got ${k}.`);
  }
  if (y && y.cols !== x.cols) {
    throw new DataError(`nearestRows: y must have the ${x.cols} columns of x, got ${y.cols}.`);
  }
  const run = new Run(context);
  run.check();
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const tree = new KdTree(compute, scope, x);
  const { squares, places } = await searchNearest({ compute, scope, tree, run }, k, y);
  const order = tree.order.view;
  const n = y ? y.rows : x.rows;
  const found = { rows: new Int32Array(n * k), distances: new Float64Array(n * k) };
  const from = { squares: squares.view, places: places.view };
  for (let i = 0; i < n; i++) {
    const to = (y ? i : order[i]) * k;
    for (let j = 0; j < k; j++) {
      found.rows[to + j] = order[from.places[i * k + j]];
      found.distances[to + j] = Math.sqrt(from.squares[i * k + j]);
    }
  }
  return found;
}

export interface TreeSetting {
  readonly compute: Compute;
  readonly scope: Scope;
  readonly tree: KdTree;
  readonly run: Run;
}

/** Squared distances and positions of the k nearest points, by position, or by row of y. */
export async function searchNearest(
  setting: TreeSetting,
  k: number,
  y?: Matrix,
): Promise<{ squares: Block<Float64Array>; places: Block<Int32Array> }> {
  const { scope, tree } = setting;
  const n = y ? y.rows : tree.rows;
  const squares = scope.f64(n * k);
  const places = scope.i32(n * k);
  const queries = y ? scope.put(y.data).at : 0;
  const flat = tree.cols >= FLAT_COLUMNS ? 1 : 0;
  await search('kdNearest', n, [squares.at, places.at, tree.at, queries, k, flat], {
    ...setting,
    stage: 'nearest rows',
  });
  return { squares, places };
}
