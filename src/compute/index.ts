/**
 * Takes: typed arrays and kernel names. Gives: fast loops over rows, bit-equal on any thread count.
 * May import: base, numeric.
 * To add one: a kernel family in assembly/, its readable twin in reference/, a test that holds them together.
 */
export { type Compute, openCompute } from './compute.ts';
export { MAX_LANES } from './engine.ts';
export { Block, Scope } from './scope.ts';
