import type { CondensedTree } from './condensed-tree.ts';

export interface Selection {
  /** eom: the clusters that last longest against their parts. leaf: those that never split. */
  readonly selection: 'eom' | 'leaf';
  /** Whether all rows may be one cluster. */
  readonly allowSingleCluster: boolean;
  /** Splits at a smaller distance than this are undone; 0 undoes none. */
  readonly epsilon: number;
  /** With eom larger clusters are not selected: their parts are, and without parts nothing; 0 is no limit. */
  readonly maxClusterSize: number;
}

/**
 * The clusters of a flat result, in ascending order. None is part of another.
 *
 * Cost: O(clusters). Source: Campello, Moulavi & Sander 2013, section 5 (excess of mass); Malzer &
 * Baum 2020, "A hybrid approach to hierarchical density-based cluster selection" (epsilon).
 */
export function selectClusters(tree: CondensedTree, options: Selection): Int32Array {
  const chosen = options.selection === 'leaf' ? leaves(tree, options) : byMass(tree, options);
  const wanted = options.epsilon > 0 ? undoSplits(tree, chosen, options) : chosen;
  return Int32Array.from([...wanted].sort((a, b) => a - b));
}

function byMass(tree: CondensedTree, options: Selection): Set<number> {
  const { parents, stabilities, sizes } = tree;
  const most = options.maxClusterSize > 0 ? options.maxClusterSize : Number.POSITIVE_INFINITY;
  const top = options.allowSingleCluster ? 0 : 1;
  const parts = new Float64Array(parents.length);
  const worth = stabilities.slice();
  const stands = new Uint8Array(parents.length);
  for (let cluster = parents.length - 1; cluster >= top; cluster--) {
    if (parts[cluster] > worth[cluster] || sizes[cluster] > most) worth[cluster] = parts[cluster];
    else stands[cluster] = 1;
    if (cluster > 0) parts[parents[cluster]] += worth[cluster];
  }
  const inside = new Uint8Array(parents.length);
  const chosen = new Set<number>();
  for (let cluster = 0; cluster < parents.length; cluster++) {
    inside[cluster] = cluster > 0 ? inside[parents[cluster]] : 0;
    if (inside[cluster] === 1 || stands[cluster] === 0) continue;
    chosen.add(cluster);
    inside[cluster] = 1;
  }
  return chosen;
}

function leaves({ parents }: CondensedTree, options: Selection): Set<number> {
  const chosen = new Set(parents.keys());
  for (const parent of parents) chosen.delete(parent);
  if (!options.allowSingleCluster) chosen.delete(0);
  return chosen;
}

function undoSplits(tree: CondensedTree, chosen: Set<number>, options: Selection): Set<number> {
  const { parents, births } = tree;
  const kept = new Set<number>();
  for (const cluster of chosen) {
    let at = cluster;
    if (1 / births[at] < options.epsilon) {
      do {
        if (parents[at] === 0 && !options.allowSingleCluster) break;
        at = parents[at];
      } while (at > 0 && 1 / births[at] <= options.epsilon);
    }
    kept.add(at);
  }
  return kept;
}

/** Per row: the selected cluster that it belongs to, or −1. */
export function clustersOfRows(
  tree: CondensedTree,
  selected: Int32Array,
  epsilon: number,
): Int32Array {
  const owner = new Int32Array(tree.parents.length).fill(-1);
  for (const cluster of selected) owner[cluster] = cluster;
  for (let cluster = 1; cluster < owner.length; cluster++) {
    if (owner[cluster] < 0) owner[cluster] = owner[tree.parents[cluster]];
  }
  return tree.rowClusters.map((cluster, row) => {
    const found = owner[cluster];
    return found >= 0 && tree.rowLambdas[row] >= entry(tree, found, epsilon) ? found : -1;
  });
}

/**
 * The least λ of a row of the cluster. Cluster 0 has every row from λ = 0 on, so its outliers are cut
 * off as scikit-learn does: at epsilon, or where it splits or its last rows fall out.
 */
export function entry(tree: CondensedTree, cluster: number, epsilon: number): number {
  if (cluster > 0) return tree.births[cluster];
  return epsilon > 0 ? 1 / epsilon : tree.deaths[0];
}
