import type { OnnxFront } from '../encode/index.ts';
import { stepName } from '../features/index.ts';
import { type Preparation, preparedSteps } from '../prepare/index.ts';
import type { FittedEncoder } from './encode-entities.ts';
import type { Entities, EntitySeries } from './entities.ts';
import type { PreparedEntities } from './prepared-entities.ts';
import type { Study } from './schema.ts';
import { writeSeriesSteps } from './write-series-steps.ts';
import { writeTableSteps } from './write-table-steps.ts';

/**
 * What the ONNX file of each encoder takes. The first takes features as they are in the data where every
 * preparing step can be written as operators, otherwise prepared numbers; the others what the one before gives.
 */
export function onnxFronts(
  { features }: Study,
  entities: Entities,
  { preparation }: PreparedEntities,
  encoders: readonly FittedEncoder[],
): OnnxFront[] {
  const { series } = entities;
  const axes = series && seriesColumns(series, preparation.steps);
  const fill = features.kind === 'series' && features.fill === 'zero';
  const prepare =
    axes === undefined
      ? writeTableSteps(preparation)
      : axes.asGiven
        ? writeSeriesSteps(preparation.steps, fill)
        : undefined;
  let columns = axes?.columns ?? preparation.outputs;
  return encoders.map(({ model, use }, i) => {
    const given = columns;
    if (use === 'code') columns = Array.from({ length: model.outputs }, (_, j) => `code_${j + 1}`);
    if (i > 0) return { input: 'encoded', columns: given };
    if (prepare === undefined) return { input: 'prepared', columns: given };
    return { input: 'features', columns: axes?.columns ?? preparation.needs, prepare };
  });
}

/** What the numbers of a prepared series are called, and whether they are one channel of the steps as they were read. */
function seriesColumns(
  { panel, grid, channels }: EntitySeries,
  steps: Preparation['steps'],
): { columns: string[]; asGiven: boolean } {
  const length = preparedSteps(panel.steps, steps);
  const names = Array.from({ length }, (_, i) =>
    length === grid.steps ? stepName(grid, i) : `step ${i + 1}`,
  );
  const several = panel.channels > 1;
  return {
    columns: several ? channels.flatMap((c) => names.map((name) => `${c} ${name}`)) : names,
    // Shorter series are stretched before a net sees them, and channels prepared one by one.
    asGiven: !several && panel.lengths.every((own) => own === panel.steps),
  };
}
