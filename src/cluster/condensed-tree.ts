import type { Merges } from '../neighbors/index.ts';

/**
 * A hierarchy of merges read from the top: what stays a cluster while the distance shrinks, where it
 * splits in two, and where each row falls out. λ = 1 / distance. Cluster 0 holds all rows; a cluster's
 * number is higher than its parent's.
 */
export interface CondensedTree {
  /** Per cluster: the one that it split from; −1 for cluster 0. */
  readonly parents: Int32Array;
  /** Per cluster: λ at which it came to be, and λ at which its last row fell out or it split. */
  readonly births: Float64Array;
  readonly deaths: Float64Array;
  /** Rows in each cluster at its birth. */
  readonly sizes: Int32Array;
  /** Per cluster: its rows' time in it, Σ (λ − birth). */
  readonly stabilities: Float64Array;
  /** Per row: the cluster that it fell out of, and λ then. */
  readonly rowClusters: Int32Array;
  readonly rowLambdas: Float64Array;
}

/**
 * A split counts when both sides have at least `minClusterSize` rows; otherwise the small side falls
 * out. Rows at distance 0 from each other are never split: they fall out together, at λ = ∞.
 *
 * Cost: O(n). Source: Campello, Moulavi & Sander 2013, section 4; McInnes & Healy 2017, section 2.2.
 */
export function condense(merges: Merges, minClusterSize: number): CondensedTree {
  const count = merges.sizes.length;
  const n = count + 1;
  const parents = [-1];
  const births = [0];
  const sizes = [n];
  const clusterOf = new Int32Array(2 * n - 1);
  const fellAt = new Float64Array(2 * n - 1).fill(Number.NaN);
  const sizeOf = (node: number) => (node < n ? 1 : merges.sizes[node - n]);
  const found = (parent: number, lambda: number, size: number): number => {
    parents.push(parent);
    births.push(lambda);
    return sizes.push(size) - 1;
  };
  for (let i = count - 1; i >= 0; i--) {
    const node = n + i;
    const cluster = clusterOf[node];
    const distance = merges.distances[i];
    const lambda = Number.isNaN(fellAt[node]) ? 1 / distance : fellAt[node];
    const sides = [merges.left[i], merges.right[i]];
    const large = sides.map((side) => sizeOf(side) >= minClusterSize);
    const fallen = !Number.isNaN(fellAt[node]) || (large[0] === large[1] && distance === 0);
    const splits = !fallen && large[0] && large[1];
    sides.forEach((side, s) => {
      clusterOf[side] = splits ? found(cluster, lambda, sizeOf(side)) : cluster;
      if (fallen || !large[s]) fellAt[side] = lambda;
    });
  }
  const tree = {
    parents: Int32Array.from(parents),
    births: Float64Array.from(births),
    deaths: new Float64Array(parents.length),
    sizes: Int32Array.from(sizes),
    stabilities: new Float64Array(parents.length),
    rowClusters: clusterOf.slice(0, n),
    // A single row alone never fell.
    rowLambdas: fellAt.slice(0, n).map((lambda) => (Number.isNaN(lambda) ? 0 : lambda)),
  };
  measure(tree);
  return tree;
}

function measure(tree: CondensedTree): void {
  const { parents, births, deaths, sizes, stabilities, rowClusters, rowLambdas } = tree;
  const leave = (cluster: number, lambda: number, rows: number): void => {
    stabilities[cluster] += (lambda - births[cluster]) * rows;
    if (lambda > deaths[cluster]) deaths[cluster] = lambda;
  };
  for (let row = 0; row < rowClusters.length; row++) leave(rowClusters[row], rowLambdas[row], 1);
  for (let cluster = 1; cluster < parents.length; cluster++) {
    leave(parents[cluster], births[cluster], sizes[cluster]);
  }
}
