/**
 * The short list that most people need. Everything else is behind the door of its own stage:
 * `clade/cluster`, `clade/evaluate`, and so on, which load nothing that they do not use.
 */

export type { Progress, RunContext, Warning } from './base/index.ts';
export {
  AbortedError,
  BundleError,
  CladeError,
  DataError,
  EngineError,
  ModelError,
  OptionError,
  QueryError,
  SourceError,
} from './base/index.ts';
export { Matrix, NOISE } from './numeric/index.ts';
export { type Scored, scoreBundle } from './score/index.ts';
export { fitStudy, parseStudy, readStudy, type Study } from './study/index.ts';
