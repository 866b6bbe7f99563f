import { normalQuantile } from '../../numeric/index.ts';

/**
 * Population stability index: how much the shares of two samples differ over the same bins.
 *
 * Σ (q − p)·ln(q ÷ p). Half an entity is added to every bin, so that an empty one has a logarithm.
 * Usual reading: below 0.1 nothing to speak of, from 0.25 a different population.
 *
 * Source: Siddiqi 2006, "Credit Risk Scorecards", chapter 9; it is Jeffreys' divergence of the two histograms.
 *
 * @param before, after entities per bin
 */
export function stabilityIndex(before: ArrayLike<number>, after: ArrayLike<number>): number {
  const bins = before.length;
  let n = bins / 2;
  let m = bins / 2;
  for (let b = 0; b < bins; b++) {
    n += before[b];
    m += after[b];
  }
  let sum = 0;
  for (let b = 0; b < bins; b++) {
    const p = (before[b] + 0.5) / n;
    const q = (after[b] + 0.5) / m;
    sum += (q - p) * Math.log(q / p);
  }
  return sum;
}

/**
 * What the index stays below in 999 of 1,000 cases when nothing changed: small samples differ by chance.
 *
 * Source: Yurdakul 2018, "Statistical properties of population stability index": the index is (1/n + 1/m) times χ²
 * with one degree of freedom fewer than bins. Its quantile: Wilson & Hilferty 1931, to a few per cent.
 *
 * @param n, m entities in each sample
 */
export function stabilityByChance(bins: number, n: number, m: number): number {
  const free = bins - 1;
  if (free < 1 || n === 0 || m === 0) return 0;
  const part = 2 / (9 * free);
  const quantile = free * (1 - part + normalQuantile(0.999) * Math.sqrt(part)) ** 3;
  return quantile * (1 / n + 1 / m);
}
