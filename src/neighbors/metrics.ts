import { Matrix } from '../numeric/index.ts';

/**
 * How far apart two rows are.
 *
 * - euclidean, manhattan, chebyshev: the root of summed squares, the sum, the largest of the differences
 * - cosine: 1 − cosine of the angle, from 0 to 2; correlation: the same after each row's mean is taken off.
 *   A row without direction is at 1 from every other and at 0 from its like
 * - hamming: the share of columns that differ, so that numbers can be names
 * - jaccard: of the columns in which either row is not 0, the share in which only one is
 */
export type Metric =
  | 'euclidean'
  | 'manhattan'
  | 'chebyshev'
  | 'cosine'
  | 'correlation'
  | 'hamming'
  | 'jaccard';

/** Every metric by name. */
export const metrics: readonly Metric[] = [
  'euclidean',
  'manhattan',
  'chebyshev',
  'cosine',
  'correlation',
  'hamming',
  'jaccard',
];

/**
 * Rows of length 1 whose Euclidean distance e gives the angular one: e²/2.
 *
 * One column more tells rows without direction from the others: those point along it.
 */
export function unitRows(x: Matrix, metric: 'cosine' | 'correlation'): Matrix {
  const cols = x.cols + 1;
  const data = new Float32Array(x.rows * cols);
  for (let i = 0; i < x.rows; i++) {
    const row = x.row(i);
    let mean = 0;
    if (metric === 'correlation') {
      for (const value of row) mean += value;
      mean /= x.cols;
    }
    let [squares, largest] = [0, 0];
    for (const value of row) {
      squares += (value - mean) ** 2;
      largest = Math.max(largest, Math.abs(value));
    }
    // Below this the differences from the mean are rounding, as in a row of one repeated decimal.
    if (squares <= x.cols * (largest * 2 ** -22) ** 2 && metric === 'correlation') squares = 0;
    if (squares === 0) {
      data[i * cols + x.cols] = 1;
      continue;
    }
    const length = Math.sqrt(squares);
    for (let j = 0; j < x.cols; j++) data[i * cols + j] = (row[j] - mean) / length;
  }
  return new Matrix(data, x.rows, cols);
}
