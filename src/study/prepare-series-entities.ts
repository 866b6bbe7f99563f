import { DataError, type Run } from '../base/index.ts';
import { stepName } from '../features/index.ts';
import type { SeriesMatrix } from '../numeric/index.ts';
import {
  checkSeries,
  type Preparation,
  preparedSteps,
  prepareSeries,
  readSeriesSteps,
  type SeriesStep,
} from '../prepare/index.ts';
import { declaredPlaces } from './declared.ts';
import type { Entities, EntitySeries } from './entities.ts';
import type { PreparedEntities, SeriesAxes } from './prepared-entities.ts';
import type { Study } from './schema.ts';

/**
 * The series that are clustered, after the study's steps. Nothing is fitted: a new series comes out the same.
 *
 * @throws {DataError} no series has any activity, gaps are left, or all series are the same
 */
export async function prepareSeriesEntities(
  { prepare }: Study,
  entities: Entities,
  run: Run,
): Promise<PreparedEntities> {
  const steps = readSeriesSteps(prepare);
  // Nothing is fitted, so there is nothing to keep by column.
  const fitted = steps.map((step) => ({ ...step, columns: {} }));
  const preparation: Preparation = {
    version: 2,
    inputs: [],
    steps: fitted,
    needs: [],
    outputs: [],
    blocks: [],
  };
  const told = (step: string, flat: number, of: number) =>
    run.warn(
      'constant-series',
      `prepare: ${flat} of ${of} series are constant, and ${step} makes them zeros.`,
    );
  const prepared = applySeriesSteps(preparation, entities, told);
  if (prepared.rows.length === 0) {
    throw new DataError(
      `study: at least one series must have a value other than 0, but all ${entities.count} have none.`,
    );
  }
  const silent = (entities.declared ?? []).reduce((sum, { rows }) => sum + rows.length, 0);
  const short = entities.count - silent - prepared.rows.length;
  if (short > 0) {
    run.warn(
      'short-series',
      `prepare: ${short} of ${entities.count} series are too short for the steps and are in no segment.`,
    );
  }
  run.progress('prepare', 0, 1);
  await checkSeries(prepared.matrix(prepared.rows), run);
  run.progress('prepare', 1, 1);
  return prepared;
}

/** The same with steps that a bundle holds. */
export function applySeriesSteps(
  preparation: Preparation,
  entities: Entities,
  told: (step: string, flat: number, of: number) => void = () => {},
): PreparedEntities {
  const series = entities.series as EntitySeries;
  const declared = declaredPlaces(entities.declared ?? [], entities.count);
  const rows = Int32Array.from(entities.keys[0].values.keys()).filter(
    (i) => declared[i] === 0 && preparedSteps(series.panel.lengths[i], preparation.steps) > 0,
  );
  // Asked for by the check, by encoders and by methods; every pass over many series costs seconds.
  let all: SeriesMatrix | undefined;
  return {
    preparation,
    count: entities.count,
    rows,
    columns: [],
    series: axesOf(series, preparation.steps),
    matrix: (places) => {
      if (places !== rows) return prepareSeries(series.panel, places, preparation.steps);
      all ??= prepareSeries(series.panel, rows, preparation.steps, (step, flat) =>
        told(step, flat, rows.length),
      );
      return all;
    },
  };
}

function axesOf({ panel, grid, channels }: EntitySeries, steps: readonly SeriesStep[]): SeriesAxes {
  const unit = units[steps.at(-1)?.step ?? ''] ?? 'after preparing';
  const length = preparedSteps(panel.steps, steps);
  const times =
    grid.every === 'step' || length !== grid.steps
      ? null
      : Array.from({ length }, (_, i) => stepName(grid, i));
  return { times, unit, ...(panel.channels > 1 ? { channels } : {}) };
}

/** What a number means after the last step. */
const units: Readonly<Record<string, string>> = {
  '': 'as in the data',
  'fill-gaps': 'as in the data',
  'max-scale': 'share of own maximum',
  'z-normalise': 'own standard deviations',
  log1p: 'log(1 + x)',
  detrend: 'above own trend',
  difference: 'change',
};
