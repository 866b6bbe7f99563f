import { choice } from '../../base/index.ts';
import type { SeriesMethod } from './types.ts';

export interface FillGapsOptions {
  /** What stands in a gap: a straight line between its neighbours, the last value before, or 0. Default: 'line'. */
  readonly with: 'line' | 'last' | 'zero';
}

/**
 * Fills what is missing inside a series. Before its first value and behind its last one the nearest value
 * is repeated, since there is nothing to draw a line to. A series without any value becomes zeros.
 */
export const fillGaps: SeriesMethod<FillGapsOptions> = {
  meaning: 'Fills the gaps of a series.',
  table: {
    with: choice(['line', 'last', 'zero'], {
      meaning:
        'What stands in a gap: a straight line between its neighbours, the last value before it, or 0.',
      default: 'line',
    }),
  },
  apply: (series, { with: how }) => {
    const filled = series.slice();
    let last = -1;
    for (let t = 0; t <= series.length; t++) {
      if (t < series.length && Number.isNaN(series[t])) continue;
      for (let gap = last + 1; gap < t; gap++) filled[gap] = inGap(series, last, t, gap, how);
      last = t;
    }
    return filled;
  },
};

/** The number at `gap`, between the values at `before` and `after`, of which one or both may be outside the series. */
function inGap(
  series: Float64Array,
  before: number,
  after: number,
  gap: number,
  how: FillGapsOptions['with'],
): number {
  const left = before >= 0 ? series[before] : Number.NaN;
  const right = after < series.length ? series[after] : Number.NaN;
  if (how === 'zero' || (before < 0 && after >= series.length)) return 0;
  if (before < 0) return right;
  if (how === 'last' || after >= series.length) return left;
  return left + ((right - left) * (gap - before)) / (after - before);
}
