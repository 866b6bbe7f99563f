import { quantileOf } from '../numeric/index.ts';
import type { BoxNumbers, FeatureSummary } from './types.ts';

/** The summary of `count` ascending values read one by one; mean and sd are known already. */
export function summarise(
  name: string,
  count: number,
  missing: number,
  at: (rank: number) => number,
  mean: number,
  sd: number,
): FeatureSummary {
  const q = (share: number) => quantileOf(count, at, share);
  return {
    name,
    count,
    missing,
    mean: orNull(mean),
    sd: orNull(sd),
    min: orNull(q(0)),
    q1: orNull(q(0.25)),
    median: orNull(q(0.5)),
    q3: orNull(q(0.75)),
    max: orNull(q(1)),
    box: boxNumbers(count, at),
  };
}

function boxNumbers(count: number, at: (rank: number) => number): BoxNumbers | null {
  if (count === 0) return null;
  const q1 = quantileOf(count, at, 0.25);
  const q3 = quantileOf(count, at, 0.75);
  const reach = 1.5 * (q3 - q1);
  const below = firstRank(count, (r) => at(r) >= q1 - reach);
  const inside = firstRank(count, (r) => at(r) > q3 + reach);
  return {
    low: Math.min(at(below), q1),
    q1,
    median: quantileOf(count, at, 0.5),
    q3,
    high: Math.max(at(inside - 1), q3),
    below,
    above: count - inside,
  };
}

/** The first rank where a condition that stays true once true is true. */
function firstRank(count: number, holds: (rank: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** JSON has no NaN: an undefined number is null. */
export function orNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
