// Ward's distance from one cluster to the others, and the nearest of each chunk of columns.
//
// Columns lie dimension by dimension: value j of column p at data[j × stride + p]. The stride is a
// multiple of 4, so that the lanes behind the last column exist; they hold zeros.
//
//   out       chunks × 2 f64: the least distance and its column
//   centers   d × stride f64, weights stride f64: number of rows per cluster, 0 behind the last
//   from      the column that asks; it is passed over
//
//   distance² = w·v / (w + v) · ‖a − b‖²  (half of the usual figure; the caller puts it right)
export function wardNearest(
  out: usize,
  centers: usize,
  weights: usize,
  cols: i32,
  stride: i32,
  from: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const own = load<f64>(weights + ((<usize>from) << 3));
  const w = f64x2.splat(own);
  const step = (<usize>stride) << 3;
  const asking = centers + ((<usize>from) << 3);
  let best: f64 = Infinity;
  let at = -1;
  for (let p = begin; p < end; p += 4) {
    let s0 = f64x2.splat(0);
    let s1 = f64x2.splat(0);
    let column = centers + ((<usize>p) << 3);
    let value = asking;
    for (let j = 0; j < cols; j++) {
      const a = v128.load64_splat(value);
      const d0 = f64x2.sub(v128.load(column), a);
      const d1 = f64x2.sub(v128.load(column, 16), a);
      s0 = f64x2.add(s0, f64x2.mul(d0, d0));
      s1 = f64x2.add(s1, f64x2.mul(d1, d1));
      column += step;
      value += step;
    }
    const other = weights + ((<usize>p) << 3);
    const v0 = v128.load(other);
    const v1 = v128.load(other, 16);
    s0 = f64x2.mul(s0, f64x2.div(f64x2.mul(w, v0), f64x2.add(w, v0)));
    s1 = f64x2.mul(s1, f64x2.div(f64x2.mul(w, v1), f64x2.add(w, v1)));
    // Most blocks hold nothing nearer.
    const nearer = v128.or(f64x2.lt(s0, f64x2.splat(best)), f64x2.lt(s1, f64x2.splat(best)));
    if (!v128.any_true(nearer)) continue;
    const left = end - p;
    const d0 = f64x2.extract_lane(s0, 0);
    if (d0 < best && p != from) {
      best = d0;
      at = p;
    }
    const d1 = f64x2.extract_lane(s0, 1);
    if (left > 1 && d1 < best && p + 1 != from) {
      best = d1;
      at = p + 1;
    }
    const d2 = f64x2.extract_lane(s1, 0);
    if (left > 2 && d2 < best && p + 2 != from) {
      best = d2;
      at = p + 2;
    }
    const d3 = f64x2.extract_lane(s1, 1);
    if (left > 3 && d3 < best && p + 3 != from) {
      best = d3;
      at = p + 3;
    }
  }
  store<f64>(out + ((<usize>chunk) << 4), best);
  store<f64>(out + ((<usize>chunk) << 4), <f64>at, 8);
}

// The place of the least of `count` f32, the first of equal ones; −1 when none is below infinity.
export function leastAt(numbers: usize, count: i32): i32 {
  let best: f32 = Infinity;
  let at = -1;
  let i = 0;
  for (; i <= count - 16; i += 16) {
    const block = numbers + ((<usize>i) << 2);
    const low = f32x4.pmin(v128.load(block), v128.load(block, 16));
    const high = f32x4.pmin(v128.load(block, 32), v128.load(block, 48));
    // Most blocks hold nothing less.
    if (!v128.any_true(f32x4.lt(f32x4.pmin(low, high), f32x4.splat(best)))) continue;
    for (let j = i; j < i + 16; j++) {
      const number = load<f32>(numbers + ((<usize>j) << 2));
      if (number < best) {
        best = number;
        at = j;
      }
    }
  }
  for (; i < count; i++) {
    const number = load<f32>(numbers + ((<usize>i) << 2));
    if (number < best) {
      best = number;
      at = i;
    }
  }
  return at;
}
