/**
 * Takes: a matrix of n rows × d columns. Gives: the same rows as fewer numbers, and a model that does it again.
 * May import: base, numeric, compute, linalg, distances, neighbors.
 * To add one: a file with an option table, an estimator and a model with transform; a line here.
 */
export { PCA, PCAModel, type PCAOptions } from './pca.ts';
