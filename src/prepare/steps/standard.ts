import { mean, variance } from '../../numeric/index.ts';
import type { PrepareMethod } from '../types.ts';
import { each } from './each.ts';

/** (x − mean) / population standard deviation, as scikit-learn's StandardScaler; a constant column becomes 0. */
export const standard: PrepareMethod = {
  meaning: 'Mean 0 and standard deviation 1, over all rows.',
  table: {},
  fit: (present, _options, note) => {
    const constant = present[0] === present[present.length - 1];
    if (constant) note('constant-column', 'is constant and becomes 0.');
    return {
      mean: constant ? present[0] : mean(present),
      deviation: constant ? 0 : Math.sqrt(variance(present, 0)),
    };
  },
  apply: (values, state) => {
    const { mean, deviation } = state as { mean: number; deviation: number };
    return each(values, (value) => (deviation === 0 ? 0 : (value - mean) / deviation));
  },
};
