/**
 * Takes: a matrix, and a number per row to tell from it. Gives: trees, their leaves, what they predict and by which columns.
 * May import: base, numeric, compute.
 * To add one: a way of splitting in assembly/ with its twin, a word for it in types.ts.
 */
export { Forest } from './forest.ts';
export { type Grown, growForest } from './grow-forest.ts';
export type { GrowOptions } from './types.ts';
