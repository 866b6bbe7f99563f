import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { checkSameLength, sortByCluster } from './codes.ts';
import { dispersion } from './dispersion.ts';

/**
 * Calinski–Harabasz index: variance between segments over variance within, higher is better.
 *
 * Noise is left out; NaN with fewer than two segments or as many segments as rows. It favours round
 * segments of similar size, and its value cannot be compared between different data.
 *
 * Cost: O(n·d). Source: Calinski & Harabasz 1974, "A dendrite method for cluster analysis". Where all rows of every
 * segment coincide the ratio has no value and 1 is given, as scikit-learn does.
 * @throws {DataError} a number that is not finite, or another number of labels than of rows
 */
export function calinskiHarabasz(x: Matrix, labels: ArrayLike<number>): number {
  checkMatrix('calinskiHarabasz', x, 0);
  checkSameLength('calinskiHarabasz', labels.length, x.rows);
  const clustered = sortByCluster(labels);
  const clusters = clustered.labels.length;
  const rows = clustered.rows.length;
  if (clusters < 2 || clusters >= rows) return Number.NaN;
  const { within, between } = dispersion(x, clustered);
  return within === 0 ? 1 : (between / within) * ((rows - clusters) / (clusters - 1));
}
