/** Places of the rows along `axes` (d × width), and how far they lie off all of these. */
export function sketchRows(
  out: Float32Array,
  x: Float32Array,
  mean: Float64Array,
  axes: Float64Array,
  cols: number,
  width: number,
): void {
  for (let i = 0; i < x.length / cols; i++) {
    let square = 0;
    for (let j = 0; j < cols; j++) square += (x[i * cols + j] - mean[j]) ** 2;
    for (let w = 0; w < width; w++) {
      let place = 0;
      for (let j = 0; j < cols; j++) place += (x[i * cols + j] - mean[j]) * axes[j * width + w];
      out[i * (width + 1) + w] = place;
      square -= place * place;
    }
    out[i * (width + 1) + width] = Math.sqrt(Math.max(square, 0));
  }
}
