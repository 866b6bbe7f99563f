/**
 * A way to segment series, as a study would write it. `clusters` stands for the number of clusters.
 *
 * @typedef {{
 *   encode?: Record<string, unknown>[], cluster: Record<string, unknown>, unknown?: boolean,
 *   seeded?: false, seeds?: number,
 * }} Way
 */

const kMeans = { method: 'KMeans', restarts: 5 };
const convolutions = { method: 'RandomConvolutions' };
/** All points of a map move at once: at small steps their groups stay whole. */
const map = { method: 'UMAP', components: 10, learningRate: 0.1 };
const asClusters = { ...map, components: 'clusters' };
/** Nets take minutes: fewer seeds. */
const conv = { method: 'ConvAutoencoder' };
const vrae = { method: 'VRAE' };

/** Equal segments by ward, unequal ones by average: the silhouette says which. */
const linkages = { method: 'Agglomerative', linkage: ['ward', 'average'] };
const onMap = [convolutions, map];

export const defaultWay = 'default';

/** @type {Readonly<Record<string, Way>>} */
export const ways = {
  'raw → KMeans': { cluster: kMeans },
  'raw → Ward': { cluster: { method: 'Agglomerative' }, seeded: false },
  'PCA → KMeans': { encode: [{ method: 'PCA', components: 15 }], cluster: kMeans },
  'PCA → GaussianMixture': {
    encode: [{ method: 'PCA', components: 15 }],
    cluster: { method: 'GaussianMixture' },
  },
  'UMAP → KMeans': { encode: [asClusters], cluster: kMeans },
  'UMAP → linkages': { encode: [map], cluster: linkages },
  KShape: { cluster: { method: 'KShape' } },
  'KMedoids (MSM)': { cluster: { method: 'KMedoids', measure: 'msm' }, seeds: 1 },
  'DTWKMeans (window 0.1)': { cluster: { method: 'DTWKMeans', window: 0.1 }, seeds: 3 },
  'ConvAutoencoder → KMeans': { encode: [conv], cluster: kMeans, seeds: 3 },
  'ConvAutoencoder → UMAP → KMeans': { encode: [conv, asClusters], cluster: kMeans, seeds: 3 },
  'VRAE → KMeans': { encode: [vrae], cluster: kMeans, seeds: 1 },
  'RandomConvolutions → KMeans': { encode: [convolutions], cluster: kMeans },
  'RandomConvolutions → UMAP → KMeans': { encode: onMap, cluster: kMeans },
  'RandomConvolutions → UMAP → GaussianMixture': {
    encode: onMap,
    cluster: { method: 'GaussianMixture' },
  },
  'RandomConvolutions → UMAP → ward': { encode: onMap, cluster: { method: 'Agglomerative' } },
  'RandomConvolutions → UMAP → average': {
    encode: onMap,
    cluster: { method: 'Agglomerative', linkage: 'average' },
  },
  [defaultWay]: { encode: onMap, cluster: linkages },
  'unknown k: default': { encode: onMap, cluster: linkages, unknown: true, seeds: 3 },
  'unknown k: raw → KMeans': { cluster: kMeans, unknown: true, seeds: 1 },
};
