import type { OnnxFront } from '../encode/index.ts';
import { stepName } from '../features/index.ts';
import type { FittedEncoder } from './encode-entities.ts';
import type { Entities } from './entities.ts';
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
  const fill = features.kind === 'series' && features.fill === 'zero';
  const times =
    series && Array.from({ length: series.grid.steps }, (_, i) => stepName(series.grid, i));
  const prepare = times ? writeSeriesSteps(preparation.steps, fill) : writeTableSteps(preparation);
  let columns = times ?? preparation.outputs;
  return encoders.map(({ model, use }, i) => {
    const given = columns;
    if (use === 'code') columns = Array.from({ length: model.outputs }, (_, j) => `code_${j + 1}`);
    if (i > 0) return { input: 'encoded', columns: given };
    if (prepare === undefined) return { input: 'prepared', columns: given };
    return { input: 'features', columns: times ?? preparation.needs, prepare };
  });
}
