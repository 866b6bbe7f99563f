import { DataError, OptionError, type Run, readOptions, show, suggest } from '../../base/index.ts';
import { type Matrix, Panel, panelOf, SeriesMatrix } from '../../numeric/index.ts';
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
    const method = seriesMethods[step];
    const read = readOptions(`${where} (${step})`, method.table, options);
    const refused = method.refuses?.(read);
    if (refused !== undefined) throw new OptionError(`${where} (${step}): ${refused}`);
    return { step, options: read };
  });
}

/**
 * Series after the steps, each by itself and each channel by itself: nothing is learned from one for another.
 *
 * Shapes: a panel of c channels × t steps, `places` of it; result is places × c × what the last step gives. A series
 * goes through the steps at its own length, without its padding.
 * Cost: one pass per step; memory the result. Missing: NaN is passed on; see `checkSeries`.
 *
 * @param told hears how many series had no spread for a step to divide by, and came out as zeros
 */
export function prepareSeries(
  panel: Panel,
  places: ArrayLike<number>,
  steps: readonly (SeriesStep | FittedStep)[],
  told: (step: string, flat: number) => void = () => {},
): SeriesMatrix {
  const { channels } = panel;
  const most = preparedSteps(panel.steps, steps);
  const data = new Float32Array(places.length * channels * most).fill(Number.NaN);
  const lengths = new Int32Array(places.length);
  const flat = new Map<string, number>();
  for (let i = 0; i < places.length; i++) {
    const row = panel.row(places[i]);
    const length = panel.lengths[places[i]];
    lengths[i] = preparedSteps(length, steps);
    const flatHere = new Set<string>();
    for (let c = 0; c < channels; c++) {
      let series = Float64Array.from(row.subarray(c * panel.steps, c * panel.steps + length));
      for (const { step, options } of steps) {
        const method = seriesMethods[step];
        if (method.flat?.(series)) flatHere.add(step);
        series = method.apply(series, options) as Float64Array<ArrayBuffer>;
      }
      data.set(series, (i * channels + c) * most);
    }
    for (const step of flatHere) flat.set(step, (flat.get(step) ?? 0) + 1);
  }
  for (const [step, count] of flat) told(step, count);
  return new SeriesMatrix(new Panel(data, places.length, channels, most, lengths));
}

/** How many numbers come out of a series of some steps. */
export function preparedSteps(length: number, steps: readonly (SeriesStep | FittedStep)[]): number {
  return steps.reduce(
    (left, { step, options }) => seriesMethods[step].length?.(left, options) ?? left,
    length,
  );
}

/**
 * Refuses what cannot be clustered.
 *
 * @throws {DataError} gaps are left, a number became infinite, or all series are the same
 */
export async function checkSeries(x: Matrix, run: Run): Promise<void> {
  const panel = panelOf(x);
  const count = { gaps: 0, series: 0, infinite: 0 };
  for (let i = 0; i < x.rows; i++) {
    await run.pause();
    let gaps = 0;
    const row = panel.row(i);
    for (let at = 0; at < row.length; at++) {
      if (at % panel.steps >= panel.lengths[i]) continue;
      if (Number.isNaN(row[at])) gaps++;
      else if (!Number.isFinite(row[at])) count.infinite++;
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
