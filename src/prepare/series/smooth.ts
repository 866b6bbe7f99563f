import { choice, integer } from '../../base/index.ts';
import type { SeriesMethod } from './types.ts';

export interface SmoothOptions {
  /**
   * `mean`: moving average, `median`: moving median, which also removes single spikes; `savitzky-golay`: moving
   * polynomial, which keeps the height of peaks. Default: 'mean'.
   */
  readonly by: 'mean' | 'median' | 'savitzky-golay';
  /** Steps of the window, odd, so that it lies around its step. Larger: smoother. Default: 5. */
  readonly window: number;
  /** Degree of the polynomial of savitzky-golay. Larger: closer to the data. Default: 2. */
  readonly degree: number;
}

/**
 * A window moved over the series. At both ends the mean and the median take the steps that there are; savitzky-golay
 * follows the polynomial of the first and the last whole window.
 *
 * Missing: a gap stays one; the others take what is there.
 *
 * Source: Savitzky, Golay 1964, "Smoothing and differentiation of data by simplified least squares procedures"; ends as
 * scipy.signal.savgol_filter with mode "interp".
 */
export const smooth: SeriesMethod<SmoothOptions> = {
  meaning: 'Every series smoothed by a moving average, median or polynomial.',
  table: {
    by: choice(['mean', 'median', 'savitzky-golay'], {
      meaning:
        'mean: moving average; median: also removes single spikes; savitzky-golay: a moving polynomial, which keeps the height of peaks.',
      default: 'mean',
    }),
    window: integer({ min: 3, meaning: 'Steps of the window, an odd number.', default: 5 }),
    degree: integer({
      min: 1,
      max: 6,
      meaning: 'Degree of the polynomial of savitzky-golay; must be below the window.',
      default: 2,
    }),
  },
  refuses: ({ by, window, degree }) => {
    if (window % 2 === 0) return `window must be odd, got ${window}. Take ${window + 1}.`;
    return by === 'savitzky-golay' && degree >= window
      ? `degree must be below the window of ${window}, got ${degree}.`
      : undefined;
  },
  apply: (series, { by, window, degree }) => {
    const half = (window - 1) / 2;
    if (by === 'savitzky-golay') return savitzkyGolay(series, half, degree);
    const of = by === 'mean' ? mean : median;
    return series.map((value, t) =>
      Number.isNaN(value) ? value : of(series.subarray(Math.max(0, t - half), t + half + 1)),
    );
  },
};

const present = (values: Float64Array) => values.filter((value) => !Number.isNaN(value));

function mean(values: Float64Array): number {
  const there = present(values);
  return there.reduce((a, b) => a + b, 0) / there.length;
}

function median(values: Float64Array): number {
  const sorted = present(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

function savitzkyGolay(series: Float64Array, half: number, degree: number): Float64Array {
  const width = Math.min(2 * half + 1, series.length);
  return series.map((value, t) => {
    if (Number.isNaN(value)) return value;
    const from = Math.min(Math.max(0, t - half), series.length - width);
    return polynomialAt(series.subarray(from, from + width), t - from, degree);
  });
}

/**
 * The value at one place of the polynomial of least squares through the numbers that are there.
 *
 * Powers of u are made orthogonal one after the other (Forsythe 1957), which needs no system of equations.
 */
function polynomialAt(values: Float64Array, place: number, degree: number): number {
  const places = [...values.keys()].filter((t) => !Number.isNaN(values[t]));
  const middle = (values.length - 1) / 2;
  const scaled = (t: number) => (t - middle) / Math.max(middle, 1);
  const at = scaled(place);
  let [before, now] = [places.map(() => 0), places.map(() => 1)];
  let [beforeAt, nowAt] = [0, 1];
  let [beforeSize, result] = [1, 0];
  for (let power = 0; power <= Math.min(degree, places.length - 1); power++) {
    let [size, shift, product] = [0, 0, 0];
    places.forEach((t, i) => {
      const square = now[i] * now[i];
      size += square;
      shift += scaled(t) * square;
      product += values[t] * now[i];
    });
    result += (product / size) * nowAt;
    const [alpha, beta] = [shift / size, power === 0 ? 0 : size / beforeSize];
    const next = places.map((t, i) => (scaled(t) - alpha) * now[i] - beta * before[i]);
    [beforeAt, nowAt] = [nowAt, (at - alpha) * nowAt - beta * beforeAt];
    [before, now, beforeSize] = [now, next, size];
  }
  return result;
}
