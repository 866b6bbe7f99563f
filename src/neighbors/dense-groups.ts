import { Run, type RunContext } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { KdTree } from './kd-tree.ts';
import { type LabelRule, searchLabels } from './label-within.ts';
import type { TreeSetting } from './nearest-rows.ts';
import { search } from './search.ts';

export interface DenseSearch {
  /** Rows at this distance or nearer are neighbours. */
  readonly radius: number;
  /** Neighbours, the row itself included, that make a row core. */
  readonly enough: number;
  /** Which group a row joins that has core rows within the radius but is none. */
  readonly rule: LabelRule;
}

export interface DenseGroups {
  /** Per row: its group, 0… in order of the groups' lowest core rows; −1 for none. */
  readonly groups: Int32Array;
  /** The core rows, in ascending order. */
  readonly core: Int32Array;
}

/**
 * Which rows have many neighbours, and which of those hang together.
 *
 * A row is core when at least `enough` rows, itself included, lie within `radius` of it (a distance
 * equal to the radius is within). Two core rows within the radius of each other are in one group.
 * Neighbours are never listed, and are counted no further than `enough`, so duplicates and crowds
 * cost no memory and little time.
 *
 * Distances are those of the stored 32-bit numbers, summed and compared in 64 bits.
 * Shapes: x is n × d; results have n entries. Cost: about O(n·log n) in few columns, O(n²·d) when
 * a column count of some tens leaves nothing to prune; memory O(n·d). Repeatable: on any thread count.
 *
 * Source: the definition is Ester, Kriegel, Sander & Xu 1996, "A density-based algorithm for
 * discovering clusters".   Differs: groups are found by comparing pairs of tree nodes, not by expansion.
 */
export async function denseGroups(
  x: Matrix,
  { radius, enough, rule }: DenseSearch,
  context: RunContext = {},
): Promise<DenseGroups> {
  const run = context instanceof Run ? context : new Run(context);
  run.check();
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const tree = new KdTree(compute, scope, x);
  const setting = { compute, scope, tree, run };
  const square = radius * radius;
  const counts = scope.i32(x.rows);
  const counting = [counts.at, tree.at, 0, square, enough];
  await search('kdCount', x.rows, counting, { ...setting, stage: 'core rows' });
  const core = Uint8Array.from(counts.view, (count) => (count >= enough ? 1 : 0));
  const roots = await joinCore(setting, core, square);
  const named = nameGroups(roots, core, tree.order.view);
  const found = await searchLabels(setting, x.takeRows(named.others), named.tags, radius, rule);
  named.others.forEach((row, i) => {
    named.groups[row] = found.labels[i];
  });
  return { groups: named.groups, core: named.core };
}

/** By position: a position that stands for the set of each core point. */
async function joinCore(
  { compute, scope, tree, run }: TreeSetting,
  core: Uint8Array,
  square: number,
): Promise<Int32Array> {
  const parents = scope.put(Int32Array.from(core, (_, position) => position));
  const mask = scope.put(core);
  const joined = scope.u8(2 * tree.leaves);
  const firsts = scope.i32(2 * tree.leaves);
  const scratch = scope.u8(compute.threads * tree.scratchBytes);
  const levels = tree.levels().reverse();
  const args = [parents.at, tree.at, mask.at, joined.at, firsts.at, square];
  for (const [done, { first, count }] of levels.entries()) {
    await run.pause();
    const chunk = Math.ceil(count / 64);
    compute.run('kdJoin', count, chunk, [...args, scratch.at, tree.scratchBytes, first]);
    run.progress('joining core rows', done + 1, levels.length);
  }
  const roots = parents.copy();
  // A parent never has a higher position, so one pass in order flattens every path.
  for (let position = 0; position < roots.length; position++) {
    roots[position] = roots[roots[position]];
  }
  return roots;
}

/** Groups numbered by their lowest row, and the rows that are in none. `tags` is by position. */
function nameGroups(roots: Int32Array, core: Uint8Array, order: Int32Array) {
  const n = roots.length;
  const placeOf = new Int32Array(n);
  for (let position = 0; position < n; position++) placeOf[order[position]] = position;
  const nameOf = new Int32Array(n).fill(-1);
  const groups = new Int32Array(n).fill(-1);
  const tags = new Int32Array(n).fill(-1);
  const coreRows = new Int32Array(n);
  let [names, inside] = [0, 0];
  for (let row = 0; row < n; row++) {
    const position = placeOf[row];
    if (core[position] === 0) continue;
    const root = roots[position];
    if (nameOf[root] < 0) nameOf[root] = names++;
    groups[row] = nameOf[root];
    tags[position] = nameOf[root];
    coreRows[inside++] = row;
  }
  // In tree order, so that one query reads what the last one did.
  const others = order.filter((_, position) => core[position] === 0);
  return { groups, tags, core: coreRows.slice(0, inside), others };
}
