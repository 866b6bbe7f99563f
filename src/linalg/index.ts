/**
 * Takes: small dense matrices, 64-bit and row-major, and graphs. Gives: factors, eigenvalues, orthonormal bases.
 * May import: base, numeric, compute.
 * To add one: a file named for the factorisation, with its source and a test on random matrices.
 */
export { cholesky, invertLower } from './cholesky.ts';
export { gram, gramTimes, project } from './gram.ts';
export { graphAxes } from './graph-axes.ts';
export type { LeadingAxes } from './leading-axes.ts';
export { leadingAxes } from './leading-axes.ts';
export { orthonormalize } from './orthonormalize.ts';
export type { SymmetricEigen } from './symmetric-eigen.ts';
export { symmetricEigen } from './symmetric-eigen.ts';
