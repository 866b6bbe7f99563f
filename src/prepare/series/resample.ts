import { choice, integer } from '../../base/index.ts';
import type { SeriesMethod } from './types.ts';

export interface ResampleOptions {
  /** Numbers that come out of every series, whatever its length. Default: 100. */
  readonly steps: number;
  /**
   * `mean`: means over as many equal stretches (piecewise aggregate approximation), `line`: numbers on the lines between
   * neighbours, ends kept. `auto`: means of longer series, lines of shorter ones. Default: 'auto'.
   */
  readonly by: 'auto' | 'mean' | 'line';
}

/**
 * Every series at the same number of steps, so that series of unequal lengths become equal ones: what lasts longer is
 * squeezed, what is shorter is stretched.
 *
 * Missing: a mean is over what is there; a number between two of which one is missing is missing.
 *
 * Source: Keogh, Chakrabarti, Pazzani, Mehrotra 2001, "Dimensionality reduction for fast similarity search in large time
 * series databases", section 3.1. Differs: where stretches end inside a step, it counts for both by its parts.
 */
export const resample: SeriesMethod<ResampleOptions> = {
  meaning: 'Every series at the same number of steps, squeezed or stretched.',
  table: {
    steps: integer({ min: 1, meaning: 'Numbers that come out of every series.', default: 100 }),
    by: choice(['auto', 'mean', 'line'], {
      meaning:
        'mean: means over equal stretches; line: on the lines between neighbours; auto: means of longer series, lines of shorter ones.',
      default: 'auto',
    }),
  },
  length: (length, { steps }) => (length === 0 ? 0 : steps),
  apply: (series, { steps, by }) => {
    if (series.length === steps || series.length === 0) return series;
    const means = by === 'mean' || (by === 'auto' && series.length > steps);
    return means ? stretchMeans(series, steps) : onLines(series, steps);
  },
};

function stretchMeans(series: Float64Array, steps: number): Float64Array {
  const width = series.length / steps;
  return Float64Array.from({ length: steps }, (_, i) => {
    // Whole numbers over `steps`, so that ends on a step's border lie on it to the bit.
    const [from, to] = [(i * series.length) / steps, ((i + 1) * series.length) / steps];
    let [sum, weight] = [0, 0];
    for (let t = Math.floor(from); t < Math.min(series.length, Math.ceil(to)); t++) {
      if (Number.isNaN(series[t])) continue;
      const part = Math.min(to, t + 1) - Math.max(from, t);
      sum += part * series[t];
      weight += part;
    }
    return weight > 1e-9 * width ? sum / weight : Number.NaN;
  });
}

function onLines(series: Float64Array, steps: number): Float64Array {
  const last = series.length - 1;
  return Float64Array.from({ length: steps }, (_, i) => {
    const at = steps === 1 ? last / 2 : (i * last) / (steps - 1);
    const low = Math.floor(at);
    // A missing neighbour that weighs nothing is not asked.
    return at === low ? series[low] : series[low] + (series[low + 1] - series[low]) * (at - low);
  });
}
