import type { Run } from '../base/index.ts';
import { type Matrix, quantile } from '../numeric/index.ts';
import { PCA } from './pca.ts';
import type { TrivialLoss } from './types.ts';

/** Rows from which medians and components are taken, at most: more would not move them. */
const ROWS = 10_000;

/** A row that stands for every row. */
export interface Constant {
  readonly predictor: string;
  readonly row: Float64Array;
}

/** Zero, the median and the mean of each column of the training rows; NaN, behind the end of a series, does not count. */
export function constantPredictors(train: Matrix): Constant[] {
  const zero = new Float64Array(train.cols);
  const middle = new Float64Array(train.cols);
  const means = new Float64Array(train.cols);
  const all = new Float32Array(train.rows);
  for (let j = 0; j < train.cols; j++) {
    let count = 0;
    for (let i = 0; i < train.rows; i++) {
      const value = train.data[i * train.cols + j];
      if (!Number.isNaN(value)) all[count++] = value;
    }
    if (count === 0) continue;
    const column = all.subarray(0, count);
    means[j] = column.reduce((sum, value) => sum + value, 0) / count;
    middle[j] = quantile(column.sort(), 0.5);
  }
  return [
    { predictor: 'zero', row: zero },
    { predictor: 'column median', row: middle },
    { predictor: 'column mean', row: means },
  ];
}

/** The same rows, or so many of them, spread evenly. */
export function someRows(rows: Int32Array): Int32Array {
  if (rows.length <= ROWS) return rows;
  return Int32Array.from({ length: ROWS }, (_, i) => rows[Math.floor((i * rows.length) / ROWS)]);
}

/** The mean over rows of the mean of `of` over the differences to what was predicted; NaN does not count. */
export function meanLoss(
  rows: Matrix,
  predicted: (i: number) => ArrayLike<number>,
  of: (difference: number) => number,
): number {
  let total = 0;
  for (let i = 0; i < rows.rows; i++) {
    const row = rows.row(i);
    const guess = predicted(i);
    let own = 0;
    let count = 0;
    for (let j = 0; j < rows.cols; j++) {
      if (Number.isNaN(row[j])) continue;
      own += of(guess[j] - row[j]);
      count++;
    }
    total += own / count;
  }
  return total / rows.rows;
}

/**
 * What needs no net, measured on the same rows by the same loss: constants, and PCA with as many components, unless
 * series are of different lengths.
 */
export async function trivialLosses(
  train: Matrix,
  held: Matrix,
  constants: readonly Constant[],
  components: number,
  of: (difference: number) => number,
  run: Run,
): Promise<TrivialLoss[]> {
  const losses = constants.map(({ predictor, row }) => ({
    predictor,
    loss: meanLoss(held, () => row, of),
    absoluteError: meanLoss(held, () => row, Math.abs),
  }));
  if (train.data.some(Number.isNaN) || held.data.some(Number.isNaN)) return losses;
  const count = Math.min(components, train.rows, train.cols);
  const quiet = run.quiet();
  const pca = await new PCA({ components: count }).fit(train, quiet);
  const rebuilt = await pca.inverse(await pca.transform(held, quiet), quiet);
  const words = `PCA with ${count} component${count === 1 ? '' : 's'}`;
  const back = (i: number) => rebuilt.row(i);
  const loss = meanLoss(held, back, of);
  return [...losses, { predictor: words, loss, absoluteError: meanLoss(held, back, Math.abs) }];
}
