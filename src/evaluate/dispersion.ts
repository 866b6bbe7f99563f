import type { Matrix } from '../numeric/index.ts';
import type { ClusteredRows } from './codes.ts';

/** How rows lie around their segment's centre. Noise is left out everywhere. */
export interface Dispersion {
  /** k × d: the mean of each segment. */
  readonly centers: Float64Array;
  /** Mean distance of a segment's rows to its centre. */
  readonly spread: Float64Array;
  /** Sum of squared distances of rows to their segment's centre. */
  readonly within: number;
  /** Sum over segments of size × squared distance of its centre to the mean of all. */
  readonly between: number;
}

/** Cost: two passes, O(n·d), sums in 64 bits. */
export function dispersion(x: Matrix, { rows, offsets }: ClusteredRows): Dispersion {
  const { cols } = x;
  const clusters = offsets.length - 1;
  const centers = new Float64Array(clusters * cols);
  const mean = new Float64Array(cols);
  for (let c = 0; c < clusters; c++) {
    const size = offsets[c + 1] - offsets[c];
    for (let r = offsets[c]; r < offsets[c + 1]; r++) {
      const at = rows[r] * cols;
      for (let j = 0; j < cols; j++) centers[c * cols + j] += x.data[at + j];
    }
    for (let j = 0; j < cols; j++) {
      mean[j] += centers[c * cols + j] / rows.length;
      centers[c * cols + j] /= size;
    }
  }
  const spread = new Float64Array(clusters);
  let within = 0;
  let between = 0;
  for (let c = 0; c < clusters; c++) {
    const size = offsets[c + 1] - offsets[c];
    for (let r = offsets[c]; r < offsets[c + 1]; r++) {
      let squared = 0;
      const at = rows[r] * cols;
      for (let j = 0; j < cols; j++) squared += (x.data[at + j] - centers[c * cols + j]) ** 2;
      within += squared;
      spread[c] += Math.sqrt(squared) / size;
    }
    for (let j = 0; j < cols; j++) between += size * (centers[c * cols + j] - mean[j]) ** 2;
  }
  return { centers, spread, within, between };
}
