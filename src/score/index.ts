/**
 * Takes: a bundle. Gives: segments for new rows, or its report drawn again; nothing is fitted.
 * May import: floors 0-4, report, study.
 * To add one: a file named for what is done with a bundle.
 */
export { type NamedSegment, nameSegment } from './name-segment.ts';
export { redrawReport } from './redraw-report.ts';
export {
  type Scored,
  type ScoredTable,
  type ScoreOptions,
  scoreBundle,
  scoreTable,
} from './score-bundle.ts';
