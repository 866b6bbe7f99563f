import { each } from '../steps/each.ts';
import type { SeriesMethod } from './types.ts';

/** Numbers come with 32 bits: a line among them is straight to about half of this, as a share of its size. */
const ROUNDING = 2 ** -22;

/**
 * The straight line of least squares taken off: level and slope are gone, and what is left has mean 0.
 *
 * A straight series becomes zeros, and so does a single number: what rounding leaves of it must not be taken for a shape
 * by a step that follows.
 */
export const detrend: SeriesMethod = {
  meaning: 'Every series without its straight line of least squares.',
  table: {},
  apply: (series) => {
    let [count, sumTime, sum] = [0, 0, 0];
    series.forEach((value, t) => {
      if (Number.isNaN(value)) return;
      count++;
      sumTime += t;
      sum += value;
    });
    const [middle, level] = [sumTime / count, sum / count];
    let [squares, products] = [0, 0];
    series.forEach((value, t) => {
      if (Number.isNaN(value)) return;
      squares += (t - middle) ** 2;
      products += (t - middle) * (value - level);
    });
    const slope = squares === 0 ? 0 : products / squares;
    const left = series.map((value, t) => value - level - slope * (t - middle));
    const size = series.reduce((a, b) => (Number.isNaN(b) ? a : Math.max(a, Math.abs(b))), 0);
    const straight = left.every(
      (value) => Number.isNaN(value) || Math.abs(value) <= ROUNDING * size,
    );
    return straight ? each(left, () => 0) : left;
  },
};
