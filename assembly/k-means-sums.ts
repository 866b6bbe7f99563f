// The sums of the rows of each centre, as whole numbers: exact in any order.

const MAGIC: f64 = 6755399441055744.0; // 1.5 · 2⁵²: adding it rounds to a whole number

// The row's contribution leaves centre `from` (unless −1) and joins centre `to`.
export function move(sums: usize, scale: usize, x: usize, stride: i32, k: i32, from: i32, to: i32): void {
  const width = (<usize>stride + 2) << 3;
  const gain = sums + <usize>to * width;
  const end = (<usize>stride) << 3;
  const magic = f64x2.splat(MAGIC);
  if (from >= 0) {
    const loss = sums + <usize>from * width;
    for (let j: usize = 0; j < end; j += 16) {
      const scaled = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(x + (j >> 1))), v128.load(scale + j));
      const whole = i64x2.sub(f64x2.add(scaled, magic), magic);
      v128.store(gain + j, i64x2.add(v128.load(gain + j), whole));
      v128.store(loss + j, i64x2.sub(v128.load(loss + j), whole));
    }
    store<i64>(loss + end, load<i64>(loss + end) - 1);
  } else {
    for (let j: usize = 0; j < end; j += 16) {
      const scaled = f64x2.mul(f64x2.promote_low_f32x4(v128.load64_zero(x + (j >> 1))), v128.load(scale + j));
      const whole = i64x2.sub(f64x2.add(scaled, magic), magic);
      v128.store(gain + j, i64x2.add(v128.load(gain + j), whole));
    }
  }
  store<i64>(gain + end, load<i64>(gain + end) + 1);
  const changed = sums + <usize>k * width;
  store<i64>(changed, load<i64>(changed) + 1);
}

// @ts-ignore: decorator
@inline
export function laneSums(sums: usize, stride: i32, k: i32, lane: i32): usize {
  return sums + <usize>lane * ((<usize>k * (<usize>stride + 2) + 2) << 3);
}
