import type { SpreadStep } from '../types.ts';

/**
 * A yes or no beside a number: is it missing? Only where some were missing when fitting. The number
 * stays as it is, so `impute` comes after.
 *
 * 1 for missing, as it is: beside a standardised number whose missing ones are then filled with the mean,
 * the two weigh 1 − (share of the missing)² together, never more than one number.
 */
export const missingFlag: SpreadStep = {
  meaning: 'A column beside each number that has missing ones, which is 1 where it is missing.',
  table: {},
  fit: ({ values }) => {
    const missing = (values as Float64Array).reduce(
      (count, value) => count + (Number.isNaN(value) ? 1 : 0),
      0,
    );
    return { flagged: missing > 0 && missing < values.length };
  },
  spread: (column, { flagged }) => {
    if (flagged !== true) return [column];
    const values = (column.values as Float64Array).map((value) => (Number.isNaN(value) ? 1 : 0));
    const part = { kind: 'flag', scale: 1 } as const;
    return [column, { name: `${column.name} missing`, type: 'number', values, part }];
  },
};
