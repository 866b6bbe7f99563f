/**
 * Takes: typed arrays. Gives: matrices, panels of series, labels, sums and quantiles, special functions.
 * May import: base.
 * To add one: a file named for the quantity or the type, with its source in the doc comment.
 */
export type { ColumnBlock } from './column-blocks.ts';
export { conformalPValues } from './conformal.ts';
export { countDistinctRows } from './distinct-rows.ts';
export { fourierTable } from './fourier-table.ts';
export { connectedParts, type Graph } from './graph.ts';
export { kolmogorovSurvival } from './kolmogorov.ts';
export {
  clusterSizes,
  countClusters,
  countNoise,
  NOISE,
  orderBySize,
  renameLabels,
} from './labels.ts';
export { checkMatrix, Matrix } from './matrix.ts';
export { Panel } from './panel.ts';
export { sortOrder } from './ranks.ts';
export { RowLookup } from './row-lookup.ts';
export { panelOf, SeriesMatrix } from './series-matrix.ts';
export { erfc, normalQuantile, normalSurvival } from './special.ts';
export { mean, quantile, quantileOf, variance } from './stats.ts';
export { stretch, stretchPanel } from './stretch.ts';
export { unitScale } from './unit-scale.ts';
