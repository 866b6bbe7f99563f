import { real } from '../../base/index.ts';
import { each } from '../steps/each.ts';
import type { SeriesMethod } from './types.ts';

export interface ReplaceOptions {
  /** The number to be replaced. Default: 0. */
  readonly value: number;
  /** What takes its place. Default: 0.0001. */
  readonly by: number;
}

/** One number for another, to repeat studies that did so; nothing in clade needs it. */
export const replace: SeriesMethod<ReplaceOptions> = {
  meaning: 'One number for another, such as a small one for every 0.',
  table: {
    value: real({ meaning: 'The number to be replaced.', default: 0 }),
    by: real({ meaning: 'What takes its place.', default: 1e-4 }),
  },
  apply: (series, { value, by }) => each(series, (x) => (x === value ? by : x)),
};
