/**
 * Takes: a matrix of n rows × d columns. Gives: the same rows as fewer numbers, and a model that does it again.
 * May import: base, numeric, compute, nn, linalg, distances, neighbors, trees.
 * To add one: a file with an option table, an estimator and a model as in types.ts; a line in registry.ts.
 */
export { Autoencoder, type AutoencoderOptions } from './autoencoder.ts';
export { ConvAutoencoder, type ConvAutoencoderOptions } from './conv-autoencoder.ts';
export {
  DenoisingAutoencoder,
  type DenoisingAutoencoderOptions,
} from './denoising-autoencoder.ts';
export { ExtraTrees } from './extra-trees.ts';
export { ForestModel } from './forest-model.ts';
export type { ForestOptions } from './forest-options.ts';
export { NetModel } from './net-model.ts';
export { PCA, PCAModel, type PCAOptions } from './pca.ts';
export {
  RandomConvolutions,
  RandomConvolutionsModel,
  type RandomConvolutionsOptions,
} from './random-convolutions.ts';
export { RandomForest } from './random-forest.ts';
export { encoderMethods } from './registry.ts';
export { TabularAutoencoder, type TabularAutoencoderOptions } from './tabular-autoencoder.ts';
export { TSNE, TSNEModel, type TSNEOptions } from './tsne.ts';
export type {
  BlockLoss,
  ColumnImportance,
  Encoder,
  EncoderMethod,
  EncoderModel,
  EncoderTraits,
  Epoch,
  ForestFacts,
  LossParts,
  OnnxFront,
  TrainingRecord,
  TrivialLoss,
} from './types.ts';
export { UMAP, UMAPModel, type UMAPOptions } from './umap.ts';
export { VRAE, VRAEModel, type VRAEOptions } from './vrae.ts';
