/** C = Σ (x − μ)(x − μ)ᵀ over rows begin … end−1, on and right of the diagonal: out is cols × cols. */
export function gramSums(
  out: Float64Array,
  x: Float32Array,
  mean: Float64Array,
  cols: number,
  begin: number,
  end: number,
): void {
  for (let j = 0; j < cols; j++) {
    for (let k = j; k < cols; k++) {
      let sum = 0;
      for (let i = begin; i < end; i++) {
        sum += (x[i * cols + j] - mean[j]) * (x[i * cols + k] - mean[k]);
      }
      out[j * cols + k] = sum;
    }
  }
}

/** C·Q with Q cols × width: out is cols × width. */
export function gramTimes(
  out: Float64Array,
  x: Float32Array,
  mean: Float64Array,
  q: Float64Array,
  cols: number,
  width: number,
  begin: number,
  end: number,
): void {
  out.fill(0);
  for (let i = begin; i < end; i++) {
    for (let w = 0; w < width; w++) {
      let y = 0;
      for (let j = 0; j < cols; j++) y += (x[i * cols + j] - mean[j]) * q[j * width + w];
      for (let j = 0; j < cols; j++) out[j * width + w] += (x[i * cols + j] - mean[j]) * y;
    }
  }
}

/** (x − μ)·Q, row by row: out is rows × width. */
export function projectRows(
  out: Float32Array,
  x: Float32Array,
  mean: Float64Array,
  q: Float64Array,
  cols: number,
  width: number,
): void {
  for (let at = 0; at < out.length; at++) {
    const [i, w] = [Math.floor(at / width), at % width];
    let sum = 0;
    for (let j = 0; j < cols; j++) sum += (x[i * cols + j] - mean[j]) * q[j * width + w];
    out[at] = sum;
  }
}
