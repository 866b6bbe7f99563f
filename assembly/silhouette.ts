// Silhouette of rows against all rows, in pairs of tiles: 4 rows × 8 columns of the distance matrix at
// a time, which lives only in registers.
//
//   out      n f64: the silhouette of each row
//   base     the row at which row 0 of this run lies; out and x begin at row 0 of all
//   x        n × d f32: the rows, cluster after cluster
//   panels   the same rows in panels of 8, dimension by dimension; every cluster starts a new panel
//              panel p = | x0[0] x1[0] … x7[0] | x0[1] … x7[1] | … | x7[d−1] |
//            the lanes behind a cluster's last row hold zeros and are masked out
//   starts   (k + 1) i32: the first panel of each cluster
//   offsets  (k + 1) i32: the first row of each cluster
//   scratch  per thread 4 × k f64: sums of distances from the 4 rows to each cluster
//
// Differences are squared and added in f32, distances are added in f64. A column's distance does not
// depend on how rows are cut into chunks, so neither does the result.

export function silhouetteRows(
  out: usize,
  base: i32,
  x: usize,
  cols: i32,
  panels: usize,
  starts: usize,
  offsets: usize,
  clusters: i32,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const stop = base + end;
  const sums = scratch + ((<usize>lane * <usize>clusters) << 5);
  const width = (<usize>cols) << 2;
  let own = 0;
  for (let i = base + begin; i < stop; i += 4) {
    // Behind the last row the last one is computed again and not stored.
    const last = stop - 1;
    const r0 = x + <usize>i * width;
    const r1 = x + <usize>min(i + 1, last) * width;
    const r2 = x + <usize>min(i + 2, last) * width;
    const r3 = x + <usize>min(i + 3, last) * width;
    for (let c = 0; c < clusters; c++) {
      const at = (<usize>c) << 2;
      const first = load<i32>(starts + at);
      const next = load<i32>(starts + at, 4);
      const size = load<i32>(offsets + at, 4) - load<i32>(offsets + at);
      addDistances(sums + ((<usize>c) << 5), r0, r1, r2, r3, cols, panels, first, next, size);
    }
    const rows = min(4, stop - i);
    for (let r = 0; r < rows; r++) {
      while (load<i32>(offsets + ((<usize>(own + 1)) << 2)) <= i + r) own++;
      store<f64>(out + ((<usize>(i + r)) << 3), value(sums + ((<usize>r) << 3), offsets, clusters, own));
    }
  }
}

// a = mean distance within the own cluster, b = least mean distance to another, s = (b − a) / max(a, b).
// @ts-ignore: decorator
@inline
function value(sums: usize, offsets: usize, clusters: i32, own: i32): f64 {
  let a: f64 = 0;
  let b: f64 = Infinity;
  for (let c = 0; c < clusters; c++) {
    const at = offsets + ((<usize>c) << 2);
    const size = load<i32>(at, 4) - load<i32>(at);
    const sum = load<f64>(sums + ((<usize>c) << 5));
    if (c == own) {
      if (size == 1) return 0;
      a = sum / <f64>(size - 1);
    } else {
      b = min(b, sum / <f64>size);
    }
  }
  const largest = max(a, b);
  return largest == 0 ? 0 : (b - a) / largest;
}

// Sums of the distances from four rows to the `size` rows in panels [first, next); out is 4 f64.
// @ts-ignore: decorator
@inline
function addDistances(
  out: usize,
  r0: usize,
  r1: usize,
  r2: usize,
  r3: usize,
  cols: i32,
  panels: usize,
  first: i32,
  next: i32,
  size: i32,
): void {
  const panelBytes = (<usize>cols) << 5;
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  let left = size;
  let panel = panels + <usize>first * panelBytes;
  for (let p = first; p < next; p++) {
    let a0 = f32x4.splat(0);
    let a1 = f32x4.splat(0);
    let a2 = f32x4.splat(0);
    let a3 = f32x4.splat(0);
    let b0 = f32x4.splat(0);
    let b1 = f32x4.splat(0);
    let b2 = f32x4.splat(0);
    let b3 = f32x4.splat(0);
    const stop = panel + panelBytes;
    for (let at: usize = 0; panel < stop; panel += 32, at += 4) {
      const ya = v128.load(panel);
      const yb = v128.load(panel, 16);
      let row = v128.load32_splat(r0 + at);
      let da = f32x4.sub(ya, row);
      let db = f32x4.sub(yb, row);
      a0 = f32x4.add(a0, f32x4.mul(da, da));
      b0 = f32x4.add(b0, f32x4.mul(db, db));
      row = v128.load32_splat(r1 + at);
      da = f32x4.sub(ya, row);
      db = f32x4.sub(yb, row);
      a1 = f32x4.add(a1, f32x4.mul(da, da));
      b1 = f32x4.add(b1, f32x4.mul(db, db));
      row = v128.load32_splat(r2 + at);
      da = f32x4.sub(ya, row);
      db = f32x4.sub(yb, row);
      a2 = f32x4.add(a2, f32x4.mul(da, da));
      b2 = f32x4.add(b2, f32x4.mul(db, db));
      row = v128.load32_splat(r3 + at);
      da = f32x4.sub(ya, row);
      db = f32x4.sub(yb, row);
      a3 = f32x4.add(a3, f32x4.mul(da, da));
      b3 = f32x4.add(b3, f32x4.mul(db, db));
    }
    if (left < 8) {
      const count = i32x4.splat(left);
      const ma = i32x4.lt_s(i32x4(0, 1, 2, 3), count);
      const mb = i32x4.lt_s(i32x4(4, 5, 6, 7), count);
      a0 = v128.and(a0, ma);
      a1 = v128.and(a1, ma);
      a2 = v128.and(a2, ma);
      a3 = v128.and(a3, ma);
      b0 = v128.and(b0, mb);
      b1 = v128.and(b1, mb);
      b2 = v128.and(b2, mb);
      b3 = v128.and(b3, mb);
    }
    s0 = f64x2.add(s0, eight(a0, b0));
    s1 = f64x2.add(s1, eight(a1, b1));
    s2 = f64x2.add(s2, eight(a2, b2));
    s3 = f64x2.add(s3, eight(a3, b3));
    left -= 8;
  }
  store<f64>(out, total(s0));
  store<f64>(out, total(s1), 8);
  store<f64>(out, total(s2), 16);
  store<f64>(out, total(s3), 24);
}

// The sum of eight square roots as two f64.
// @ts-ignore: decorator
@inline
function eight(a: v128, b: v128): v128 {
  const ra = f32x4.sqrt(a);
  const rb = f32x4.sqrt(b);
  const low = f64x2.add(f64x2.promote_low_f32x4(ra), f64x2.promote_low_f32x4(rb));
  const ha = i8x16.shuffle(ra, ra, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  const hb = i8x16.shuffle(rb, rb, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  return f64x2.add(low, f64x2.add(f64x2.promote_low_f32x4(ha), f64x2.promote_low_f32x4(hb)));
}

// @ts-ignore: decorator
@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
