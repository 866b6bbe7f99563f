import type { Panel } from '../numeric/index.ts';

/** Series in f64, each filled up with zeros to one length. */
export interface LongRows {
  readonly values: Float64Array;
  readonly lengths: Int32Array;
  /** The root of each series' sum of squares. */
  readonly norms: Float64Array;
  /** Shifts that may be tried are below it: all, but for channels in one row. */
  readonly reach: number;
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
  return { values, lengths: x.lengths, norms, reach: x.steps };
}

/**
 * All channels of every series in one row, each with mean 0 and deviation 1, with as many zeros between two as they
 * have steps: at a shift below that each channel meets only its own.
 *
 * @param x series of full length
 */
export function channelRows(x: Panel): LongRows {
  if (x.channels === 1) return longRows(x, 0, true);
  const { series, channels, steps } = x;
  const width = (2 * channels - 1) * steps;
  const values = new Float64Array(series * width);
  const squares = new Float64Array(series);
  for (let c = 0; c < channels; c++) {
    const one = longRows(x, c, true);
    for (let i = 0; i < series; i++) {
      const row = one.values.subarray(i * steps, (i + 1) * steps);
      values.set(row, i * width + 2 * c * steps);
      squares[i] += one.norms[i] ** 2;
    }
  }
  const lengths = new Int32Array(series).fill(width);
  return { values, lengths, norms: squares.map(Math.sqrt), reach: steps };
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
