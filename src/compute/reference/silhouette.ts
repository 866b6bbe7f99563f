/**
 * Silhouette of every row (Rousseeuw 1987), by the definition: all pairs, in 64 bits.
 *
 * a = mean distance to the other rows of the own cluster, b = lowest mean distance to another
 * cluster, s = (b − a) / max(a, b); 0 for the only row of a cluster and where a = b = 0.
 *
 * @param out n numbers
 * @param x n × cols
 * @param codes each row's cluster, 0…k−1, all of them used; k is at least 2
 */
export function silhouetteRows(
  out: Float64Array,
  x: Float32Array,
  cols: number,
  codes: Int32Array,
  clusters: number,
): void {
  const n = codes.length;
  const sizes = new Int32Array(clusters);
  for (let i = 0; i < n; i++) sizes[codes[i]]++;
  const sums = new Float64Array(clusters);
  for (let i = 0; i < n; i++) {
    sums.fill(0);
    for (let j = 0; j < n; j++) {
      let squared = 0;
      for (let c = 0; c < cols; c++) squared += (x[i * cols + c] - x[j * cols + c]) ** 2;
      sums[codes[j]] += Math.sqrt(squared);
    }
    const own = codes[i];
    const a = sums[own] / (sizes[own] - 1);
    let b = Number.POSITIVE_INFINITY;
    for (let c = 0; c < clusters; c++) if (c !== own) b = Math.min(b, sums[c] / sizes[c]);
    const largest = Math.max(a, b);
    out[i] = sizes[own] === 1 || largest === 0 ? 0 : (b - a) / largest;
  }
}
