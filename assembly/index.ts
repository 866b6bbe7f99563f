// Every kernel, one family per file. A kernel works on rows [begin, end) of chunk number `chunk`, on
// thread `lane`; it writes only to the rows or the slot of its chunk, so that the result does not
// depend on which thread ran it. Pointers are byte offsets; the output pointer comes first.
export { leastAt, wardNearest } from './agglomerative';
export * from './column-sums';
export { descend, forestLists, growTrees } from './descent';
export { distanceBlock } from './distance-block';
export { dtwAverage } from './dtw-path';
export { elasticBlock } from './elastic';
export { elasticBounds, elasticNearest } from './elastic-nearest';
export { gaussianMemberships, gaussianSums } from './gaussian';
export {
  kMeansElkan,
  kMeansHamerly,
  kMeansLloyd,
  kMeansSquares,
  kMeansTotals,
  kMeansTry,
} from './k-means';
export { kMeansPack, kMeansPanels, kMeansReach, kMeansYinyang } from './k-means-groups';
export { extraBytes, extraGrow } from './extra-grow';
export { forestCodes } from './forest-codes';
export { forestBytes, forestGrow } from './forest-grow';
export { forestPermute, permuteBytes } from './forest-permute';
export { forestLeaves, forestSums } from './forest-walk';
export { fftColumns, fftRows } from './fft';
export { gridConvolve, gridGather, gridRead, gridSpread } from './map-grid';
export { groupBytes, sharedBytes, sharedNearest, valueGroups, valueGroupsOf } from './shared-nearest';
export { shapeBlock, shapePairs } from './shape-distance';
export { silhouetteRound } from './silhouette';
export { gramSums, gramTimes, projectRows } from './gram';
export { kdCount } from './kd-count';
export { kdJoin } from './kd-join';
export { kdLabel } from './kd-label';
export { kdNearest } from './kd-nearest';
export { kdMeans, kdRepel } from './kd-repel';
export { kdReach, kdSpanSearch, kdSpanSeed } from './kd-span';
export { kdPack, kdSplit } from './kd-tree';
export { convolutionShares } from './random-convolutions';
export { perplexityShares } from './perplexity';
export {
  tsneAttract,
  tsneAttractPlane,
  tsneCenter,
  tsneDivergence,
  tsnePlace,
  tsneRepel,
  tsneStep,
} from './tsne';
export { umapEpoch } from './umap-layout';
export { exp64, log64 } from './exp-log';
export { graphTimes } from './graph-times';
export { umapMemberships } from './umap-memberships';
export { noiseKeep, noiseNormal } from './noise';
export { squaresOf, stepAdam, stepRmsProp, stepSgd } from './optimizers';
export { measuredNearest } from './measured-nearest';
export { softDtw } from './soft-dtw';
export { sketchRows } from './sketch';
export { nearestListed, wideNearest } from './wide-nearest';
