/**
 * Soft-DTW of two series, and its slope at the steps of x: dtw where the least of three is
 * −γ·ln Σ exp(−D/γ), so that all ways count, the nearer the more.
 *
 * Source: Cuturi & Blondel 2017, "Soft-DTW: a differentiable loss function for time-series", algorithms 1 and 2.
 *
 * @param x the channels of one series, and of the other
 */
export function softDtw(
  x: readonly ArrayLike<number>[],
  y: readonly ArrayLike<number>[],
  window: number,
  gamma: number,
): { readonly value: number; readonly slope: readonly Float64Array[] } {
  const [n, m] = [x[0].length, y[0].length];
  const radius = window < 1 ? Math.floor(window * Math.min(n, m)) : Math.max(n, m);
  const near = (i: number, j: number) =>
    j >= i - radius - Math.max(0, n - m) && j <= i + radius + Math.max(0, m - n);
  const table = Array.from({ length: n + 2 }, () =>
    new Float64Array(m + 2).fill(Number.POSITIVE_INFINITY),
  );
  const square = (i: number, j: number) =>
    x.reduce((sum, channel, c) => sum + (channel[i] - y[c][j]) ** 2, 0);
  table[0][0] = 0;
  for (let i = 1; i <= n; i++) {
    for (let j = 1; j <= m; j++) {
      if (!near(i - 1, j - 1)) continue;
      const before = [table[i - 1][j - 1], table[i - 1][j], table[i][j - 1]];
      const least = Math.min(...before);
      const sum = before.reduce((all, d) => all + Math.exp((least - d) / gamma), 0);
      table[i][j] = square(i - 1, j - 1) + least - gamma * Math.log(sum);
    }
  }
  // How much the value rises with D(i, j): of each cell behind it the share that it has in its soft least.
  const rises = table.map((row) => row.map(() => 0));
  const share = (i: number, j: number, k: number, l: number) => {
    if (k > n || l > m || !near(k - 1, l - 1)) return 0;
    const least = table[k][l] - square(k - 1, l - 1);
    return rises[k][l] * Math.exp((least - table[i][j]) / gamma);
  };
  const slope = x.map(() => new Float64Array(n));
  for (let i = n; i >= 1; i--) {
    for (let j = m; j >= 1; j--) {
      if (!near(i - 1, j - 1)) continue;
      rises[i][j] =
        i === n && j === m
          ? 1
          : share(i, j, i + 1, j + 1) + share(i, j, i + 1, j) + share(i, j, i, j + 1);
      for (const [c, own] of slope.entries()) {
        own[i - 1] += 2 * rises[i][j] * (x[c][i - 1] - y[c][j - 1]);
      }
    }
  }
  return { value: table[n][m], slope };
}
