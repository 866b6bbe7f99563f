import type { Run } from '../base/index.ts';
import type { Panel } from '../numeric/index.ts';
import { type Course, centerSums } from './center-sums.ts';

/**
 * DBA: moves a series to the means of what meets its steps on the nearest ways, until the sum of squares stays.
 *
 * The sum never rises but by rounding: the ways are the nearest for the series, and the means are nearest for the ways.
 */
export async function averageByPaths(
  x: Panel,
  start: Course,
  {
    window,
    maxIterations,
    tolerance,
  }: Readonly<Record<'window' | 'maxIterations' | 'tolerance', number>>,
  run: Run,
): Promise<Course & { readonly loss: number; readonly iterations: number }> {
  const { channels, steps } = start;
  const slot = steps * (channels + 1) + 1;
  const scratch = (x.steps + 1) * 8 + Math.floor((steps * x.steps + 3) / 4);
  using sums = await centerSums('dtwAverage', x, start, [window], { slot, scratch }, run.threads);
  let at = start.values;
  let last = Number.POSITIVE_INFINITY;
  for (let iterations = 0; ; iterations++) {
    await run.pause();
    const met = sums.of(at);
    const loss = met[slot - 1] / x.series;
    const still = iterations > 0 && !(last - loss > tolerance * last);
    if (iterations === maxIterations || still) {
      return { values: at, channels, steps, loss, iterations };
    }
    last = loss;
    const next = new Float64Array(at.length);
    for (let t = 0; t < steps; t++) {
      for (let c = 0; c < channels; c++) {
        next[c * steps + t] = met[t * channels + c] / met[steps * channels + t];
      }
    }
    at = next;
  }
}
