import type { WordCounts } from './word-counts.ts';

/** Texts × words, sparse by rows; every row that has a known word is of length 1. */
export interface TextMatrix {
  readonly rows: number;
  readonly cols: number;
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float64Array;
}

/** ln((1 + n) / (1 + texts with the word)) + 1: words of few texts count more; a word in all of them counts 1. */
export function inverseFrequency(texts: number, withWord: number): number {
  return Math.log((1 + texts) / (1 + withWord)) + 1;
}

/**
 * (1 + ln count) · inverse frequency, each text then divided by its length. Words that are not known are
 * passed over.
 *
 * Source: scikit-learn's TfidfTransformer with sublinear_tf and smooth_idf, norm l2.
 */
export function tfIdf(
  counted: WordCounts,
  place: ReadonlyMap<number, number>,
  inverse: Float32Array,
): TextMatrix {
  const rows = counted.offsets.length - 1;
  const offsets = new Int32Array(rows + 1);
  const columns = new Int32Array(counted.buckets.length);
  const values = new Float64Array(counted.buckets.length);
  let at = 0;
  for (let i = 0; i < rows; i++) {
    const start = at;
    let square = 0;
    for (let e = counted.offsets[i]; e < counted.offsets[i + 1]; e++) {
      const column = place.get(counted.buckets[e]);
      if (column === undefined) continue;
      columns[at] = column;
      values[at] = (1 + Math.log(counted.counts[e])) * inverse[column];
      square += values[at] ** 2;
      at++;
    }
    for (let e = start; e < at; e++) values[e] /= Math.sqrt(square);
    offsets[i + 1] = at;
  }
  return {
    rows,
    cols: inverse.length,
    offsets,
    columns: columns.slice(0, at),
    values: values.slice(0, at),
  };
}

/**
 * The products of all pairs of columns, times `size` vectors that are rows of `cols` numbers. Cost: 2·entries·size.
 */
export function productsTimes(x: TextMatrix, basis: Float64Array, size: number): Float64Array {
  // The numbers of one word side by side: one place in memory per entry, not one per vector.
  const words = turned(basis, size, x.cols);
  const sums = new Float64Array(words.length);
  const dots = new Float64Array(size);
  for (let i = 0; i < x.rows; i++) {
    dots.fill(0);
    for (let e = x.offsets[i]; e < x.offsets[i + 1]; e++) {
      const value = x.values[e];
      for (let c = 0, at = x.columns[e] * size; c < size; c++, at++) dots[c] += value * words[at];
    }
    for (let e = x.offsets[i]; e < x.offsets[i + 1]; e++) {
      const value = x.values[e];
      for (let c = 0, at = x.columns[e] * size; c < size; c++, at++) sums[at] += value * dots[c];
    }
  }
  return turned(sums, x.cols, size);
}

/** rows × cols → cols × rows */
function turned(data: Float64Array, rows: number, cols: number): Float64Array {
  const out = new Float64Array(data.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out[j * rows + i] = data[i * cols + j];
  }
  return out;
}

/** Row i times the vector that starts at `from`. */
export function rowTimes(
  x: TextMatrix,
  i: number,
  vectors: Float64Array | Float32Array,
  from: number,
): number {
  let sum = 0;
  for (let e = x.offsets[i]; e < x.offsets[i + 1]; e++) {
    sum += x.values[e] * vectors[from + x.columns[e]];
  }
  return sum;
}
