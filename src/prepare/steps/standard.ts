import { mean, variance } from '../../numeric/index.ts';
import type { NumberStep } from '../types.ts';
import { each } from './each.ts';

/** (x − mean) / population standard deviation, as scikit-learn's StandardScaler; a constant column becomes 0. */
export const standard: NumberStep = {
  meaning: 'Mean 0 and standard deviation 1, over all rows.',
  table: {},
  fit: (present, _options, note) => {
    const low = present[0];
    if (low === present[present.length - 1]) {
      note('constant-column', 'is constant and becomes 0.');
      return { mean: low, deviation: 0 };
    }
    // From the smallest number on: sums of 1,000,000.01 and its like lose the digits that matter here.
    const above = present.map((value) => value - low);
    return { mean: low + mean(above), deviation: Math.sqrt(variance(above, 0)) };
  },
  apply: (values, state) => {
    const { mean, deviation } = state as { mean: number; deviation: number };
    return each(values, (value) => (deviation === 0 ? 0 : (value - mean) / deviation));
  },
};
