import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { KdTree } from './kd-tree.ts';

/**
 * Row numbers in an order in which near rows mostly come close to each other: that of a kd-tree's leaves.
 *
 * Use it before work that goes from a row to near ones, so that their numbers share the processor's
 * cache. Cost: O(n·d·log n); memory a copy of x.
 */
export async function treeOrder(x: Matrix, run: Run): Promise<Int32Array> {
  await run.pause();
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  return new KdTree(compute, scope, x).order.copy();
}
