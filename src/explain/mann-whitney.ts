import { normalSurvival } from '../numeric/index.ts';

/**
 * Cliff's delta and the two-sided p value of a Mann–Whitney U test, from ranks that are known.
 *
 * Differs from the textbook normal approximation by the correction for ties and for continuity, as
 * SciPy's asymptotic method does.
 *
 * Source: Mann & Whitney 1947; Cliff 1993, “Dominance statistics”.
 *
 * @param rankSum sum of the mid-ranks of the `own` values among all `own + rest`
 * @param ties Σ(t³ − t) over groups of t equal values
 */
export function mannWhitney(
  rankSum: number,
  own: number,
  rest: number,
  ties: number,
): { readonly delta: number; readonly p: number } {
  if (own === 0 || rest === 0) return { delta: Number.NaN, p: Number.NaN };
  const n = own + rest;
  const u = rankSum - (own * (own + 1)) / 2;
  const middle = (own * rest) / 2;
  const variance = ((own * rest) / 12) * (n + 1 - ties / (n * (n - 1)));
  const z = (Math.abs(u - middle) - 0.5) / Math.sqrt(variance);
  // All values equal: nothing differs, and the variance is 0.
  const p = variance > 0 ? Math.min(1, 2 * normalSurvival(z)) : 1;
  return { delta: (2 * u) / (own * rest) - 1, p };
}
