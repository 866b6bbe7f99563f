import type { Panel } from '../numeric/index.ts';

/** One channel of series in f64, each filled up with zeros to `steps`. */
export interface LongRows {
  readonly values: Float64Array;
  readonly lengths: Int32Array;
  /** The root of each series' sum of squares. */
  readonly norms: Float64Array;
}

/**
 * Below this share of the largest number a deviation is nothing but rounding: 32-bit numbers that differ at all
 * differ by more.
 */
const NOTHING = 1e-9;

/** One channel of every series; with `standardize` with mean 0 and deviation 1, a constant one all zeros. */
export function longRows(x: Panel, channel: number, standardize: boolean): LongRows {
  const values = new Float64Array(x.series * x.steps);
  const norms = new Float64Array(x.series);
  for (let i = 0; i < x.series; i++) {
    const row = values.subarray(i * x.steps, i * x.steps + x.lengths[i]);
    const from = (i * x.channels + channel) * x.steps;
    row.set(x.data.subarray(from, from + x.lengths[i]));
    if (standardize) standardizeRow(row);
    let sum = 0;
    for (const value of row) sum += value ** 2;
    norms[i] = Math.sqrt(sum);
  }
  return { values, lengths: x.lengths, norms };
}

/** In place. */
function standardizeRow(row: Float64Array): void {
  let largest = 0;
  let sum = 0;
  for (const value of row) {
    largest = Math.max(largest, Math.abs(value));
    sum += value;
  }
  const mean = sum / row.length;
  let squares = 0;
  // By the largest number, for squares of very large and very small ones are none.
  for (const value of row) squares += ((value - mean) / largest) ** 2;
  const deviation = Math.sqrt(squares / row.length) * largest;
  if (!(deviation > NOTHING * largest)) row.fill(0);
  else for (let j = 0; j < row.length; j++) row[j] = (row[j] - mean) / deviation;
}
