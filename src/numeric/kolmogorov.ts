/**
 * The chance that Kolmogorov's statistic √n·D exceeds x when nothing differs, in the limit of many rows.
 *
 * Source: Kolmogorov 1933, and the form for small x from its theta function (Feller 1948, "On the
 * Kolmogorov-Smirnov limit theorems", equation 1.4). About 1e-15; five terms are enough on either side of 1.18.
 */
export function kolmogorovSurvival(x: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 1;
  if (x < 1.18) {
    let below = 0;
    for (let k = 1; k <= 9; k += 2) below += Math.exp(-((k * Math.PI) ** 2) / (8 * x * x));
    return 1 - (Math.sqrt(2 * Math.PI) / x) * below;
  }
  let above = 0;
  for (let k = 1; k <= 5; k++) above += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.max(0, above);
}
