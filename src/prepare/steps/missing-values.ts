import { integers } from '../../base/index.ts';
import type { NumberStep } from '../types.ts';
import { each } from './each.ts';

export interface MissingValuesOptions {
  /** The numbers that mean "unknown". Default: 0. */
  readonly values: readonly number[];
}

/** Numbers that stand for nothing, such as a price of 0, become missing. Segments are described without them too. */
export const missingValues: NumberStep<MissingValuesOptions> = {
  meaning: 'Numbers that stand for nothing, such as a price of 0, become missing.',
  table: {
    values: integers({ meaning: 'The numbers that mean "unknown".', default: [0] }),
  },
  needsColumns: true,
  acceptsEmpty: true,
  cleans: true,
  fit: (present, { values }, note) => {
    const count = present.reduce((sum, value) => sum + (values.includes(value) ? 1 : 0), 0);
    if (count > 0) {
      note(
        'taken-as-missing',
        `is ${values.join(' or ')} in ${count} of ${present.length} rows, taken as missing.`,
      );
    }
    return {};
  },
  apply: (numbers, _state, { values }) =>
    each(numbers, (value) => (values.includes(value) ? Number.NaN : value)),
};
