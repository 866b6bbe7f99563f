// Silhouettes of all rows: every pair of rows is looked at once, its distance added on both sides.
//
// Rows lie in panels of 8, dimension by dimension, cluster after cluster; every cluster starts a new
// panel. The lanes behind a cluster's last row hold zeros and are masked out.
//
//   panel p = | x0[0] x1[0] … x7[0] | x0[1] … x7[1] | … | x7[d−1] |
//
// `width` panels are a band. In round t = 0 … bands−1, band I meets band J = t − I (mod bands): each band is
// in one tile I × J of the round, so no two tiles write to the same rows, and a row meets the bands one
// after the other, from −I on and around. Clusters therefore pass it one after the other as well, and
// a few numbers per row are enough, whatever the number of clusters:
//
//   state   8 × panels rows of 4 f64
//             | sum to the cluster that is passing | sum to the end of the cluster it began in |
//             | mean distance to the own cluster | least mean distance to another |
//
//   out      n f64: the silhouettes, written in the last round
//   round    t; the items of a run are the round's tiles, of which there are tilesIn(t, bands)
//   starts   (k + 1) i32: the first panel of each cluster
//   offsets  (k + 1) i32: the first row of each cluster
//   owners   panels i32: the cluster of each panel
//   scratch  per thread 8 × width f64: sums from the rows of J to the cluster of I that is passing
//
// Differences are squared and added in f32. Of the distances, 4 neighbours at most are added in f32 (two
// roundings of terms that are not negative: 2⁻²³ of the sum at most), the rest in f64. The order
// depends on the bands alone, never on threads.

export function silhouetteRound(
  out: usize,
  state: usize,
  round: i32,
  width: i32,
  panels: usize,
  cols: i32,
  starts: usize,
  offsets: usize,
  owners: usize,
  clusters: i32,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const count = item(starts, clusters);
  const bands = (count + width - 1) / width;
  const sums = scratch + ((<usize>(lane * width)) << 6);
  const low = (round >> 1) + 1;
  for (let tile = begin; tile < end; tile++) {
    const i = tile < low ? tile : round + 1 + tile - low;
    const j = tile < low ? round - tile : round + bands - i;
    meet(state, i, j, bands, width, count, panels, cols, starts, offsets, owners, sums);
    if (round < bands - 1) continue;
    finish(out, state, i, bands, width, count, starts, offsets, owners);
    if (i != j) finish(out, state, j, bands, width, count, starts, offsets, owners);
  }
}

// The rows of band i meet those of band j.
// @ts-ignore: decorator
@inline
function meet(
  state: usize,
  i: i32,
  j: i32,
  bands: i32,
  width: i32,
  count: i32,
  panels: usize,
  cols: i32,
  starts: usize,
  offsets: usize,
  owners: usize,
  sums: usize,
): void {
  const endI = min(count, (i + 1) * width);
  const firstJ = j * width;
  const endJ = min(count, firstJ + width);
  const originI = origin(i, bands, width);
  const originJ = origin(j, bands, width);
  const bytes = (<usize>cols) << 5;
  memory.fill(sums, 0, (<usize>width) << 6);
  for (let q = i * width; q < endI; q++) {
    const c = item(owners, q);
    const filled = item(offsets, c + 1) - item(offsets, c) - 8 * (q - item(starts, c));
    for (let half = 0; half < min(8, filled); half += 4) {
      const four = panels + <usize>q * bytes + ((<usize>half) << 2);
      const rows = state + ((<usize>(8 * q + half)) << 5);
      for (let p = firstJ; p < endJ; ) {
        const d = item(owners, p);
        const next = item(starts, d + 1);
        const stop = min(endJ, next);
        const left = item(offsets, d + 1) - item(offsets, d) - 8 * (p - item(starts, d));
        const column = sums + ((<usize>(p - firstJ)) << 6);
        addDistances(rows, column, four, filled - half, panels + <usize>p * bytes, bytes, stop - p, left);
        if (stop == next) {
          for (let r: usize = 0; r < 4; r++) close(rows + (r << 5), d, c, originI, starts, offsets);
        }
        p = stop;
      }
    }
    if (q + 1 < endI && item(owners, q + 1) == c) continue;
    if (i != j) {
      for (let p = firstJ; p < endJ; p++) {
        const own = item(owners, p);
        for (let r: usize = 0; r < 8; r++) {
          const row = state + ((<usize>p) << 8) + (r << 5);
          const sum = load<f64>(sums + ((<usize>(p - firstJ)) << 6) + (r << 3));
          store<f64>(row, load<f64>(row) + sum);
          if (q + 1 == item(starts, c + 1)) close(row, c, own, originJ, starts, offsets);
        }
      }
    }
    memory.fill(sums, 0, (<usize>width) << 6);
  }
}

// @ts-ignore: decorator
@inline
function item(list: usize, at: i32): i32 {
  return load<i32>(list + ((<usize>at) << 2));
}

// The first panel that the rows of a band meet.
// @ts-ignore: decorator
@inline
function origin(band: i32, bands: i32, width: i32): i32 {
  return band == 0 ? 0 : (bands - band) * width;
}

// The last rows of cluster c have passed a row of cluster `own`.
function close(row: usize, c: i32, own: i32, from: i32, starts: usize, offsets: usize): void {
  const sum = load<f64>(row);
  store<f64>(row, 0);
  if (item(starts, c) < from && from < item(starts, c + 1)) {
    // The row met this cluster in its middle; the first rows come last.
    store<f64>(row, sum, 8);
    return;
  }
  const size = item(offsets, c + 1) - item(offsets, c);
  if (c == own) store<f64>(row, sum / <f64>(size - 1), 16);
  else store<f64>(row, min(load<f64>(row, 24), sum / <f64>size), 24);
}

// s = (b − a) / max(a, b) for the rows of a band: a to the own cluster, b to the next.
function finish(
  out: usize,
  state: usize,
  band: i32,
  bands: i32,
  width: i32,
  count: i32,
  starts: usize,
  offsets: usize,
  owners: usize,
): void {
  const from = origin(band, bands, width);
  const c = item(owners, from);
  const end = min(count, (band + 1) * width);
  for (let p = band * width; p < end; p++) {
    const own = item(owners, p);
    const first = item(offsets, own) + 8 * (p - item(starts, own));
    const rows = min(8, item(offsets, own + 1) - first);
    const alone = item(offsets, own + 1) - item(offsets, own) == 1;
    for (let r = 0; r < rows; r++) {
      const row = state + ((<usize>(8 * p + r)) << 5);
      if (item(starts, c) < from) {
        store<f64>(row, load<f64>(row) + load<f64>(row, 8));
        close(row, c, own, 0, starts, offsets);
      }
      const a = load<f64>(row, 16);
      const b = load<f64>(row, 24);
      const largest = max(a, b);
      store<f64>(out + ((<usize>(first + r)) << 3), alone || largest == 0 ? 0 : (b - a) / largest);
    }
  }
}

// Distances between four rows and `count` panels of one cluster, of which the first has `left` rows and
// more follow: added to the four rows' state and to the columns' sums. Of the four, `filled` are rows.
// @ts-ignore: decorator
@inline
function addDistances(
  rows: usize,
  column: usize,
  four: usize,
  filled: i32,
  panel: usize,
  bytes: usize,
  count: i32,
  left: i32,
): void {
  let s0 = f64x2.splat(0);
  let s1 = f64x2.splat(0);
  let s2 = f64x2.splat(0);
  let s3 = f64x2.splat(0);
  const end = panel + <usize>count * bytes;
  while (panel < end) {
    let a0 = f32x4.splat(0);
    let a1 = f32x4.splat(0);
    let a2 = f32x4.splat(0);
    let a3 = f32x4.splat(0);
    let b0 = f32x4.splat(0);
    let b1 = f32x4.splat(0);
    let b2 = f32x4.splat(0);
    let b3 = f32x4.splat(0);
    const stop = panel + bytes;
    for (let at = four; panel < stop; panel += 32, at += 32) {
      const ya = v128.load(panel);
      const yb = v128.load(panel, 16);
      let row = v128.load32_splat(at);
      let da = f32x4.sub(ya, row);
      let db = f32x4.sub(yb, row);
      a0 = f32x4.add(a0, f32x4.mul(da, da));
      b0 = f32x4.add(b0, f32x4.mul(db, db));
      row = v128.load32_splat(at, 4);
      da = f32x4.sub(ya, row);
      db = f32x4.sub(yb, row);
      a1 = f32x4.add(a1, f32x4.mul(da, da));
      b1 = f32x4.add(b1, f32x4.mul(db, db));
      row = v128.load32_splat(at, 8);
      da = f32x4.sub(ya, row);
      db = f32x4.sub(yb, row);
      a2 = f32x4.add(a2, f32x4.mul(da, da));
      b2 = f32x4.add(b2, f32x4.mul(db, db));
      row = v128.load32_splat(at, 12);
      da = f32x4.sub(ya, row);
      db = f32x4.sub(yb, row);
      a3 = f32x4.add(a3, f32x4.mul(da, da));
      b3 = f32x4.add(b3, f32x4.mul(db, db));
    }
    if (filled < 4) {
      a3 = f32x4.splat(0);
      b3 = f32x4.splat(0);
      if (filled < 3) {
        a2 = f32x4.splat(0);
        b2 = f32x4.splat(0);
      }
      if (filled < 2) {
        a1 = f32x4.splat(0);
        b1 = f32x4.splat(0);
      }
    }
    if (left < 8) {
      const some = i32x4.splat(left);
      const ma = i32x4.lt_s(i32x4(0, 1, 2, 3), some);
      const mb = i32x4.lt_s(i32x4(4, 5, 6, 7), some);
      a0 = v128.and(a0, ma);
      a1 = v128.and(a1, ma);
      a2 = v128.and(a2, ma);
      a3 = v128.and(a3, ma);
      b0 = v128.and(b0, mb);
      b1 = v128.and(b1, mb);
      b2 = v128.and(b2, mb);
      b3 = v128.and(b3, mb);
    }
    a0 = f32x4.sqrt(a0);
    a1 = f32x4.sqrt(a1);
    a2 = f32x4.sqrt(a2);
    a3 = f32x4.sqrt(a3);
    b0 = f32x4.sqrt(b0);
    b1 = f32x4.sqrt(b1);
    b2 = f32x4.sqrt(b2);
    b3 = f32x4.sqrt(b3);
    s0 = f64x2.add(s0, two(f32x4.add(a0, b0)));
    s1 = f64x2.add(s1, two(f32x4.add(a1, b1)));
    s2 = f64x2.add(s2, two(f32x4.add(a2, b2)));
    s3 = f64x2.add(s3, two(f32x4.add(a3, b3)));
    a0 = f32x4.add(f32x4.add(a0, a1), f32x4.add(a2, a3));
    b0 = f32x4.add(f32x4.add(b0, b1), f32x4.add(b2, b3));
    addTo(column, f64x2.promote_low_f32x4(a0));
    addTo(column + 16, f64x2.promote_low_f32x4(high(a0)));
    addTo(column + 32, f64x2.promote_low_f32x4(b0));
    addTo(column + 48, f64x2.promote_low_f32x4(high(b0)));
    column += 64;
    left -= 8;
  }
  store<f64>(rows, load<f64>(rows) + total(s0));
  store<f64>(rows, load<f64>(rows, 32) + total(s1), 32);
  store<f64>(rows, load<f64>(rows, 64) + total(s2), 64);
  store<f64>(rows, load<f64>(rows, 96) + total(s3), 96);
}

// @ts-ignore: decorator
@inline
function addTo(at: usize, pair: v128): void {
  v128.store(at, f64x2.add(v128.load(at), pair));
}

// @ts-ignore: decorator
@inline
function high(a: v128): v128 {
  return i8x16.shuffle(a, a, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
}

// Four f32 as two f64.
// @ts-ignore: decorator
@inline
function two(a: v128): v128 {
  return f64x2.add(f64x2.promote_low_f32x4(a), f64x2.promote_low_f32x4(high(a)));
}

// @ts-ignore: decorator
@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}
