/** Σ (a − b)², columns j, j + 4, j + 8, … added up by themselves, as four lanes do. */
export function squareOf(a: Float32Array, b: Float32Array): number {
  const lanes = [0, 0, 0, 0];
  for (let j = 0; j < a.length; j++) lanes[j % 4] += (a[j] - b[j]) ** 2;
  return lanes[0] + lanes[2] + (lanes[1] + lanes[3]);
}

/** The distance itself: 1 manhattan, 2 chebyshev, 3 hamming, 4 jaccard. */
export function measureOf(metric: number, a: Float32Array, b: Float32Array): number {
  const lanes = [0, 0, 0, 0];
  let [most, apart, both, either] = [0, 0, 0, 0];
  for (let j = 0; j < a.length; j++) {
    const off = Math.abs(a[j] - b[j]);
    lanes[j % 4] += off;
    most = Math.max(most, off);
    if (a[j] !== b[j]) apart++;
    if (a[j] !== 0 && b[j] !== 0) both++;
    if (a[j] !== 0 || b[j] !== 0) either++;
  }
  if (metric === 1) return lanes[0] + lanes[2] + (lanes[1] + lanes[3]);
  if (metric === 2) return most;
  if (metric === 3) return apart / a.length;
  return either === 0 ? 0 : (either - both) / either;
}

/** Rows of x nearest to a query by any measure, nearest first, ties by the lower row. */
export function nearestBy(
  x: Float32Array,
  cols: number,
  k: number,
  skip: number,
  distance: (row: Float32Array) => number,
): { rows: number[]; distances: number[] } {
  const all = Array.from({ length: x.length / cols }, (_, row) => ({
    row,
    distance: distance(x.subarray(row * cols, (row + 1) * cols)),
  })).filter(({ row }) => row !== skip);
  all.sort((p, q) => p.distance - q.distance || p.row - q.row);
  return {
    rows: Array.from({ length: k }, (_, j) => all[j]?.row ?? -1),
    distances: Array.from({ length: k }, (_, j) => all[j]?.distance ?? Number.POSITIVE_INFINITY),
  };
}
