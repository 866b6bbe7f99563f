/** Sums of the columns of x (rows × cols), per chunk of rows: out is chunks × cols. */
export function columnSums(
  out: Float64Array,
  x: Float32Array,
  cols: number,
  begin: number,
  end: number,
  chunk: number,
): void {
  for (let j = 0; j < cols; j++) {
    let sum = 0;
    for (let i = begin; i < end; i++) sum += x[i * cols + j];
    out[chunk * cols + j] = sum;
  }
}
