import { choice, DataError, real } from '../../base/index.ts';
import { mean, quantile } from '../../numeric/index.ts';
import type { NumberStep } from '../types.ts';

export interface ImputeOptions {
  /** What takes the place of a missing number. Default: 'median'. */
  readonly with: 'median' | 'mean' | 'zero' | 'constant';
  /** The number for `with: constant`. Default: 0. */
  readonly value: number;
}

/** Fills the missing. Says how many it filled, when fitting and when applied to other rows. */
export const impute: NumberStep<ImputeOptions> = {
  meaning: 'Fills missing numbers.',
  table: {
    with: choice(['median', 'mean', 'zero', 'constant'], {
      meaning: 'What takes the place of a missing number.',
      default: 'median',
    }),
    value: real({ meaning: 'The number for "with: constant".', default: 0 }),
  },
  acceptsEmpty: true,
  fit: (present, { with: how, value }) => {
    if (how === 'zero') return { fill: 0 };
    if (how === 'constant') return { fill: value };
    if (present.length === 0) {
      throw new DataError(
        `at least one number must be there to take the ${how} of, got none. Leave the column out, or impute with "zero".`,
      );
    }
    return { fill: how === 'mean' ? mean(present) : quantile(present, 0.5) };
  },
  apply: (values, state) =>
    values.map((value) => (Number.isNaN(value) ? (state.fill as number) : value)),
};
