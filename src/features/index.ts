/**
 * Takes: the names of a relation's columns. Gives: SQL for one row of features per entity, and what each means; panels of series.
 * May import: base, numeric, sql, table.
 * To add one: a feature with unit and meaning in usage/ or retail/, joined to its list; a new kind of input is a file here.
 */
export type { EventFacts } from './event-facts.ts';
export type { EventColumns } from './events.ts';
export type { DayCount } from './retail/customer-facts.ts';
export { retailList } from './retail/retail-list.ts';
export type { RfmOptions } from './retail/rfm-cuts.ts';
export type { RfmCuts } from './retail/scores.ts';
export {
  type RetailFacts,
  type RetailOptions,
  type RetailTable,
  retailFeatures,
} from './retail-features.ts';
export { type SeriesGrid, type StepUnit, stepMoment, stepName } from './series/grid.ts';
export {
  type SeriesOptions,
  type SeriesTable,
  type SeriesTableFacts,
  seriesFeatures,
} from './series-features.ts';
export {
  type TableFacts,
  type TableFeatures,
  type TableOptions,
  tableFeatures,
} from './table-features.ts';
export type { Feature, FeatureSchema } from './types.ts';
export { usageList } from './usage/usage-list.ts';
export {
  type UsageFeatures,
  type UsageOptions,
  type UsageTable,
  usageFeatures,
} from './usage-features.ts';
