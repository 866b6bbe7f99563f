/**
 * Takes: plain data of a fit, or of two side by side. Gives: one HTML file that opens offline.
 * May import: floors 0-4.
 * To add one: a panel in its own file, its data a field of `ReportData`, its place in `render-report.ts`.
 */
export { type ComparisonOptions, renderComparison } from './render-comparison.ts';
export { type ReportOptions, renderReport } from './render-report.ts';
export type {
  GridPoint,
  OptionValue,
  ReportAgreement,
  ReportBlockLoss,
  ReportCleanStep,
  ReportColumn,
  ReportCriterion,
  ReportData,
  ReportDeclared,
  ReportGate,
  ReportGateRow,
  ReportGroup,
  ReportMap,
  ReportMethod,
  ReportRepresentation,
  ReportSearch,
  ReportSilhouette,
  ReportSource,
} from './types.ts';
