/**
 * Takes: a matrix of n rows × d columns. Gives: a label per row, and a model that labels new rows.
 * May import: base, numeric, compute, linalg, distances, neighbors, encode (types).
 * To add one: a file with an option table, an estimator, a model and a method; one line in registry.ts and one here.
 */
export {
  Agglomerative,
  AgglomerativeModel,
  type AgglomerativeOptions,
} from './agglomerative.ts';
export { DBSCAN, DBSCANModel, type DBSCANOptions } from './dbscan.ts';
export { DTWKMeans, DTWKMeansModel, type DTWKMeansOptions } from './dtw-k-means.ts';
export {
  GaussianMixture,
  GaussianMixtureModel,
  type GaussianMixtureOptions,
} from './gaussian-mixture.ts';
export type { Covariance, GaussianParameters } from './gaussian-parameters.ts';
export { HDBSCAN, HDBSCANModel, type HDBSCANOptions } from './hdbscan.ts';
export { KMeans, KMeansModel, type KMeansOptions } from './k-means.ts';
export { KMedoids, KMedoidsModel, type KMedoidsOptions } from './k-medoids.ts';
export { KShape, KShapeModel, type KShapeOptions } from './k-shape.ts';
export {
  MiniBatchKMeans,
  MiniBatchKMeansModel,
  type MiniBatchKMeansOptions,
} from './mini-batch-k-means.ts';
export { clusterMethods } from './registry.ts';
export type {
  Assignment,
  Clusterer,
  ClusterMethod,
  ClusterModel,
  ClusterTraits,
  Measure,
} from './types.ts';
