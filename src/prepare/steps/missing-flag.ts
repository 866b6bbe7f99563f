import { choice } from '../../base/index.ts';
import { flagScale } from '../block-scale.ts';
import type { SpreadStep } from '../types.ts';
import { type BlockOptions, scaleOption } from './block-options.ts';

/**
 * A yes or no beside a number: is it missing? Only where some were missing when fitting. The number
 * stays as it is, so `impute` comes after.
 */
export const missingFlag: SpreadStep<BlockOptions> = {
  meaning: 'A column beside each number that has missing ones, which says where it is missing.',
  table: { scale: choice(...scaleOption) },
  fit: ({ values }, { scale }) => {
    const missing = (values as Float64Array).reduce(
      (count, value) => count + (Number.isNaN(value) ? 1 : 0),
      0,
    );
    if (missing === 0 || missing === values.length) return { scale: 0 };
    return { scale: scale === 'none' ? 1 : flagScale(missing / values.length) };
  },
  spread: (column, { scale }) => {
    if (scale === 0) return [column];
    const size = scale as number;
    const values = (column.values as Float64Array).map((value) => (Number.isNaN(value) ? size : 0));
    const part = { kind: 'flag', scale: size } as const;
    return [column, { name: `${column.name} missing`, type: 'number', values, part }];
  },
};
