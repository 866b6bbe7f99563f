/** out = α·W·x + β·x + γ·before for a sparse W and rows of `width` numbers. */
export function graphTimes(
  out: Float64Array,
  {
    offsets,
    targets,
    weights,
  }: { offsets: Int32Array; targets: Int32Array; weights: Float64Array },
  x: Float64Array,
  before: Float64Array,
  width: number,
  [alpha, beta, gamma]: readonly [number, number, number],
): void {
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let w = 0; w < width; w++) {
      let sum = 0;
      for (let e = offsets[i]; e < offsets[i + 1]; e++)
        sum += weights[e] * x[targets[e] * width + w];
      const at = i * width + w;
      out[at] = alpha * sum + beta * x[at] + gamma * before[at];
    }
  }
}
