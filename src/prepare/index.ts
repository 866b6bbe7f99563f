/**
 * Takes: columns of features and a list of steps. Gives: steps learned once as plain JSON, and the numbers they make.
 * May import: base, numeric, linalg, sql, table, features (types).
 * To add one: a method in steps/ with its option table, joined to the registry; steps for series in series/.
 */
export { applyPreparation, cleanColumns, rowsWithoutValues } from './apply-prepare.ts';
export { fitPrepare } from './fit-prepare.ts';
export { readSteps } from './read-steps.ts';
export { prepareMethods } from './registry.ts';
export {
  checkSeries,
  preparedSteps,
  prepareSeries,
  readSeriesSteps,
  type SeriesStep,
} from './series/prepare-series.ts';
export { seriesMethods } from './series/registry.ts';
export type { SeriesMethod } from './series/types.ts';
export type { FittedStep, Preparation, PrepareMethod, PrepareStep } from './types.ts';
