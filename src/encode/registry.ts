import { autoencoderMethod } from './autoencoder.ts';
import { convAutoencoderMethod } from './conv-autoencoder.ts';
import { denoisingAutoencoderMethod } from './denoising-autoencoder.ts';
import { extraTreesMethod } from './extra-trees.ts';
import { pcaMethod } from './pca.ts';
import { randomConvolutionsMethod } from './random-convolutions.ts';
import { randomForestMethod } from './random-forest.ts';
import { tabularAutoencoderMethod } from './tabular-autoencoder.ts';
import { tsneMethod } from './tsne.ts';
import type { EncoderMethod } from './types.ts';
import { umapMethod } from './umap.ts';
import { vraeMethod } from './vrae.ts';

/**
 * Every encoder by the name that a study uses. The study, the CLI, the studio and the contract suite
 * read this list, so a new line here is a new encoder everywhere.
 */
export const encoderMethods = {
  Autoencoder: autoencoderMethod,
  ConvAutoencoder: convAutoencoderMethod,
  DenoisingAutoencoder: denoisingAutoencoderMethod,
  ExtraTrees: extraTreesMethod,
  PCA: pcaMethod,
  RandomConvolutions: randomConvolutionsMethod,
  RandomForest: randomForestMethod,
  TSNE: tsneMethod,
  TabularAutoencoder: tabularAutoencoderMethod,
  UMAP: umapMethod,
  VRAE: vraeMethod,
} satisfies Record<string, EncoderMethod> as Readonly<Record<string, EncoderMethod>>;
