/**
 * Takes: a matrix. Gives: near rows, found through a kd-tree: which rows are dense, whose label is nearest.
 * May import: base, numeric, compute, distances.
 * To add one: a search kernel in assembly/, and a file here that runs it over a KdTree.
 */
export { denseRows } from './dense-rows.ts';
export { type LabelSearch, labelWithin } from './label-within.ts';
