/**
 * Takes: plain data of a fit. Gives: one HTML file that opens offline.
 * May import: floors 0-4.
 * To add one: a panel in its own file, its data a field of `ReportData`, its place in `render-report.ts`.
 */
export { renderReport } from './render-report.ts';
export type {
  GridPoint,
  OptionValue,
  ReportAgreement,
  ReportColumn,
  ReportCriterion,
  ReportData,
  ReportGroup,
  ReportMap,
  ReportMethod,
  ReportSearch,
  ReportSilhouette,
  ReportSource,
} from './types.ts';
