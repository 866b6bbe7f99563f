import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { KdTree } from './kd-tree.ts';
import { search } from './search.ts';

export interface LabelSearch {
  readonly points: Matrix;
  /** A label of 0 or more per point. */
  readonly tags: Int32Array;
  /** Points farther away than this have no say; equal is near enough. */
  readonly radius: number;
  /**
   * nearest: the nearest point's label, the lower one of equally near points.
   * lowest: the lowest label of all points within the radius.
   */
  readonly rule: 'nearest' | 'lowest';
}

/**
 * The label that near points give to each row of y.
 *
 * Shapes: points is m × d, y is n × d. Cost: about O((m + n)·log m) in few columns. Repeatable: on
 * any thread count.
 *
 * @returns per row of y the label, −1 when no point is within the radius, and the distance to the
 *   nearest point that carries it (NaN when there is none)
 */
export async function labelWithin(
  y: Matrix,
  { points, tags, radius, rule }: LabelSearch,
  run: Run,
): Promise<{ labels: Int32Array; distances: Float64Array }> {
  if (points.rows === 0 || y.rows === 0) {
    return {
      labels: new Int32Array(y.rows).fill(-1),
      distances: new Float64Array(y.rows).fill(Number.NaN),
    };
  }
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const tree = new KdTree(compute, scope, points);
  const byPosition = tree.order.copy().map((row) => tags[row]);
  const labels = scope.i32(y.rows);
  const squares = scope.f64(y.rows);
  const args = [
    labels.at,
    squares.at,
    tree.at,
    scope.put(y.data).at,
    scope.put(byPosition).at,
    scope.put(lowestBelow(tree, byPosition)).at,
    radius * radius,
    rule === 'lowest' ? 1 : 0,
  ];
  await search('kdLabel', y.rows, args, { compute, scope, tree, run, stage: 'labels' });
  return { labels: labels.copy(), distances: squares.copy().map(Math.sqrt) };
}

function lowestBelow(tree: KdTree, tags: Int32Array): Int32Array {
  const lowest = new Int32Array(2 * tree.leaves);
  for (let node = 2 * tree.leaves - 1; node >= 1; node--) {
    if (node < tree.leaves) lowest[node] = Math.min(lowest[2 * node], lowest[2 * node + 1]);
    else
      lowest[node] = tags
        .subarray(tree.begins[node], tree.ends[node])
        .reduce((a, b) => (a < b ? a : b));
  }
  return lowest;
}
