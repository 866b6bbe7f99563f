import type { Run } from '../base/index.ts';
import { minimumSpanningTree } from '../neighbors/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { Merge } from './merge-tree.ts';

/**
 * Merges by the least distance between the rows of two clusters: the edges of the minimum spanning
 * tree. Heights are distances.
 *
 * Cost: about O(n·log² n) in up to some ten columns, O(n²·d) in many; memory O(n·d).
 *
 * Source: Gower & Ross 1969, "Minimum spanning trees and single linkage cluster analysis".
 */
export async function singleMerges(x: Matrix, run: Run): Promise<Merge[]> {
  const { from, to, lengths } = await minimumSpanningTree(x, 1, run);
  return Array.from(lengths, (height, e) => ({ a: from[e], b: to[e], height }));
}
