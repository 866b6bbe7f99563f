import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { checkSameLength, sortByCluster } from './codes.ts';
import { dispersion } from './dispersion.ts';

/**
 * Davies–Bouldin index: how alike each segment is to the one most like it, averaged; lower is better.
 *
 * Noise is left out; NaN with fewer than two segments or as many segments as rows.
 *
 * Cost: O(n·d + k²·d). Source: Davies & Bouldin 1979, "A cluster separation measure", with mean distances. Differs: centres that
 * coincide add nothing to the average instead of an infinite share, as scikit-learn does.
 * @throws {DataError} a number that is not finite, or another number of labels than of rows
 */
export function daviesBouldin(x: Matrix, labels: ArrayLike<number>): number {
  checkMatrix('daviesBouldin', x, 0);
  checkSameLength('daviesBouldin', labels.length, x.rows);
  const clustered = sortByCluster(labels);
  const clusters = clustered.labels.length;
  if (clusters < 2 || clusters >= clustered.rows.length) return Number.NaN;
  const { centers, spread } = dispersion(x, clustered);
  let total = 0;
  for (let a = 0; a < clusters; a++) {
    let worst = 0;
    for (let b = 0; b < clusters; b++) {
      const apart = distance(centers, a, b, x.cols);
      if (a !== b && apart > 0) worst = Math.max(worst, (spread[a] + spread[b]) / apart);
    }
    total += worst;
  }
  return total / clusters;
}

function distance(centers: Float64Array, a: number, b: number, cols: number): number {
  let squared = 0;
  for (let j = 0; j < cols; j++) squared += (centers[a * cols + j] - centers[b * cols + j]) ** 2;
  return Math.sqrt(squared);
}
