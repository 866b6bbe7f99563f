/**
 * Takes: a seed and sizes. Gives: generated rows with the groups that they were made of.
 * May import: base.
 * To add one: a file that exports a `SampleMethod`, joined to the registry.
 */
export { type ApiUsageOptions, apiUsageSample } from './api-usage/api-usage.ts';
export { type CatalogueOptions, catalogueSample } from './catalogue/catalogue.ts';
export { csvText } from './csv.ts';
export { type HeartbeatsOptions, heartbeatsSample } from './heartbeats/heartbeats.ts';
export { samples } from './registry.ts';
export { type RetailSampleOptions, retailSample } from './retail/retail.ts';
export type { Sample, SampleMethod, SampleRow } from './types.ts';
export { type UsageSeriesOptions, usageSeriesSample } from './usage-series/usage-series.ts';
