/**
 * Takes: nothing. Gives: errors, option tables, seeded random numbers, the run context, state buffers.
 * May import: nothing.
 * To add one: a file here that every floor above could need and that needs none of them.
 */
export {
  AbortedError,
  BundleError,
  CladeError,
  DataError,
  EngineError,
  ModelError,
  nearest,
  OptionError,
  QueryError,
  SourceError,
  show,
  suggest,
} from './errors.ts';
export { hashBytes, hashText } from './hash.ts';
export { hideSecrets } from './hide-secrets.ts';
export { naturalLog } from './natural-log.ts';
export type { Mapping, OptionKind, OptionTable, Scalar } from './options.ts';
export {
  choice,
  flag,
  integer,
  integers,
  mapping,
  optional,
  optionSchema,
  readOptions,
  real,
  scalar,
  scalars,
  text,
} from './options.ts';
export { Random } from './random.ts';
export type { Checkpoints, Findings, Progress, RunContext, Warning } from './run.ts';
export { Run } from './run.ts';
export type { State, StateArray } from './state.ts';
export { packState, unpackState } from './state.ts';
export { wordsOf } from './words.ts';
