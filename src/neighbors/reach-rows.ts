import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { KdTree } from './kd-tree.ts';
import { leastCores } from './minimum-spanning-tree.ts';
import { searchNearest } from './nearest-rows.ts';
import { search } from './search.ts';

export interface Reached {
  /**
   * Per row of y, an equal row of x if there is one; or else the nearest by mutual reachability, then
   * by distance, then the lower one.
   */
  readonly rows: Int32Array;
  /** The mutual reachability to it. */
  readonly reaches: Float64Array;
  /** The plain distance to it. */
  readonly distances: Float64Array;
}

/**
 * Where each row of y would join the spanning tree of x.
 *
 * A row's own core distance is that to its `samples`-th nearest row, itself the first, as for the
 * rows of x (`cores`). Shapes: x is m × d, y is n × d. Repeatable: on any thread count.
 */
export async function reachRows(
  x: Matrix,
  cores: Float64Array,
  samples: number,
  y: Matrix,
  run: Run,
): Promise<Reached> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const tree = new KdTree(compute, scope, x);
  const setting = { compute, scope, tree, run };
  const order = tree.order.copy();
  const coreSquares = Float64Array.from(order, (row) => cores[row] ** 2);
  const own = scope.f64(y.rows);
  const others = Math.max(1, samples - 1);
  const near = await searchNearest(setting, others, y);
  if (samples > 1) {
    const found = near.squares.view;
    const view = own.view;
    for (let i = 0; i < y.rows; i++) view[i] = found[(i + 1) * others - 1];
  }
  const places = scope.i32(y.rows);
  const reaches = scope.f64(y.rows);
  const distances = scope.f64(y.rows);
  const args = [
    ...[places.at, reaches.at, distances.at, tree.at, scope.put(y.data).at, own.at],
    ...[scope.put(coreSquares).at, scope.put(leastCores(tree, coreSquares)).at],
  ];
  await search('kdReach', y.rows, args, { ...setting, stage: 'reaching rows' });
  const found = {
    rows: places.copy().map((place) => order[place]),
    reaches: reaches.copy().map(Math.sqrt),
    distances: distances.copy().map(Math.sqrt),
  };
  for (let i = 0; i < y.rows; i++) {
    if (near.squares.view[i * others] > 0) continue;
    found.rows[i] = order[near.places.view[i * others]];
    found.reaches[i] = cores[found.rows[i]];
    found.distances[i] = 0;
  }
  return found;
}
