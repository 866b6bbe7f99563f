import type { Run } from '../base/index.ts';
import type { Panel } from '../numeric/index.ts';
import { type Course, centerSums } from './center-sums.ts';
import { quasiNewton } from './quasi-newton.ts';

/** The series with the least mean of soft-DTW to all, by steps along its slope from `start`. */
export async function averageSoftly(
  x: Panel,
  start: Course,
  options: Readonly<Record<'window' | 'gamma' | 'maxIterations' | 'tolerance', number>>,
  run: Run,
): Promise<Course & { readonly loss: number; readonly iterations: number }> {
  const { channels, steps } = start;
  const size = steps * channels;
  const scratch = 12 * (x.steps + 1) + 8 * steps * x.steps;
  const rules = [options.window, options.gamma] as const;
  const parts = { slot: size + 1, scratch };
  using sums = await centerSums('softDtw', x, start, rules, parts, run.threads);
  const measure = (values: Float64Array) => {
    const found = sums.of(values);
    const slope = new Float64Array(size);
    for (let t = 0; t < steps; t++) {
      for (let c = 0; c < channels; c++) {
        slope[c * steps + t] = found[t * channels + c] / x.series;
      }
    }
    return { value: found[size] / x.series, slope };
  };
  const { at, value, iterations } = await quasiNewton(measure, start.values, options, run);
  return { values: at, channels, steps, loss: value, iterations };
}
