/**
 * Takes: plain data and a document. Gives: charts as SVG text that follows the page's theme.
 * May import: base (types).
 * To add one: a file named for the chart, drawn by `draw`, its look from `chartStyles` alone.
 */
export { chartStyles } from './chart-styles.ts';
export type { ColumnBar } from './column-bars.ts';
export { columnBars } from './column-bars.ts';
export type { CriterionData } from './criterion-line.ts';
export { criterionLine } from './criterion-line.ts';
export type { DivergenceLinesData } from './divergence-lines.ts';
export { divergenceLines } from './divergence-lines.ts';
export type { ChartDocument } from './draw.ts';
export type { ErrorHistogramData } from './error-histogram.ts';
export { errorHistogram } from './error-histogram.ts';
export type { BoxRow, FeatureBoxesData } from './feature-boxes.ts';
export { featureBoxes } from './feature-boxes.ts';
export type { FlowChartData, FlowEnd } from './flow-chart.ts';
export { flowChart } from './flow-chart.ts';
export type { LossLinesData } from './loss-lines.ts';
export { lossLines } from './loss-lines.ts';
export { compactNumber, fixedNumber, fullNumber, percent } from './number-text.ts';
export type { HeatCell, OptionHeatData } from './option-heat.ts';
export { optionHeat } from './option-heat.ts';
export type { OptionLinesData, OptionSeries, OptionX } from './option-lines.ts';
export { optionLines } from './option-lines.ts';
export { NOISE_COLOUR, OTHER_COLOUR, PALETTE, segmentColour } from './palette.ts';
export type { PointMapData } from './point-map.ts';
export { pointMap } from './point-map.ts';
export { RAMP } from './ramp.ts';
export type { FunnelStep } from './row-funnel.ts';
export { rowFunnel } from './row-funnel.ts';
export type { SegmentSize } from './segment-sizes.ts';
export { segmentSizes } from './segment-sizes.ts';
export type { SeriesAsideData } from './series-aside.ts';
export { seriesAside } from './series-aside.ts';
export type { SeriesBandData } from './series-band.ts';
export { seriesBand } from './series-band.ts';
export type { SeriesPairData } from './series-pair.ts';
export { seriesPair } from './series-pair.ts';
export type { SilhouetteBand, SilhouettePlotData } from './silhouette-plot.ts';
export { silhouettePlot } from './silhouette-plot.ts';
export { tint } from './tint.ts';
export type { TurnedPoints } from './turn-points.ts';
export { turnPoints } from './turn-points.ts';
