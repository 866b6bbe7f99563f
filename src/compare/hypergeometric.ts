/**
 * The chance of at least `both` common members when a and b of n entities are drawn independently: the upper
 * tail of the hypergeometric distribution, exactly what permuting the labels of one clustering gives.
 *
 * Source: Fisher 1935, one-sided exact test of a 2 × 2 table. Terms follow from the one before by their ratio.
 * Cost: O(√n) terms until they no longer count.
 */
export function overlapByChance(n: number, a: number, b: number, both: number): number {
  const low = Math.max(0, a + b - n);
  const high = Math.min(a, b);
  if (both <= low) return 1;
  if (both > high) return 0;
  const log = lnChoose(a, both) + lnChoose(n - a, b - both) - lnChoose(n, b);
  let term = Math.exp(log);
  let sum = 0;
  for (let x = both; x <= high && term > 0; x++) {
    sum += term;
    if (term < sum * 1e-16) break;
    term *= ((a - x) * (b - x)) / ((x + 1) * (n - a - b + x + 1));
  }
  return Math.min(1, sum);
}

function lnChoose(n: number, k: number): number {
  return lnFactorial(n) - lnFactorial(k) - lnFactorial(n - k);
}

/** ln n!, to about 1e-15 relative: sums below 32, Stirling's series (Abramowitz & Stegun 1964, 6.1.41) above. */
export function lnFactorial(n: number): number {
  if (n < 32) {
    let sum = 0;
    for (let i = 2; i <= n; i++) sum += Math.log(i);
    return sum;
  }
  const x = n + 1;
  const s = 1 / (x * x);
  const series = (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s / 1680))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series;
}
