import { each } from '../steps/each.ts';
import type { SeriesMethod } from './types.ts';

/** (x − mean) / population standard deviation of the same series: level and spread are gone. A constant series becomes 0. */
export const zNormalise: SeriesMethod = {
  meaning: 'Every series to mean 0 and standard deviation 1; a constant series becomes 0.',
  table: {},
  flat: isFlat,
  apply: (series) => {
    const present = presentOf(series);
    if (present.length === 0) return series;
    const mean = present.reduce((a, b) => a + b, 0) / present.length;
    const squares = present.reduce((a, b) => a + (b - mean) ** 2, 0);
    const deviation = Math.sqrt(squares / present.length);
    // The mean of equal numbers is rounded: what is left of them then is no spread.
    const flat = isFlat(series);
    return each(series, (value) => (flat ? 0 : (value - mean) / deviation));
  },
};

const presentOf = (series: Float64Array) => series.filter((value) => !Number.isNaN(value));

/** Whether all numbers are the same; there must be one. */
function isFlat(series: Float64Array): boolean {
  const present = presentOf(series);
  return present.length > 0 && present.every((value) => value === present[0]);
}
