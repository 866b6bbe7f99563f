// A sparse table times a thin one, with the two sums that a recurrence needs:
// out = α·W·x + β·x + γ·before, row by row.
//
//   offsets  n + 1 i32;   targets  i32;   weights  f64
//   out, x, before   n × width f64, width even; `before` may be `out`
export function graphTimes(
  out: usize, offsets: usize, targets: usize, weights: usize, x: usize, before: usize, width: i32,
  alpha: f64, beta: f64, gamma: f64, begin: i32, end: i32, _chunk: i32, _lane: i32,
): void {
  const row = (<usize>width) << 3;
  const a = f64x2.splat(alpha);
  const b = f64x2.splat(beta);
  const g = f64x2.splat(gamma);
  for (let i = begin; i < end; i++) {
    const at = <usize>i * row;
    const from = load<i32>(offsets + ((<usize>i) << 2));
    const to = load<i32>(offsets + ((<usize>i) << 2), 4);
    for (let w: usize = 0; w < row; w += 16) {
      let sum = f64x2.splat(0);
      for (let e = from; e < to; e++) {
        const target = <usize>load<i32>(targets + ((<usize>e) << 2));
        const weight = v128.load64_splat(weights + ((<usize>e) << 3));
        sum = f64x2.add(sum, f64x2.mul(weight, v128.load(x + target * row + w)));
      }
      const own = f64x2.mul(b, v128.load(x + at + w));
      const earlier = f64x2.mul(g, v128.load(before + at + w));
      v128.store(out + at + w, f64x2.add(f64x2.add(f64x2.mul(a, sum), own), earlier));
    }
  }
}
