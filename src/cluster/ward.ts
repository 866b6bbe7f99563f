import type { Run } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { Merge } from './merge-tree.ts';
import { mergeByChain } from './neighbor-chain.ts';

/** Clusters per chunk: below it one thread is quicker than waking others. */
const CHUNK = 16384;

/**
 * Merges that each raise the sum of squared distances to the clusters' centres the least; the height
 * is the square root of twice that rise.
 *
 * Works on centres, so no distance matrix is needed: memory O(n·d). Cost: O(n²·d).
 *
 * Source: Ward 1963, "Hierarchical grouping to optimize an objective function".
 *
 * @param counts how many equal rows each row of x stands for
 */
export async function wardMerges(x: Matrix, counts: Int32Array, run: Run): Promise<Merge[]> {
  const { rows, cols } = x;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  // Clusters that are left stand side by side at places 0 … left−1; the last fills a gap.
  const stride = 4 * Math.ceil(rows / 4);
  const centers = scope.f64(cols * stride);
  const weights = scope.f64(stride);
  const out = scope.f64(2 * Math.ceil(rows / CHUNK));
  {
    const [c, w] = [centers.view, weights.view];
    for (let p = 0; p < rows; p++) {
      w[p] = counts[p];
      for (let j = 0; j < cols; j++) c[j * stride + p] = x.data[p * cols + j];
    }
  }
  const clusterAt = Int32Array.from({ length: rows }, (_, i) => i);
  const placeOf = clusterAt.slice();
  let left = rows;

  /** Bit for bit what the kernel computes: the chain ends only where both directions agree. */
  const distance = (p: number, q: number) => {
    const [c, w] = [centers.view, weights.view];
    let sum = 0;
    for (let j = 0; j < cols; j++) {
      const apart = c[j * stride + p] - c[j * stride + q];
      sum += apart * apart;
    }
    return sum * ((w[p] * w[q]) / (w[p] + w[q]));
  };
  const nearest = (cluster: number, favored: number): readonly [number, number] => {
    const from = placeOf[cluster];
    compute.run('wardNearest', left, CHUNK, [out.at, centers.at, weights.at, cols, stride, from]);
    const found = out.view;
    let at = -1;
    let best = Number.POSITIVE_INFINITY;
    for (let chunk = 0; chunk * CHUNK < left; chunk++) {
      if (found[2 * chunk + 1] < 0 || found[2 * chunk] >= best) continue;
      best = found[2 * chunk];
      at = found[2 * chunk + 1];
    }
    const near = favored >= 0 && distance(from, placeOf[favored]) <= best ? favored : clusterAt[at];
    return [near, Math.sqrt(2 * best)];
  };
  const merge = (a: number, b: number) => {
    const [p, q] = [placeOf[a], placeOf[b]];
    const [c, w] = [centers.view, weights.view];
    const weight = w[p] + w[q];
    left--;
    for (let j = 0; j < cols; j++) {
      const at = j * stride;
      c[at + p] = (w[p] * c[at + p] + w[q] * c[at + q]) / weight;
      c[at + q] = c[at + left];
    }
    w[p] = weight;
    w[q] = w[left];
    clusterAt[q] = clusterAt[left];
    placeOf[clusterAt[q]] = q;
  };
  return mergeByChain(rows, { any: () => clusterAt[0], nearest, merge }, run);
}
