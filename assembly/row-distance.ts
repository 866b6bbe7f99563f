// Distances of two rows in f64, by the number of the metric in src/neighbors/metrics.ts. Sums run in four
// lanes, column j in lane j mod 4.

// @ts-ignore: decorator
@inline function tail(a: usize, b: usize, width: usize, done: usize): v128 {
  let va = f32x4.splat(0);
  let vb = va;
  const left = (width - done) >> 2;
  if (left > 0) {
    va = v128.load32_zero(a + done);
    vb = v128.load32_zero(b + done);
  }
  if (left > 1) {
    va = v128.load_lane<f32>(a + done + 4, va, 1);
    vb = v128.load_lane<f32>(b + done + 4, vb, 1);
  }
  if (left > 2) {
    va = v128.load_lane<f32>(a + done + 8, va, 2);
    vb = v128.load_lane<f32>(b + done + 8, vb, 2);
  }
  rest = vb;
  return va;
}

// A wasm global belongs to one instance, and each thread has its own.
let rest: v128 = i64x2.splat(0);

// @ts-ignore: decorator
@inline function high(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<i32>(v, v, 2, 3, 2, 3));
}

// @ts-ignore: decorator
@inline function total(low: v128, top: v128): f64 {
  const sum = f64x2.add(low, top);
  return f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
}

/** Σ (a − b)² over `cols` columns. */
export function squareOf(a: usize, b: usize, cols: i32): f64 {
  const width = (<usize>cols) << 2;
  const whole = width & ~15;
  let low = f64x2.splat(0);
  let top = low;
  for (let j: usize = 0; j <= whole; j += 16) {
    let va: v128;
    let vb: v128;
    if (j < whole) {
      va = v128.load(a + j);
      vb = v128.load(b + j);
    } else {
      va = tail(a, b, width, whole);
      vb = rest;
    }
    const d0 = f64x2.sub(f64x2.promote_low_f32x4(va), f64x2.promote_low_f32x4(vb));
    const d1 = f64x2.sub(high(va), high(vb));
    low = f64x2.add(low, f64x2.mul(d0, d0));
    top = f64x2.add(top, f64x2.mul(d1, d1));
  }
  return total(low, top);
}

/** The distance itself: 1 manhattan, 2 chebyshev, 3 hamming, 4 jaccard. */
export function measureOf(metric: i32, a: usize, b: usize, cols: i32): f64 {
  const width = (<usize>cols) << 2;
  const whole = width & ~15;
  if (metric == 1) {
    let low = f64x2.splat(0);
    let top = low;
    for (let j: usize = 0; j <= whole; j += 16) {
      let va: v128;
      let vb: v128;
      if (j < whole) {
        va = v128.load(a + j);
        vb = v128.load(b + j);
      } else {
        va = tail(a, b, width, whole);
        vb = rest;
      }
      const d0 = f64x2.sub(f64x2.promote_low_f32x4(va), f64x2.promote_low_f32x4(vb));
      const d1 = f64x2.sub(high(va), high(vb));
      low = f64x2.add(low, f64x2.abs(d0));
      top = f64x2.add(top, f64x2.abs(d1));
    }
    return total(low, top);
  }
  let most: f64 = 0;
  let apart = 0;
  let either = 0;
  for (let j: usize = 0; j < width; j += 4) {
    const va = load<f32>(a + j);
    const vb = load<f32>(b + j);
    if (metric == 2) most = max(most, abs(<f64>va - <f64>vb));
    else if (metric == 3) apart += va != vb ? 1 : 0;
    else {
      const ina = va != 0 ? 1 : 0;
      const inb = vb != 0 ? 1 : 0;
      apart += ina ^ inb;
      either += ina | inb;
    }
  }
  if (metric == 2) return most;
  if (metric == 3) return <f64>apart / <f64>cols;
  return either == 0 ? 0 : <f64>apart / <f64>either;
}
