import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { checkSameLength, sortByCluster } from './codes.ts';
import { dispersion } from './dispersion.ts';

/**
 * Sum of squared distances of rows to the mean of their segment: the inertia of k-means, for any labels in any space.
 *
 * Noise is left out; 0 without segments. In the squared units of x: it can be compared between numbers of segments,
 * never between spaces.   Cost: O(n·d).
 *
 * @throws {DataError} a number that is not finite, or another number of labels than of rows
 */
export function withinSquares(x: Matrix, labels: ArrayLike<number>): number {
  checkMatrix('withinSquares', x, 0);
  checkSameLength('withinSquares', labels.length, x.rows);
  return dispersion(x, sortByCluster(labels)).within;
}
