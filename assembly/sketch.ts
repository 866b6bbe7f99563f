// Short images of wide rows that are never farther apart than the rows: their coordinates along a few
// axes, and how far they lie off all of them.
//
//   out      n × (width + 1) f32;   width a multiple of 4
//   x        n × d f32;   mean  d f64;   axes  d × width f64, orthonormal columns
//   scratch  per lane: d f64
export function sketchRows(
  out: usize, x: usize, mean: usize, axes: usize, cols: i32, width: i32, scratch: usize, begin: i32,
  end: i32, _chunk: i32, lane: i32,
): void {
  const row = (<usize>cols) << 2;
  const wide = (<usize>width) << 3;
  const own = scratch + ((<usize>lane * <usize>cols) << 3);
  for (let i = begin; i < end; i++) {
    const from = x + <usize>i * row;
    const to = out + ((<usize>i * <usize>(width + 1)) << 2);
    let square: f64 = 0;
    for (let j: usize = 0; j < row; j += 4) {
      const value = <f64>load<f32>(from + j) - load<f64>(mean + (j << 1));
      store<f64>(own + (j << 1), value);
      square += value * value;
    }
    for (let w: usize = 0; w < wide; w += 32) {
      let a = f64x2.splat(0);
      let b = a;
      let axis = axes + w;
      for (let j: usize = 0; j < row; j += 4, axis += wide) {
        const value = v128.load64_splat(own + (j << 1));
        a = f64x2.add(a, f64x2.mul(value, v128.load(axis)));
        b = f64x2.add(b, f64x2.mul(value, v128.load(axis, 16)));
      }
      const first = f64x2.mul(a, a);
      const second = f64x2.mul(b, b);
      square -= f64x2.extract_lane(first, 0) + f64x2.extract_lane(first, 1);
      square -= f64x2.extract_lane(second, 0) + f64x2.extract_lane(second, 1);
      const low = f32x4.demote_f64x2_zero(a);
      const top = f32x4.demote_f64x2_zero(b);
      v128.store(to + (w >> 1), v128.shuffle<i32>(low, top, 0, 1, 4, 5));
    }
    store<f32>(to + (wide >> 1), <f32>sqrt(max(square, 0)));
  }
}
