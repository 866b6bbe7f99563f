import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { KdTree } from './kd-tree.ts';
import type { TreeSetting } from './nearest-rows.ts';
import { search } from './search.ts';

/**
 * nearest: the nearest point's label, the lower one of equally near points.
 * lowest: the lowest label of all points within the radius.
 */
export type LabelRule = 'nearest' | 'lowest';

export interface LabelSearch {
  readonly points: Matrix;
  /** A label of 0 or more per point. */
  readonly tags: Int32Array;
  /** Points farther away than this have no say; equal is near enough. */
  readonly radius: number;
  readonly rule: LabelRule;
}

export interface FoundLabels {
  /** −1 where no point is within the radius. */
  readonly labels: Int32Array;
  /** To the nearest point with that label; NaN where there is none. */
  readonly distances: Float64Array;
}

/**
 * The label that near points give to each row of y.
 *
 * Shapes: points is m × d, y is n × d. Cost: about O((m + n)·log m) in few columns. Repeatable: on
 * any thread count.
 */
export async function labelWithin(
  y: Matrix,
  { points, tags, radius, rule }: LabelSearch,
  run: Run,
): Promise<FoundLabels> {
  if (points.rows === 0 || y.rows === 0) return nothing(y.rows);
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const tree = new KdTree(compute, scope, points);
  const byPosition = tree.order.copy().map((row) => tags[row]);
  return searchLabels({ compute, scope, tree, run }, y, byPosition, radius, rule);
}

/** The same over a tree that is there already. Tags are by position; those below 0 have no say. */
export async function searchLabels(
  setting: TreeSetting,
  y: Matrix,
  tags: Int32Array,
  radius: number,
  rule: LabelRule,
): Promise<FoundLabels> {
  if (y.rows === 0) return nothing(0);
  const { scope, tree } = setting;
  const labels = scope.i32(y.rows);
  const squares = scope.f64(y.rows);
  const args = [
    labels.at,
    squares.at,
    tree.at,
    scope.put(y.data).at,
    scope.put(tags).at,
    scope.put(lowestBelow(tree, tags)).at,
    radius * radius,
    rule === 'lowest' ? 1 : 0,
  ];
  await search('kdLabel', y.rows, args, { ...setting, stage: 'labels' });
  return { labels: labels.copy(), distances: squares.copy().map(Math.sqrt) };
}

function nothing(rows: number): FoundLabels {
  return {
    labels: new Int32Array(rows).fill(-1),
    distances: new Float64Array(rows).fill(Number.NaN),
  };
}

const NONE = 2 ** 31 - 1;

/** The lowest tag of 0 or more below each node. */
function lowestBelow(tree: KdTree, tags: Int32Array): Int32Array {
  const lowest = new Int32Array(2 * tree.leaves).fill(NONE);
  for (let node = 2 * tree.leaves - 1; node >= 1; node--) {
    if (node < tree.leaves) {
      lowest[node] = Math.min(lowest[2 * node], lowest[2 * node + 1]);
      continue;
    }
    for (let p = tree.begins[node]; p < tree.ends[node]; p++) {
      if (tags[p] >= 0 && tags[p] < lowest[node]) lowest[node] = tags[p];
    }
  }
  return lowest;
}
