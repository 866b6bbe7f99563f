import { Run, type RunContext } from '../base/index.ts';
import { type Compute, openCompute, type Scope } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { KdTree } from './kd-tree.ts';
import { search } from './search.ts';

/**
 * Which rows have many neighbours, and which of those hang together.
 *
 * A row is core when at least `enough` rows, itself included, lie within `radius` of it (a distance
 * equal to the radius is within). Two core rows within the radius of each other are in one set.
 * Neighbours are never listed, and are counted no further than `enough`, so duplicates and crowds
 * cost no memory and little time.
 *
 * Distances are those of the stored 32-bit numbers, summed and compared in 64 bits.
 * Shapes: x is n × d; the result has n entries. Cost: about O(n·log n) in few columns, O(n²·d) when
 * a column count of some tens leaves nothing to prune; memory O(n·d). Repeatable: on any thread count.
 *
 * Source: the definition is Ester, Kriegel, Sander & Xu 1996, "A density-based algorithm for
 * discovering clusters".   Differs: sets are found by comparing pairs of tree nodes, not by expansion.
 *
 * @returns per row: the lowest core row of its set, or −1 when the row is not core
 */
export async function denseRows(
  x: Matrix,
  radius: number,
  enough: number,
  context: RunContext = {},
): Promise<Int32Array> {
  const run = context instanceof Run ? context : new Run(context);
  run.check();
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const tree = new KdTree(compute, scope, x);
  const square = radius * radius;
  const counts = scope.i32(x.rows);
  await search('kdCount', x.rows, [counts.at, tree.at, 0, square, enough], {
    compute,
    scope,
    tree,
    run,
    stage: 'core rows',
  });
  const core = Uint8Array.from(counts.view, (count) => (count >= enough ? 1 : 0));
  const roots = await joinCore({ compute, scope, tree, run }, core, square);
  return lowestRows(roots, core, tree.order.view);
}

interface Joining {
  readonly compute: Compute;
  readonly scope: Scope;
  readonly tree: KdTree;
  readonly run: Run;
}

/** By position: a position that stands for the set of each core point. */
async function joinCore(
  { compute, scope, tree, run }: Joining,
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

function lowestRows(roots: Int32Array, core: Uint8Array, order: Int32Array): Int32Array {
  const lowest = new Int32Array(roots.length).fill(roots.length);
  for (let position = 0; position < roots.length; position++) {
    const root = roots[position];
    if (core[position] === 1 && order[position] < lowest[root]) lowest[root] = order[position];
  }
  const sets = new Int32Array(roots.length).fill(-1);
  for (let position = 0; position < roots.length; position++) {
    if (core[position] === 1) sets[order[position]] = lowest[roots[position]];
  }
  return sets;
}
