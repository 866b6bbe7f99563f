/**
 * Takes: a study file and its data. Gives: a bundle with segments, profiles, metrics and a report.
 * May import: floors 0-4, report.
 * To add one: a new stage becomes one step of fit-study.ts; its options stay in its own folder.
 */

export type { ColumnInspection, Inspection } from '../table/index.ts';
export { assignmentTable } from './bundle-tables.ts';
export { applyCleaning } from './clean-source.ts';
export { columnsUsed } from './columns-used.ts';
export { type DeclaredRows, declaredRows } from './declared.ts';
export { applyEncoders, type FittedEncoder } from './encode-entities.ts';
export type { Entities, Resolved } from './entities.ts';
export { fitStudy } from './fit-study.ts';
export { expandGrid, type Grid, type GridOptions } from './grid.ts';
export { inspectData } from './inspect-data.ts';
export { openSource } from './open-source.ts';
export { applyToEntities } from './prepare-entities.ts';
export { readEntities } from './read-entities.ts';
export { checkStudy, parseStudy, type ReadStudy, readStudy } from './read-study.ts';
export { type Study, studySchema } from './schema.ts';
export { type Group, splitGroups } from './split-groups.ts';
export { type SuggestedClean, suggestClean } from './suggest-clean.ts';
export {
  checkWishes,
  guessStudy,
  type StudyGuess,
  type StudyWishes,
  suggestStudy,
} from './suggest-study.ts';
export { listSamples, type WrittenSample, writeSample } from './write-sample.ts';
