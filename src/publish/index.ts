/**
 * Takes: what a fit learned, as plain data. Gives: a bundle on disk, whole or not at all, and reads it back.
 * May import: base, numeric, sql, connect, table, source (types), clean (types), features (types), prepare (types), encode (types), cluster (types), evaluate (types), explain (types).
 * To add one: a file named for the destination; it must leave the old state when it fails half-way.
 */
export { type CheckpointFolder, checkpointFolder } from './checkpoint-folder.ts';
export { type LastingSegment, lastingSegments, nextSegment } from './lasting-segments.ts';
export {
  BUNDLE_FORMAT,
  type DeclaredSegment,
  type EncoderResult,
  type Gate,
  type GateRow,
  type GroupResult,
  type KnownGroups,
  type Manifest,
  readManifest,
  type SinceLastRun,
} from './manifest.ts';
export { checkTargets, type Published, publishBundle } from './publish-bundle.ts';
export { refuseOverwriting } from './refuse-overwriting.ts';
export { rewriteBundle } from './rewrite-bundle.ts';
export { checkRunId, type IdentityWishes, readMoment } from './run-identity.ts';
export { type PublishMode, type PublishTarget, publishModes, publishSchema } from './targets.ts';
export { cladeVersion } from './version.ts';
export { writeFileWhole } from './whole-file.ts';
export { refuseOthersFolder } from './whole-folder.ts';
export { type Bundle, writeBundle } from './write-bundle.ts';
export { isObject, writeObject } from './write-object.ts';
