import { DataError, OptionError, type Run, readOptions, show, suggest } from '../../base/index.ts';
import { Matrix, type Panel } from '../../numeric/index.ts';
import type { FittedStep, PrepareStep } from '../types.ts';
import { seriesMethods } from './registry.ts';

/** A step whose name and options are known to be right; JSON, as the manifest keeps it. */
export interface SeriesStep {
  readonly step: string;
  readonly options: Readonly<Record<string, unknown>>;
}

/**
 * Checks a list of steps for series before any row is read.
 *
 * @throws {OptionError} an unknown step or option (with a suggestion), a value out of bounds, `columns`
 */
export function readSeriesSteps(steps: readonly PrepareStep[]): SeriesStep[] {
  return steps.map(({ step, columns, ...options }, i) => {
    const where = `prepare, step ${i + 1}`;
    if (typeof step !== 'string' || !Object.hasOwn(seriesMethods, step)) {
      throw new OptionError(
        `${where}: there is no step ${show(step)} for series. ${suggest(String(step), Object.keys(seriesMethods))}`,
      );
    }
    if (columns !== undefined) {
      throw new OptionError(
        `${where} (${step}): a step for series takes no columns, got ${show(columns)}. It is for every series.`,
      );
    }
    const { table } = seriesMethods[step];
    return { step, options: readOptions(`${where} (${step})`, table, options) };
  });
}

/**
 * Series after the steps, each by itself: nothing is learned from one for another.
 *
 * Shapes: a panel of one channel × t steps, `places` of it; result is places × what the last step gives.
 * Cost: one pass per step; memory the result. Missing: NaN is passed on; see `checkSeries`.
 */
export function prepareSeries(
  panel: Panel,
  places: Int32Array,
  steps: readonly (SeriesStep | FittedStep)[],
): Matrix {
  const cols = steps.reduce(
    (length, { step, options }) => seriesMethods[step].length?.(length, options) ?? length,
    panel.steps,
  );
  const data = new Float32Array(places.length * cols);
  for (let i = 0; i < places.length; i++) {
    let series = Float64Array.from(panel.row(places[i]));
    for (const { step, options } of steps) {
      series = seriesMethods[step].apply(series, options) as Float64Array<ArrayBuffer>;
    }
    data.set(series, i * cols);
  }
  return new Matrix(data, places.length, cols);
}

/**
 * Refuses what cannot be clustered.
 *
 * @throws {DataError} gaps are left, a number became infinite, or all series are the same
 */
export async function checkSeries(x: Matrix, run: Run): Promise<void> {
  const count = { gaps: 0, series: 0, infinite: 0 };
  for (let i = 0; i < x.rows; i++) {
    await run.pause();
    let gaps = 0;
    for (const value of x.row(i)) {
      if (Number.isNaN(value)) gaps++;
      else if (!Number.isFinite(value)) count.infinite++;
    }
    count.gaps += gaps;
    if (gaps > 0) count.series++;
  }
  if (count.gaps > 0) {
    throw new DataError(
      `prepare: after the last step no number of a series may be missing, got ${count.gaps} missing in ${count.series} of ${x.rows} series. Add the step "fill-gaps", or read with "fill: zero".`,
    );
  }
  if (count.infinite > 0) {
    throw new DataError(
      `prepare: after the last step every number must be finite and below 3.4e38 in size, got ${count.infinite} that are not. Add the step "max-scale".`,
    );
  }
  const first = x.row(0);
  for (let i = 1; i < x.rows; i++) if (x.row(i).some((value, t) => value !== first[t])) return;
  if (x.rows > 1) {
    throw new DataError(
      `study: at least one series must differ from the others, but all ${x.rows} are the same after the last step. There are no groups to find.`,
    );
  }
}
