/** Log of weight times density of a row under a component; `part` as in assembly/gaussian.ts. */
function logDensity(row: ArrayLike<number>, part: Float64Array, d: number, full: boolean): number {
  const diff = Array.from({ length: d }, (_, j) => row[j] - part[1 + j]);
  let square = 0;
  for (let a = 0; a < d; a++) {
    let y = 0;
    if (full) for (let b = 0; b <= a; b++) y += part[1 + d + a * d + b] * diff[b];
    else y = part[1 + d + a] * diff[a];
    square += y * y;
  }
  return part[0] - 0.5 * square;
}

/** Memberships of a row, which add up to 1, and the log of its density. */
export function gaussianMemberships(
  row: ArrayLike<number>,
  parts: readonly Float64Array[],
  d: number,
  full: boolean,
): { shares: number[]; log: number } {
  const logs = parts.map((part) => logDensity(row, part, d, full));
  const top = Math.max(...logs);
  const sum = logs.reduce((all, log) => all + Math.exp(log - top), 0);
  return { shares: logs.map((log) => Math.exp(log - top) / sum), log: top + Math.log(sum) };
}

/** Per component: Σr, Σr·(x − mean), Σr·squares of (x − mean), lower triangle when `full`. */
export function gaussianSums(
  rows: readonly ArrayLike<number>[],
  shares: readonly (readonly number[])[],
  parts: readonly Float64Array[],
  d: number,
  full: boolean,
): Float64Array[] {
  return parts.map((part, c) => {
    const sums = new Float64Array(part.length);
    rows.forEach((row, i) => {
      const share = shares[i][c];
      sums[0] += share;
      for (let a = 0; a < d; a++) {
        const off = row[a] - part[1 + a];
        sums[1 + a] += share * off;
        if (!full) sums[1 + d + a] += share * off * off;
        else
          for (let b = 0; b <= a; b++)
            sums[1 + d + a * d + b] += share * off * (row[b] - part[1 + b]);
      }
    });
    return sums;
  });
}
