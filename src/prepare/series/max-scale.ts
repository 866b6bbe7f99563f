import { each } from '../steps/each.ts';
import type { SeriesMethod } from './types.ts';

/**
 * x / max |x| of the same series: what is left is its shape, between 0 and 1 where nothing is negative.
 *
 * A series of zeros stays zeros. Replacing zeros by a small number first, as is sometimes done, would make it a
 * series of ones: the most active of all.
 */
export const maxScale: SeriesMethod = {
  meaning: 'Every series divided by its own largest size; a series of zeros stays so.',
  table: {},
  flat: (series) => sizeOf(series) === 0 && series.some((value) => value === 0),
  apply: (series) => {
    const largest = sizeOf(series);
    return largest === 0 ? series : each(series, (value) => value / largest);
  },
};

function sizeOf(series: Float64Array): number {
  return series.reduce((a, b) => (Number.isNaN(b) ? a : Math.max(a, Math.abs(b))), 0);
}
