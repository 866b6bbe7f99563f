// Products of a centred table with itself, C = Σ (x − μ)(x − μ)ᵀ over rows, in f64. Four rows at a time
// are centred into scratch, so that the result is read and written once per four rows.
//
//   x        n × d f32
//   mean     d f64
//   scratch  per thread: see each kernel
//   width    columns of the output rounded up to even; the columns between hold zeros

// C itself.   out  chunks × d × width f64, right of and on the diagonal;   scratch 4 × width f64
export function gramSums(
  out: usize,
  x: usize,
  mean: usize,
  cols: i32,
  width: i32,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const row = (<usize>width) << 3;
  const slot = out + <usize>chunk * <usize>cols * row;
  const r0 = scratch + (<usize>lane << 2) * row;
  memory.fill(slot, 0, <usize>cols * row);
  memory.fill(r0, 0, row << 2);
  for (let i = begin; i < end; i += 4) {
    center(r0, row, x, mean, cols, i, end);
    for (let j = 0; j < cols; j++) {
      const at = r0 + ((<usize>j) << 3);
      const a = v128.load64_splat(at);
      const b = v128.load64_splat(at + row);
      const c = v128.load64_splat(at + (row << 1));
      const d = v128.load64_splat(at + row * 3);
      let to = slot + <usize>j * row + ((<usize>(j & ~1)) << 3);
      let from = r0 + ((<usize>(j & ~1)) << 3);
      const stop = r0 + row;
      for (; from < stop; from += 16, to += 16) {
        let sum = v128.load(to);
        sum = f64x2.add(sum, f64x2.mul(a, v128.load(from)));
        sum = f64x2.add(sum, f64x2.mul(b, v128.load(from + row)));
        sum = f64x2.add(sum, f64x2.mul(c, v128.load(from + (row << 1))));
        sum = f64x2.add(sum, f64x2.mul(d, v128.load(from + row * 3)));
        v128.store(to, sum);
      }
    }
  }
}

// C·Q for a thin Q.   out  chunks × d × width f64;   q  d × width f64;   scratch 4 × (d + width) f64
export function gramTimes(
  out: usize,
  x: usize,
  mean: usize,
  q: usize,
  cols: i32,
  width: i32,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const thin = (<usize>width) << 3;
  const row = (<usize>cols) << 3;
  const slot = out + <usize>chunk * <usize>cols * thin;
  const r0 = scratch + (<usize>lane << 2) * (row + thin);
  const y0 = r0 + (row << 2);
  memory.fill(slot, 0, <usize>cols * thin);
  for (let i = begin; i < end; i += 4) {
    center(r0, row, x, mean, cols, i, end);
    for (let w: usize = 0; w < thin; w += 16) {
      let a = f64x2.splat(0);
      let b = f64x2.splat(0);
      let c = f64x2.splat(0);
      let d = f64x2.splat(0);
      let from = q + w;
      for (let at = r0; at < r0 + row; at += 8, from += thin) {
        const value = v128.load(from);
        a = f64x2.add(a, f64x2.mul(v128.load64_splat(at), value));
        b = f64x2.add(b, f64x2.mul(v128.load64_splat(at + row), value));
        c = f64x2.add(c, f64x2.mul(v128.load64_splat(at + (row << 1)), value));
        d = f64x2.add(d, f64x2.mul(v128.load64_splat(at + row * 3), value));
      }
      v128.store(y0 + w, a);
      v128.store(y0 + thin + w, b);
      v128.store(y0 + (thin << 1) + w, c);
      v128.store(y0 + thin * 3 + w, d);
    }
    let to = slot;
    for (let at = r0; at < r0 + row; at += 8) {
      const a = v128.load64_splat(at);
      const b = v128.load64_splat(at + row);
      const c = v128.load64_splat(at + (row << 1));
      const d = v128.load64_splat(at + row * 3);
      for (let w: usize = 0; w < thin; w += 16, to += 16) {
        let sum = v128.load(to);
        sum = f64x2.add(sum, f64x2.mul(a, v128.load(y0 + w)));
        sum = f64x2.add(sum, f64x2.mul(b, v128.load(y0 + thin + w)));
        sum = f64x2.add(sum, f64x2.mul(c, v128.load(y0 + (thin << 1) + w)));
        sum = f64x2.add(sum, f64x2.mul(d, v128.load(y0 + thin * 3 + w)));
        v128.store(to, sum);
      }
    }
  }
}

// (x − μ)·Q for a thin Q, row by row.   out  n × count f32, count ≤ width;   q, scratch  as above
export function projectRows(
  out: usize,
  count: i32,
  x: usize,
  mean: usize,
  q: usize,
  cols: i32,
  width: i32,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const thin = (<usize>width) << 3;
  const row = (<usize>cols) << 3;
  const r0 = scratch + (<usize>lane << 2) * (row + thin);
  for (let i = begin; i < end; i += 4) {
    center(r0, row, x, mean, cols, i, end);
    for (let w = 0; w < width; w += 2) {
      let a = f64x2.splat(0);
      let b = f64x2.splat(0);
      let c = f64x2.splat(0);
      let d = f64x2.splat(0);
      let from = q + ((<usize>w) << 3);
      for (let at = r0; at < r0 + row; at += 8, from += thin) {
        const value = v128.load(from);
        a = f64x2.add(a, f64x2.mul(v128.load64_splat(at), value));
        b = f64x2.add(b, f64x2.mul(v128.load64_splat(at + row), value));
        c = f64x2.add(c, f64x2.mul(v128.load64_splat(at + (row << 1)), value));
        d = f64x2.add(d, f64x2.mul(v128.load64_splat(at + row * 3), value));
      }
      const both = w + 1 < count;
      put(out, count, a, i, w, both);
      if (i + 1 < end) put(out, count, b, i + 1, w, both);
      if (i + 2 < end) put(out, count, c, i + 2, w, both);
      if (i + 3 < end) put(out, count, d, i + 3, w, both);
    }
  }
}

// @ts-ignore: decorator
@inline
function put(out: usize, count: i32, pair: v128, i: i32, w: i32, both: bool): void {
  const to = out + ((<usize>i * <usize>count + <usize>w) << 2);
  store<f32>(to, <f32>f64x2.extract_lane(pair, 0));
  if (both) store<f32>(to + 4, <f32>f64x2.extract_lane(pair, 1));
}

// Rows i … i + 3 less the mean, `row` bytes apart; zeros from `end` on.
// @ts-ignore: decorator
@inline
function center(to: usize, row: usize, x: usize, mean: usize, cols: i32, i: i32, end: i32): void {
  for (let r = 0; r < 4; r++) {
    const place = to + <usize>r * row;
    if (i + r >= end) {
      memory.fill(place, 0, (<usize>cols) << 3);
      continue;
    }
    const from = x + ((<usize>(i + r) * <usize>cols) << 2);
    for (let j = 0; j < cols; j++) {
      const value = <f64>load<f32>(from + ((<usize>j) << 2)) - load<f64>(mean + ((<usize>j) << 3));
      store<f64>(place + ((<usize>j) << 3), value);
    }
  }
}
