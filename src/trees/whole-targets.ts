/** Targets as whole numbers of steps from about their mean: their sums are exact, in whatever order they are added. */
export interface WholeTargets {
  readonly values: Float64Array;
  readonly mean: number;
  /** Size of a step, in units of the target, a power of two; 1 where all are alike. */
  readonly unit: number;
}

/**
 * At most 2³⁰ steps on either side, and fewer from 2²² rows on, so that the sum over all rows stays below 2⁵³.
 * A step is at most 2e-9 of the greatest distance from the mean, or n/2⁵¹ of it.
 */
export function wholeTargets(y: ArrayLike<number>): WholeTargets {
  const n = y.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += y[i];
  let reach = 0;
  for (let i = 0; i < n; i++) reach = Math.max(reach, Math.abs(y[i] - sum / n));
  const unit = reach > 0 ? powerFrom(Math.max(reach * 2 ** -30, reach * n * 2 ** -52)) : 1;
  const mean = Math.round(sum / n / unit) * unit;
  const values = new Float64Array(n);
  for (let i = 0; i < n; i++) values[i] = Math.round((y[i] - mean) / unit);
  return { values, mean, unit };
}

/** The lowest power of two that is at least `value`. */
function powerFrom(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  while (power / 2 >= value) power /= 2;
  return power;
}
