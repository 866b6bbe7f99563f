import { real } from '../../base/index.ts';
import { quantile, variance } from '../../numeric/index.ts';
import type { NumberStep } from '../types.ts';
import { each } from './each.ts';

export interface RobustOptions {
  /** Lower end of the range that becomes 1, as a share of the rows. Default: 0.25. */
  readonly lower: number;
  /** Upper end. Default: 0.75. */
  readonly upper: number;
}

/**
 * (x − median) / (upper quantile − lower quantile). Extreme rows do not move the scale, but stay extreme.
 *
 * Differs from scikit-learn: where more than half of the rows are equal the range is 0, and the
 * standard deviation takes its place with a warning; the raw numbers left there would outweigh
 * every other column.
 */
export const robust: NumberStep<RobustOptions> = {
  meaning: 'Median 0 and interquartile range 1, over all rows.',
  table: {
    lower: real({
      meaning: 'Lower end of the range, as a share of rows.',
      default: 0.25,
      min: 0,
      max: 0.5,
    }),
    upper: real({
      meaning: 'Upper end of the range, as a share of rows.',
      default: 0.75,
      min: 0.5,
      max: 1,
    }),
  },
  fit: (present, { lower, upper }, note) => {
    const median = quantile(present, 0.5);
    const range = quantile(present, upper) - quantile(present, lower);
    if (range > 0) return { median, range };
    if (present[0] === present[present.length - 1]) {
      note('constant-column', 'is constant and becomes 0.');
      return { median, range: 0 };
    }
    note('no-spread', 'has equal quartiles, so its standard deviation is the scale.');
    return { median, range: Math.sqrt(variance(present, 0)) };
  },
  apply: (values, state) => {
    const { median, range } = state as { median: number; range: number };
    return each(values, (value) => (range === 0 ? 0 : (value - median) / range));
  },
};
