import type { NumberStep } from '../types.ts';

/** Takes out columns that say nothing: one value in every row, or none at all. */
export const dropConstant: NumberStep = {
  meaning: 'Takes out columns with one value in every row.',
  table: {},
  takes: 'any',
  acceptsEmpty: true,
  fit: (present, _options, note) => {
    if (present.length > 0 && present[0] !== present[present.length - 1]) return {};
    note(
      'dropped-column',
      present.length === 0 ? 'is empty and was left out.' : 'is constant and was left out.',
    );
    return null;
  },
  apply: (values) => values,
};
