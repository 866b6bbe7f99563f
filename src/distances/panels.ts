import type { Matrix } from '../numeric/index.ts';

/** Rows per panel: two registers of four 32-bit lanes. */
const PANEL = 8;

/**
 * Rows in the layout that distance kernels read: panels of 8 rows, dimension by dimension, so that
 * one load brings the same dimension of four rows. Each group starts a new panel; unused lanes are 0.
 *
 * @param offsets where each group begins in `x`, one more than there are groups
 */
export interface Panels {
  readonly data: Float32Array;
  /** The first panel of each group; one more than there are groups. */
  readonly starts: Int32Array;
}

/** Cost: one pass and one padded copy. */
export function packPanels(x: Matrix, offsets: ArrayLike<number> = [0, x.rows]): Panels {
  const groups = offsets.length - 1;
  const starts = new Int32Array(groups + 1);
  for (let g = 0; g < groups; g++) {
    starts[g + 1] = starts[g] + Math.ceil((offsets[g + 1] - offsets[g]) / PANEL);
  }
  const { cols } = x;
  const data = new Float32Array(starts[groups] * PANEL * cols);
  for (let g = 0; g < groups; g++) {
    for (let i = offsets[g]; i < offsets[g + 1]; i++) {
      const place = i - offsets[g];
      const base = (starts[g] + Math.floor(place / PANEL)) * PANEL * cols + (place % PANEL);
      for (let j = 0; j < cols; j++) data[base + j * PANEL] = x.data[i * cols + j];
    }
  }
  return { data, starts };
}
