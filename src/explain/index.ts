/**
 * Takes: raw feature columns, labels, the clustered space. Gives: what each segment is, as plain data.
 * May import: base, numeric, table, features (types).
 * To add one: a file named for the question it answers, its result a field of `SegmentProfile`.
 */
export { adjustP } from './adjust-p.ts';
export type { CentreRatios } from './centre-ratios.ts';
export { centreRatios } from './centre-ratios.ts';
export type { CrossGroup, CrossSegment, CrossTable } from './cross-table.ts';
export { crossTable } from './cross-table.ts';
export type {
  EmbeddingInput,
  EmbeddingView,
  PointColour,
  PointSpace,
} from './embedding-view.ts';
export { embeddingView } from './embedding-view.ts';
export type { ErrorFacts } from './error-facts.ts';
export { errorFacts } from './error-facts.ts';
export type { MapSample } from './map-sample.ts';
export { mapSample } from './map-sample.ts';
export { unpackBytes, unpackWords } from './packed.ts';
export { profileSegments } from './profile-segments.ts';
export type {
  ReconstructedCell,
  ReconstructedRow,
  Reconstructions,
  RowFacts,
  SeriesRange,
  SeriesReconstruction,
  TableReconstruction,
} from './reconstructions.ts';
export {
  chooseReconstructions,
  reconstructedRows,
  seriesReconstructions,
  strangestRows,
} from './reconstructions.ts';
export { sampleRows } from './sample-rows.ts';
export { segmentCode } from './segment-code.ts';
export type { SeriesBands, SeriesLine } from './series-bands.ts';
export type { SeriesGrid } from './series-grid.ts';
export { seriesGrid } from './series-grid.ts';
export type { ShareProfile } from './share-profiles.ts';
export type { SilhouetteCurve } from './silhouette-curves.ts';
export { silhouetteCurves } from './silhouette-curves.ts';
export type {
  StrangeRow,
  StrangeSeries,
  StrangeSeriesInput,
  StrangeStretch,
} from './strange-series.ts';
export { strangeSeries } from './strange-series.ts';
export type { TableReconstructionOptions } from './table-reconstructions.ts';
export { tableReconstructions } from './table-reconstructions.ts';
export type {
  BoxNumbers,
  Explanation,
  FeatureProfile,
  FeatureSummary,
  Prototype,
  SegmentProfile,
} from './types.ts';
export type {
  CentreFacts,
  SegmentMedoid,
  SegmentSeries,
  SeriesRows,
  TypicalSeries,
  TypicalSeriesOptions,
} from './typical-series.ts';
export { gatherPanel, typicalSeries } from './typical-series.ts';
