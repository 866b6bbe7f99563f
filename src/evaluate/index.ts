/**
 * Takes: a matrix and labels, or two labellings. Gives: scores, per row where they have one.
 * May import: base, numeric, compute, distances, neighbors.
 * To add one: a file named for the index with its source and worked example, a golden number, a line here.
 */
export type { Agreement } from './agreement.ts';
export { agreement, tableAgreement } from './agreement.ts';
export { calinskiHarabasz } from './calinski-harabasz.ts';
export type { Choice, Criterion, GridPoint, Strength } from './choose.ts';
export { choosePoint, criteria, silhouetteStrength } from './choose.ts';
export type { GivenLabels } from './codes.ts';
export type { Contingency } from './contingency.ts';
export { daviesBouldin } from './davies-bouldin.ts';
export { Familiarity, type FamiliarityOptions, fitFamiliarity } from './familiarity.ts';
export { type MapFaith, type MapFaithOptions, mapFaith } from './map-faith.ts';
export { cheapestMatching } from './matching.ts';
export type { Silhouette, SilhouetteOptions } from './silhouette.ts';
export { seriesSilhouette, silhouette, silhouetteWithNoiseAsCluster } from './silhouette.ts';
export { withinSquares } from './within-squares.ts';
