/** Distances from rows begin … end−1 of x to all `count` rows of y: out is n × count. */
export function distanceBlock(
  out: Float32Array,
  x: Float32Array,
  y: Float32Array,
  cols: number,
  count: number,
  begin: number,
  end: number,
): void {
  for (let i = begin; i < end; i++) {
    for (let p = 0; p < count; p++) {
      let sum = 0;
      for (let j = 0; j < cols; j++) {
        const difference = Math.fround(x[i * cols + j] - y[p * cols + j]);
        sum = Math.fround(sum + Math.fround(difference * difference));
      }
      out[i * count + p] = Math.sqrt(sum);
    }
  }
}
