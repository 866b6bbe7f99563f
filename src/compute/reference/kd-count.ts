import { squaredDistance } from './squared-distance.ts';

/** out[i] = rows of x within `radius2` (squared, inclusive) of row i of y, counted up to `most`. */
export function kdCount(
  out: Int32Array,
  x: Float32Array,
  y: Float32Array,
  cols: number,
  radius2: number,
  most: number,
): void {
  for (let i = 0; i < y.length / cols; i++) {
    let count = 0;
    for (let row = 0; row < x.length / cols; row++) {
      if (squaredDistance(y, i, x, row, cols) <= radius2) count++;
    }
    out[i] = Math.min(count, most);
  }
}
