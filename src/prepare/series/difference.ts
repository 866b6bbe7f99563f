import { integer } from '../../base/index.ts';
import type { SeriesMethod } from './types.ts';

export interface DifferenceOptions {
  /** How often differences are taken. Larger: higher trends go. Default: 1. */
  readonly order: number;
  /** Steps between the two numbers of a difference; the length of a season takes the season away. Default: 1. */
  readonly lag: number;
}

/**
 * Each number less the one `lag` steps before it, `order` times over: order · lag numbers fewer come out. Where one of the
 * two is missing, so is the difference.
 */
export const difference: SeriesMethod<DifferenceOptions> = {
  meaning: 'Changes instead of levels: each number less an earlier one.',
  table: {
    order: integer({ min: 1, max: 10, meaning: 'How often differences are taken.', default: 1 }),
    lag: integer({
      min: 1,
      meaning: 'Steps between the two numbers; the length of a season takes the season away.',
      default: 1,
    }),
  },
  length: (steps, { order, lag }) => Math.max(0, steps - order * lag),
  apply: (series, { order, lag }) => {
    let left = series;
    for (let i = 0; i < order; i++) {
      const before = left;
      left = before.slice(lag).map((value, t) => value - before[t]);
    }
    return left;
  },
};
