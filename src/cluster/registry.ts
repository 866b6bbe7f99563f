import { agglomerativeMethod } from './agglomerative.ts';
import { dbscanMethod } from './dbscan.ts';
import { dtwKMeansMethod } from './dtw-k-means.ts';
import { gaussianMixtureMethod } from './gaussian-mixture.ts';
import { hdbscanMethod } from './hdbscan.ts';
import { kMeansMethod } from './k-means.ts';
import { kMedoidsMethod } from './k-medoids.ts';
import { kShapeMethod } from './k-shape.ts';
import { miniBatchKMeansMethod } from './mini-batch-k-means.ts';
import type { ClusterMethod } from './types.ts';

/**
 * Every clustering method by the name that a study uses. The study, the CLI, the studio and the
 * contract suite read this list, so a new line here is a new method everywhere.
 */
export const clusterMethods = {
  Agglomerative: agglomerativeMethod,
  DBSCAN: dbscanMethod,
  DTWKMeans: dtwKMeansMethod,
  GaussianMixture: gaussianMixtureMethod,
  HDBSCAN: hdbscanMethod,
  KMeans: kMeansMethod,
  KMedoids: kMedoidsMethod,
  KShape: kShapeMethod,
  MiniBatchKMeans: miniBatchKMeansMethod,
} satisfies Record<string, ClusterMethod> as Readonly<Record<string, ClusterMethod>>;
