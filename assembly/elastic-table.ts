// Distances between series that may stretch: a table of steps × steps per pair, of which one row is kept.
// One series meets eight others at once, two in each of four registers, so that four chains of sums are
// under way: a cell waits for the one on its left.
//
//   panel    8 series y:  | step 0: channel 0: y₀ … y₇ | channel 1: … | step 1: … |   f64
//   row      slots −1 … m−1, each 8 × f64: D(i − 1, j) until cell j of row i is done, then D(i, j)
//
//   D(i, j) = min( D(i−1, j−1) + match,  D(i−1, j) + what passing over xᵢ costs,  D(i, j−1) + … over yⱼ )
//
//   kind 1  DTW   match (xᵢ − yⱼ)² and nothing else, on whichever way
//   kind 2  MSM   match |xᵢ − yⱼ|; a pass costs c, and how far the value lies outside of its neighbours, which for
//                 v, p and q is ½(|v − p| + |v − q| − |p − q|): with all numbers halved beforehand two of the three
//                 are other cells' matches, and 12 operations make a cell instead of 20
//   kind 3  ERP   match |xᵢ − yⱼ|; a pass costs the distance to the gap's value
//   kind 4  TWE   match |xᵢ − yⱼ| + |xᵢ₋₁ − yⱼ₋₁| + 2ν|i − j|; a pass costs |xᵢ − xᵢ₋₁| + ν + λ
//   kind 0        no table: the sum of (xᵢ − yᵢ)²
//
// What only one series decides stands beside it in `xs` and `ys`, a number per step: for MSM c and
// half the difference to the step before, for ERP and TWE the cost of a pass.

// @ts-ignore: decorator
@inline
export const WIDE: usize = 64;

// match: what the cell itself costs.
// @ts-ignore: decorator
@inline
function cell(
  kind: i32,
  diagonal: v128,
  up: v128,
  left: v128,
  match: v128,
  passX: v128,
  passY: v128,
): v128 {
  if (kind == 1) return f64x2.add(f64x2.pmin(f64x2.pmin(diagonal, up), left), match);
  const other = f64x2.pmin(f64x2.add(diagonal, match), f64x2.add(up, passX));
  return f64x2.pmin(other, f64x2.add(left, passY));
}

// Two series' share of the difference at one step: one channel's difference, or what all channels make of it.
// @ts-ignore: decorator
@inline
function apart(kind: i32, channels: i32, x: usize, y: usize): v128 {
  if (channels == 1) return f64x2.sub(v128.load64_splat(x), v128.load(y));
  let sum = f64x2.splat(0);
  for (let c = 0; c < channels; c++, x += 8, y += WIDE) {
    const d = f64x2.sub(v128.load64_splat(x), v128.load(y));
    sum = f64x2.add(sum, f64x2.mul(d, d));
  }
  return kind < 2 ? sum : f64x2.sqrt(sum);
}

// @ts-ignore: decorator
@inline
function matched(kind: i32, channels: i32, b: v128): v128 {
  if (kind < 2) return channels == 1 ? f64x2.mul(b, b) : b;
  return f64x2.abs(b);
}

// Whether from one slot of a row to before another every series is beyond its own of the eight limits.
function allBeyond(from: usize, end: usize, limits: usize): bool {
  let s0 = f64x2.splat(Infinity);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let at = from; at < end; at += WIDE) {
    s0 = f64x2.pmin(s0, v128.load(at));
    s1 = f64x2.pmin(s1, v128.load(at, 16));
    s2 = f64x2.pmin(s2, v128.load(at, 32));
    s3 = f64x2.pmin(s3, v128.load(at, 48));
  }
  const low = v128.and(f64x2.gt(s0, v128.load(limits)), f64x2.gt(s1, v128.load(limits, 16)));
  const high = v128.and(f64x2.gt(s2, v128.load(limits, 32)), f64x2.gt(s3, v128.load(limits, 48)));
  return i64x2.all_true(v128.and(low, high));
}

// The last row of the table of one series x of n steps and eight series of up to m steps, in slots 0 … m.
// Gives 1 and stops when every way of each of the eight is longer than its own of the `limits`; 0: there are none.
// @ts-ignore: decorator
@inline
function table(
  kind: i32,
  channels: i32,
  row: usize,
  x: usize,
  xs: usize,
  n: i32,
  y: usize,
  ys: usize,
  m: i32,
  radius: i32,
  stiffness: f64,
  limits: usize,
): i32 {
  const stepX = (<usize>channels) << 3;
  const stepY = (<usize>channels) << 6;
  const infinite = f64x2.splat(Infinity);
  const end = row + ((<usize>(m + 1)) << 6);
  for (let at = row; at < end; at += 16) v128.store(at, infinite);
  const zero = f64x2.splat(0);
  v128.store(row, zero);
  v128.store(row, zero, 16);
  v128.store(row, zero, 32);
  v128.store(row, zero, 48);
  const below = radius + max(0, n - m);
  const above = radius + max(0, m - n);
  if (kind == 3) {
    // Behind the window the slots stay infinite: later rows come to them.
    let cost = ys;
    const reached = row + ((<usize>(min(m, above + 1) + 1)) << 6);
    for (let at = row + WIDE; at < reached; at += WIDE, cost += WIDE) {
      v128.store(at, f64x2.add(v128.load(at - WIDE), v128.load(cost)));
      v128.store(at, f64x2.add(v128.load(at - WIDE, 16), v128.load(cost, 16)), 16);
      v128.store(at, f64x2.add(v128.load(at - WIDE, 32), v128.load(cost, 32)), 32);
      v128.store(at, f64x2.add(v128.load(at - WIDE, 48), v128.load(cost, 48)), 48);
    }
  }
  let edge = infinite;
  for (let i = 0; i < n; i++, x += stepX, xs += 8) {
    const lo = max(0, i - below);
    const hi = min(m, i + above + 1);
    let at = row + ((<usize>lo) << 6);
    let d0 = v128.load(at);
    let d1 = v128.load(at, 16);
    let d2 = v128.load(at, 32);
    let d3 = v128.load(at, 48);
    const pass = kind == 1 ? zero : v128.load64_splat(xs);
    if (kind == 3) {
      edge = i == 0 ? pass : f64x2.add(edge, pass);
      if (lo > 0) edge = infinite;
    }
    let l0 = edge;
    let l1 = edge;
    let l2 = edge;
    let l3 = edge;
    v128.store(at, edge);
    v128.store(at, edge, 16);
    v128.store(at, edge, 32);
    v128.store(at, edge, 48);
    at += WIDE;
    let yj = y + (<usize>lo) * stepY;
    let cost = ys + ((<usize>lo) << 6);
    let s0 = zero;
    let s1 = zero;
    let s2 = zero;
    let s3 = zero;
    if (kind == 4) {
      // What stood before the first step is 0.
      if (i > 0 && lo > 0) {
        s0 = f64x2.abs(apart(kind, channels, x - stepX, yj - stepY));
        s1 = f64x2.abs(apart(kind, channels, x - stepX, yj - stepY + 16));
        s2 = f64x2.abs(apart(kind, channels, x - stepX, yj - stepY + 32));
        s3 = f64x2.abs(apart(kind, channels, x - stepX, yj - stepY + 48));
      }
    }
    for (let j = lo; j < hi; j++, at += WIDE, yj += stepY, cost += WIDE) {
      const b0 = apart(kind, channels, x, yj);
      const b1 = apart(kind, channels, x, yj + 16);
      const b2 = apart(kind, channels, x, yj + 32);
      const b3 = apart(kind, channels, x, yj + 48);
      let m0 = matched(kind, channels, b0);
      let m1 = matched(kind, channels, b1);
      let m2 = matched(kind, channels, b2);
      let m3 = matched(kind, channels, b3);
      if (kind == 4) {
        const late = f64x2.splat(2 * stiffness * <f64>abs(i - j));
        m0 = f64x2.add(f64x2.add(m0, s0), late);
        m1 = f64x2.add(f64x2.add(m1, s1), late);
        m2 = f64x2.add(f64x2.add(m2, s2), late);
        m3 = f64x2.add(f64x2.add(m3, s3), late);
        if (i > 0) {
          s0 = f64x2.abs(apart(kind, channels, x - stepX, yj));
          s1 = f64x2.abs(apart(kind, channels, x - stepX, yj + 16));
          s2 = f64x2.abs(apart(kind, channels, x - stepX, yj + 32));
          s3 = f64x2.abs(apart(kind, channels, x - stepX, yj + 48));
        }
      }
      const u0 = v128.load(at);
      const u1 = v128.load(at, 16);
      const u2 = v128.load(at, 32);
      const u3 = v128.load(at, 48);
      const p0 = kind == 1 ? zero : v128.load(cost);
      const p1 = kind == 1 ? zero : v128.load(cost, 16);
      const p2 = kind == 1 ? zero : v128.load(cost, 32);
      const p3 = kind == 1 ? zero : v128.load(cost, 48);
      l0 = cell(kind, d0, u0, l0, m0, pass, p0);
      l1 = cell(kind, d1, u1, l1, m1, pass, p1);
      l2 = cell(kind, d2, u2, l2, m2, pass, p2);
      l3 = cell(kind, d3, u3, l3, m3, pass, p3);
      v128.store(at, l0);
      v128.store(at, l1, 16);
      v128.store(at, l2, 32);
      v128.store(at, l3, 48);
      d0 = u0;
      d1 = u1;
      d2 = u2;
      d3 = u3;
    }
    if (limits != 0 && allBeyond(row + ((<usize>lo) << 6), at, limits)) return 1;
  }
  return 0;
}

// Kind 2 of one channel, four series at a time: with eight, more would be under way than there are registers.
function tableMsm(
  row: usize,
  x: usize,
  xs: usize,
  n: i32,
  y: usize,
  ys: usize,
  m: i32,
  radius: i32,
  limits: usize,
): i32 {
  const infinite = f64x2.splat(Infinity);
  const zero = f64x2.splat(0);
  const end = row + ((<usize>(m + 1)) << 6);
  for (let at = row; at < end; at += 16) v128.store(at, infinite);
  for (let at = row; at < row + WIDE; at += 16) v128.store(at, zero);
  const below = radius + max(0, n - m);
  const above = radius + max(0, m - n);
  for (let i = 0; i < n; i++, x += 8, xs += 8) {
    const lo = max(0, i - below);
    const hi = min(m, i + above + 1);
    const skip = (<usize>lo) << 6;
    const stop = row + ((<usize>(hi + 1)) << 6);
    const pass = v128.load64_splat(xs);
    const own = v128.load64_splat(x);
    const before = v128.load64_splat(i == 0 ? x : x - 8);
    for (let r: usize = 0; r < WIDE; r += 32) {
      let at = row + skip + r;
      let yj = y + skip + r;
      let cost = ys + skip + r;
      let d0 = v128.load(at);
      let d1 = v128.load(at, 16);
      let l0 = infinite;
      let l1 = infinite;
      let s0 = zero;
      let s1 = zero;
      v128.store(at, infinite);
      v128.store(at, infinite, 16);
      for (at += WIDE; at < stop; at += WIDE, yj += WIDE, cost += WIDE) {
        const y0 = v128.load(yj);
        const y1 = v128.load(yj, 16);
        const m0 = f64x2.abs(f64x2.sub(own, y0));
        const m1 = f64x2.abs(f64x2.sub(own, y1));
        const u0 = v128.load(at);
        const u1 = v128.load(at, 16);
        const a0 = f64x2.add(u0, f64x2.sub(pass, f64x2.abs(f64x2.sub(before, y0))));
        const a1 = f64x2.add(u1, f64x2.sub(pass, f64x2.abs(f64x2.sub(before, y1))));
        const o0 = f64x2.pmin(f64x2.add(d0, m0), a0);
        const o1 = f64x2.pmin(f64x2.add(d1, m1), a1);
        const b0 = f64x2.sub(v128.load(cost), s0);
        const b1 = f64x2.sub(v128.load(cost, 16), s1);
        l0 = f64x2.add(f64x2.pmin(o0, f64x2.add(l0, b0)), m0);
        l1 = f64x2.add(f64x2.pmin(o1, f64x2.add(l1, b1)), m1);
        v128.store(at, l0);
        v128.store(at, l1, 16);
        s0 = m0;
        s1 = m1;
        d0 = u0;
        d1 = u1;
      }
    }
    if (limits != 0 && allBeyond(row + skip, stop, limits)) return 1;
  }
  return 0;
}

// Kind 0, into the slot of each series' last step. Series of different lengths meet on the steps that both have.
function lockstep(row: usize, channels: i32, x: usize, n: i32, y: usize, m: i32): void {
  for (let r: usize = 0; r < WIDE; r += 16) {
    let sum = f64x2.splat(0);
    let yj = y + r;
    let from = x;
    for (let j = 0; j < m; j++) {
      if (j < n) {
        for (let k = 0; k < channels; k++, yj += WIDE, from += 8) {
          const d = f64x2.sub(v128.load64_splat(from), v128.load(yj));
          sum = f64x2.add(sum, f64x2.mul(d, d));
        }
      }
      v128.store(row + ((<usize>(j + 1)) << 6) + r, sum);
    }
  }
}

export function oneTable(
  kind: i32,
  channels: i32,
  row: usize,
  x: usize,
  xs: usize,
  n: i32,
  y: usize,
  ys: usize,
  m: i32,
  radius: i32,
  stiffness: f64,
  limits: usize,
): i32 {
  if (kind == 0) {
    lockstep(row, channels, x, n, y, m);
    return 0;
  }
  if (kind == 2) return tableMsm(row, x, xs, n, y, ys, m, radius, limits);
  if (channels == 1) {
    if (kind == 1) return table(1, 1, row, x, xs, n, y, ys, m, radius, stiffness, limits);
    if (kind == 3) return table(3, 1, row, x, xs, n, y, ys, m, radius, stiffness, limits);
    return table(4, 1, row, x, xs, n, y, ys, m, radius, stiffness, limits);
  }
  if (kind == 1) return table(1, channels, row, x, xs, n, y, ys, m, radius, stiffness, limits);
  if (kind == 3) return table(3, channels, row, x, xs, n, y, ys, m, radius, stiffness, limits);
  return table(4, channels, row, x, xs, n, y, ys, m, radius, stiffness, limits);
}

// @ts-ignore: decorator
@inline
export function radiusOf(window: f64, n: i32, m: i32): i32 {
  return window < 1 ? <i32>(window * <f64>min(n, m)) : max(n, m);
}
