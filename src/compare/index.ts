/**
 * Takes: two runs side by side. Gives: which segments last, who moved, which features drifted, as plain data.
 * May import: base, numeric, sql, table, prepare, evaluate, explain, publish.
 * To add one: a file named for the question, its answer a field of `Comparison`.
 */
export { bundleSide } from './bundle-side.ts';
export { type CompareOptions, compareBundles } from './compare-bundles.ts';
export { compareSides, type MatchedGroup } from './compare-sides.ts';
export { matchSides } from './match-sides.ts';
export { moversOf } from './movers.ts';
export { numberSegments, type SegmentNumbers } from './number-segments.ts';
export { type SharedEntities, sharedEntities } from './shared-entities.ts';
export { ROW, type Side, type SideFeature, type SideGroup, type SideSegment } from './side.ts';
export type {
  Comparison,
  DriftBin,
  FeatureDrift,
  Flow,
  GroupComparison,
  RunFacts,
  SegmentFacts,
  SegmentMatch,
  SegmentParts,
} from './types.ts';
