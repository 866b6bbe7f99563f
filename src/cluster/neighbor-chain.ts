import type { Run } from '../base/index.ts';
import type { Merge } from './merge-tree.ts';

/** Clusters that shrink in number: each is named by one of its items. */
export interface Shrinking {
  /** Any cluster that is left. */
  any(): number;
  /** The nearest other cluster and its distance; `favored` wins when it is as near as the nearest. */
  nearest(cluster: number, favored: number): readonly [cluster: number, distance: number];
  /** Puts b into a. */
  merge(a: number, b: number): void;
}

/**
 * The merges of hierarchical clustering by chains of nearest neighbours: follow the nearest cluster
 * until two are each other's nearest, merge them, go on from what is left of the chain.
 *
 * Gives the same tree as always merging the nearest pair, for linkages in which a merged cluster is
 * never nearer to a third than both parts were. Cost: O(n²) looks at a distance.
 *
 * Source: Benzécri 1982; Murtagh 1983; Müllner 2011, "Modern hierarchical, agglomerative clustering
 * algorithms", section 3.
 */
export async function mergeByChain(items: number, left: Shrinking, run: Run): Promise<Merge[]> {
  const merges: Merge[] = [];
  const chain: number[] = [];
  while (merges.length < items - 1) {
    await run.pause();
    if (chain.length === 0) chain.push(left.any());
    for (;;) {
      const last = chain[chain.length - 1];
      const before = chain.length > 1 ? chain[chain.length - 2] : -1;
      const [near, distance] = left.nearest(last, before);
      if (near !== before) {
        chain.push(near);
        continue;
      }
      chain.length -= 2;
      merges.push({ a: last, b: near, height: distance });
      left.merge(last, near);
      break;
    }
    if (merges.length % 64 === 0) run.progress('merges', merges.length, items - 1);
  }
  return merges;
}
