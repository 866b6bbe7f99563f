import type { NumberStep } from '../types.ts';

/**
 * Takes columns out of what is clustered. They stay in the feature table, so that segments are
 * described by them without being made of them.
 */
export const drop: NumberStep = {
  meaning:
    'Takes the columns named out of what is clustered; segments are still described by them.',
  table: {},
  takes: 'any',
  acceptsEmpty: true,
  needsColumns: true,
  fit: () => null,
  apply: (values) => values,
};
