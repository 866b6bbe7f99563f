/** The squared distance of row a of x and row b of y, both row-major, in 64 bits. */
export function squaredDistance(
  x: Float32Array,
  a: number,
  y: Float32Array,
  b: number,
  cols: number,
): number {
  let sum = 0;
  for (let j = 0; j < cols; j++) sum += (x[a * cols + j] - y[b * cols + j]) ** 2;
  return sum;
}
