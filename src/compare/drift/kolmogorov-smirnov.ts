import { kolmogorovSurvival } from '../../numeric/index.ts';

export interface KolmogorovSmirnov {
  /** The largest distance of the two distribution functions, 0…1. */
  readonly distance: number;
  /** Two-sided, from the limiting distribution. */
  readonly p: number;
}

/**
 * The two-sample Kolmogorov–Smirnov test.
 *
 * The p value is for samples that have nothing to do with each other and for numbers without ties; where entities
 * are in both samples, and where numbers repeat, it is too large, never too small.
 *
 * Source: Smirnov 1948, "Table for estimating the goodness of fit of empirical distributions"; Hodges 1958, "The
 * significance probability of the Smirnov two-sample test".   Cost: O(n + m).
 *
 * @param a, b ascending, without NaN
 */
export function kolmogorovSmirnov(a: Float64Array, b: Float64Array): KolmogorovSmirnov {
  const n = a.length;
  const m = b.length;
  if (n === 0 || m === 0) return { distance: Number.NaN, p: Number.NaN };
  let i = 0;
  let j = 0;
  let distance = 0;
  while (i < n && j < m) {
    const value = Math.min(a[i], b[j]);
    while (i < n && a[i] === value) i++;
    while (j < m && b[j] === value) j++;
    distance = Math.max(distance, Math.abs(i / n - j / m));
  }
  return { distance, p: kolmogorovSurvival(Math.sqrt((n / (n + m)) * m) * distance) };
}
