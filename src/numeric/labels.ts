/** Labels: one whole number per row, 0…k−1 by decreasing size; −1 is noise and never a cluster. */
export const NOISE = -1;

/** The number of clusters: noise is not one. */
export function countClusters(labels: ArrayLike<number>): number {
  let highest = -1;
  for (let i = 0; i < labels.length; i++) if (labels[i] > highest) highest = labels[i];
  return highest + 1;
}

/** Rows per cluster, in label order. */
export function clusterSizes(
  labels: ArrayLike<number>,
  clusters = countClusters(labels),
): Int32Array {
  const sizes = new Int32Array(clusters);
  for (let i = 0; i < labels.length; i++) if (labels[i] >= 0) sizes[labels[i]]++;
  return sizes;
}

/** The rows that belong to no cluster. */
export function countNoise(labels: ArrayLike<number>): number {
  let noise = 0;
  for (let i = 0; i < labels.length; i++) if (labels[i] < 0) noise++;
  return noise;
}

/**
 * How to rename clusters so that the largest is 0; equal sizes keep the order of their first row.
 *
 * @param labels any whole numbers; negative ones are noise. Names must be below `bound`.
 * @returns `order[old] = new`, −1 for names that no row carries
 */
export function orderBySize(labels: ArrayLike<number>, bound = countClusters(labels)): Int32Array {
  const sizes = new Int32Array(bound);
  const first = new Int32Array(bound).fill(labels.length);
  for (let i = labels.length - 1; i >= 0; i--) {
    if (labels[i] < 0) continue;
    sizes[labels[i]]++;
    first[labels[i]] = i;
  }
  const used = Array.from({ length: bound }, (_, c) => c).filter((c) => sizes[c] > 0);
  used.sort((a, b) => sizes[b] - sizes[a] || first[a] - first[b]);
  const order = new Int32Array(bound).fill(NOISE);
  for (let rank = 0; rank < used.length; rank++) order[used[rank]] = rank;
  return order;
}

/** Labels under their new names. */
export function renameLabels(labels: ArrayLike<number>, order: ArrayLike<number>): Int32Array {
  // A loop: Int32Array.from with a function walks an iterator, 100 ns per label.
  const renamed = new Int32Array(labels.length);
  for (let i = 0; i < labels.length; i++) renamed[i] = labels[i] < 0 ? NOISE : order[labels[i]];
  return renamed;
}
