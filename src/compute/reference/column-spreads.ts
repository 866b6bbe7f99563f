/** Per chunk of rows: the squares about the columns' means, then the largest magnitudes. */
export function columnSpreads(
  out: Float64Array,
  x: Float32Array,
  cols: number,
  means: Float64Array,
  begin: number,
  end: number,
  chunk: number,
): void {
  const slot = chunk * 2 * cols;
  for (let j = 0; j < cols; j++) {
    out[slot + j] = 0;
    out[slot + cols + j] = 0;
    for (let i = begin; i < end; i++) {
      const value = x[i * cols + j];
      out[slot + j] += (value - means[j]) ** 2;
      out[slot + cols + j] = Math.max(out[slot + cols + j], Math.abs(value));
    }
  }
}
