/**
 * Takes: a source and SQL fragments. Gives: columns as typed arrays, files written, facts about the rows.
 * May import: base, numeric, sql, connect, source.
 * To add one: an engine beside DuckDB answers the same calls as `Database`.
 */
export { type AttachOptions, attachSource } from './attach-source.ts';
export { cellText } from './cell-text.ts';
export { type DateCandidate, dateCandidates } from './csv/date-formats.ts';
export { missingWords } from './csv/missing-words.ts';
export { Database, type DatabaseOptions, type TransactSession } from './database.ts';
export { holdRows } from './hold-rows.ts';
export { type InspectOptions, inspect } from './inspect/inspect.ts';
export type {
  ColumnInspection,
  DateFacts,
  Disguise,
  Inspection,
  NumberFacts,
  Role,
  Trap,
} from './inspect/types.ts';
export type { ColumnFacts, DatabaseFormat, Fingerprint, SourceFacts } from './source-facts.ts';
export type {
  AsText,
  Column,
  ColumnDescription,
  NumberChunk,
  NumberColumn,
  NumberVector,
  Table,
  TextColumn,
} from './types.ts';
export { viewFile } from './view-file.ts';
