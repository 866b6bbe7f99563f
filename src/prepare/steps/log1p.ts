import { choice, DataError } from '../../base/index.ts';
import type { NumberStep } from '../types.ts';
import { each } from './each.ts';

export interface Log1pOptions {
  /** What a negative number is: an error (the default), or mirrored: −log(1 + |x|). */
  readonly negative: 'error' | 'mirror';
}

/**
 * log(1 + x): for counts and amounts with a long tail.
 *
 * A negative number is an error by default, because it is more often a wrong column or a refund
 * than a magnitude with a sign.
 */
export const log1p: NumberStep<Log1pOptions> = {
  meaning: 'log(1 + x), for counts and amounts with a long tail.',
  table: {
    negative: choice(['error', 'mirror'], {
      meaning: 'What a negative number is: an error, or mirrored to −log(1 + |x|).',
      default: 'error',
    }),
  },
  fit: () => ({}),
  apply: (values, _state, { negative }) => {
    const below = values.reduce((count, value) => count + (value < 0 ? 1 : 0), 0);
    if (negative === 'error' && below > 0) {
      throw new DataError(
        `every number must be 0 or more, got ${below} below. Ask for "negative: mirror" or leave the column out of this step.`,
      );
    }
    return each(values, (value) => Math.sign(value) * Math.log1p(Math.abs(value)));
  },
};
