import { each } from '../steps/each.ts';
import type { SeriesMethod } from './types.ts';

/** log(1 + x), mirrored for negative numbers: a busy day counts for more than a quiet one, but not a hundred times. */
export const log1pSeries: SeriesMethod = {
  meaning: 'log(1 + x) of every number, mirrored below 0.',
  table: {},
  apply: (series) => each(series, (value) => Math.sign(value) * Math.log1p(Math.abs(value))),
};
