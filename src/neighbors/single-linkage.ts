import { DisjointSets } from './disjoint-sets.ts';
import type { SpanningTree } from './minimum-spanning-tree.ts';

/** n − 1 merges, shortest first. Nodes 0…n−1 are rows; merge i makes node n + i of nodes left and right. */
export interface Merges {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly distances: Float64Array;
  /** Rows in the node that merge i makes. */
  readonly sizes: Int32Array;
}

/**
 * The hierarchy in which the two nearest groups join first, read off a spanning tree.
 *
 * Source: Gower & Ross 1969, "Minimum spanning trees and single linkage cluster analysis".
 * Cost: O(n·α(n)).
 */
export function singleLinkage({ from, to, lengths }: SpanningTree): Merges {
  const n = lengths.length + 1;
  const sets = new DisjointSets(n);
  const nodeOf = Int32Array.from({ length: n }, (_, row) => row);
  const left = new Int32Array(n - 1);
  const right = new Int32Array(n - 1);
  const sizes = new Int32Array(n - 1);
  const sizeOf = (node: number) => (node < n ? 1 : sizes[node - n]);
  for (let i = 0; i < n - 1; i++) {
    left[i] = nodeOf[sets.find(from[i])];
    right[i] = nodeOf[sets.find(to[i])];
    sizes[i] = sizeOf(left[i]) + sizeOf(right[i]);
    sets.unite(from[i], to[i]);
    nodeOf[sets.find(from[i])] = n + i;
  }
  return { left, right, distances: lengths, sizes };
}
