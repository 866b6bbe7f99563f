/**
 * The nearest way through two series under dtw, as pairs of steps from the first to the last, and its sum of
 * squares. Of ways that are equally near it goes back along both, then along x, then along y.
 *
 * @param x the channels of one series, and of the other
 */
export function dtwPath(
  x: readonly ArrayLike<number>[],
  y: readonly ArrayLike<number>[],
  window: number,
): { readonly pairs: readonly (readonly [number, number])[]; readonly distance: number } {
  const [n, m] = [x[0].length, y[0].length];
  const radius = window < 1 ? Math.floor(window * Math.min(n, m)) : Math.max(n, m);
  const table = Array.from({ length: n + 1 }, () =>
    new Float64Array(m + 1).fill(Number.POSITIVE_INFINITY),
  );
  table[0][0] = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      if (j < i - radius - Math.max(0, n - m) || j > i + radius + Math.max(0, m - n)) continue;
      let match = 0;
      for (let c = 0; c < x.length; c++) match += (x[c][i] - y[c][j]) ** 2;
      table[i + 1][j + 1] = match + Math.min(table[i][j], table[i][j + 1], table[i + 1][j]);
    }
  }
  const pairs: [number, number][] = [];
  for (let i = n, j = m; i > 0 && j > 0; ) {
    pairs.push([i - 1, j - 1]);
    const [both, up, left] = [table[i - 1][j - 1], table[i - 1][j], table[i][j - 1]];
    if (both <= up && both <= left) [i, j] = [i - 1, j - 1];
    else if (up <= left) i--;
    else j--;
  }
  return { pairs: pairs.reverse(), distance: table[n][m] };
}
