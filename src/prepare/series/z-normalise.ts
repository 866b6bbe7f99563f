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
    const flat = isFlat(series);
    return each(series, (value) => (flat ? 0 : (value - mean) / deviation));
  },
};

const presentOf = (series: Float64Array) => series.filter((value) => !Number.isNaN(value));

/** Steps before leave a spread of about 1e-15 in what is constant; data of 32 bits that differ do so by 6e-8. */
const ROUNDING = 1e-10;

/** Whether all numbers are the same; there must be one. */
function isFlat(series: Float64Array): boolean {
  const present = presentOf(series);
  const [least, most] = [present, present.map((value) => -value)].map((values) =>
    values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
  );
  return (
    present.length > 0 && -most - least <= ROUNDING * Math.max(Math.abs(least), Math.abs(most))
  );
}
