/**
 * Takes: a matrix. Gives: near rows: nearest ones by any metric, dense rows, spanning trees.
 * May import: base, numeric, compute, linalg, distances.
 * To add one: a search kernel in assembly/, and a file here that runs it over rows or over a KdTree.
 */
export { type DenseGroups, type DenseSearch, denseGroups } from './dense-groups.ts';
export { type FarForces, farForces, type Visitors } from './far-forces.ts';
export { findNeighbors, type NeighborSearch, type Neighbors } from './find-neighbors.ts';
export { type FoundLabels, type LabelRule, type LabelSearch, labelWithin } from './label-within.ts';
export { type Metric, metrics } from './metrics.ts';
export { minimumSpanningTree, type SpanningTree } from './minimum-spanning-tree.ts';
export { type Nearest, nearestRows } from './nearest-rows.ts';
export { type Reached, reachRows } from './reach-rows.ts';
export { type Merges, singleLinkage } from './single-linkage.ts';
export { treeOrder } from './tree-order.ts';
