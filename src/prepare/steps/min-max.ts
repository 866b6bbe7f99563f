import { flag } from '../../base/index.ts';
import type { NumberStep } from '../types.ts';
import { each } from './each.ts';

export interface MinMaxOptions {
  /** Hold later rows within 0 and 1. Default: false, so that they show that they are beyond. */
  readonly clip: boolean;
}

/**
 * (x − min) / (max − min) over all rows. One extreme row presses the others together.
 *
 * Differs from scikit-learn: a column that was constant gives 0 for later rows too, whatever they
 * hold, since it had no say in the clusters.
 */
export const minMax: NumberStep<MinMaxOptions> = {
  meaning: 'Smallest to 0, largest to 1, over all rows.',
  table: {
    clip: flag({ meaning: 'Hold later rows within 0 and 1.', default: false }),
  },
  fit: (present, _options, note) => {
    const low = present[0];
    const high = present[present.length - 1];
    if (low === high) note('constant-column', 'is constant and becomes 0.');
    return { low, high };
  },
  apply: (values, state, { clip }) => {
    const { low, high } = state as { low: number; high: number };
    if (low === high) return each(values, () => 0);
    const scaled = each(values, (value) => (value - low) / (high - low));
    return clip ? each(scaled, (value) => Math.min(1, Math.max(0, value))) : scaled;
  },
};
