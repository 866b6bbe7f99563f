/**
 * Takes: raw feature columns, labels, the clustered space. Gives: what each segment is, as plain data.
 * May import: base, numeric, table, features (types).
 * To add one: a file named for the question it answers, its result a field of `SegmentProfile`.
 */
export { adjustP } from './adjust-p.ts';
export type { MapSample } from './map-sample.ts';
export { mapSample } from './map-sample.ts';
export { profileSegments } from './profile-segments.ts';
export { segmentCode } from './segment-code.ts';
export type { SilhouetteCurve } from './silhouette-curves.ts';
export { silhouetteCurves } from './silhouette-curves.ts';
export type {
  BoxNumbers,
  Explanation,
  FeatureProfile,
  FeatureSummary,
  Prototype,
  SegmentProfile,
} from './types.ts';
