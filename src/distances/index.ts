/**
 * Takes: matrices. Gives: distances between rows, and the layout in which kernels read rows.
 * May import: base, numeric, compute.
 * To add one: a file named for the measure, a kernel with its readable twin, a line here.
 */
export type { Barycentre, BarycentreOptions } from './barycentre.ts';
export { barycentre, barycentreFrom } from './barycentre.ts';
export type { DistanceBlock } from './distance-blocks.ts';
export { distanceBlocks } from './distance-blocks.ts';
export type { NearestSeries } from './nearest-series.ts';
export { nearestSeries } from './nearest-series.ts';
export type { Panels } from './panels.ts';
export { packPanels } from './panels.ts';
export { seriesBlocks, seriesMatrix } from './series-distances.ts';
export type { SeriesMeasure } from './series-measure.ts';
export { seriesMeasureTable } from './series-measure.ts';
export type { ShapeBlock } from './shape-blocks.ts';
export { shapeBlocks } from './shape-blocks.ts';
export type { LongRows } from './standardize-series.ts';
export { channelRows, longRows } from './standardize-series.ts';
