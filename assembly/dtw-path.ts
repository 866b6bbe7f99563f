// Which steps of eight series meet which step of a centre under dtw, and the sums that make the next centre.
// The layout of panels: elastic-table.ts, kind 1. The tables are the same; beside each cell stands the way it came by:
//
//   ways     n × m × 2 bytes: | bit per series: along both | bit per series: along the centre |   neither: along the series
//   slot     per chunk n × channels f64 sums of what met each step, n f64 how many did, 1 f64 the sum of distances

import { radiusOf, WIDE } from './elastic-table';

// One bit for each of eight series, of masks of two.
// @ts-ignore: decorator
@inline
function bits(a: v128, b: v128, c: v128, d: v128): i32 {
  const low = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
  const high = v128.shuffle<i32>(c, d, 0, 2, 4, 6);
  return i16x8.bitmask(i16x8.narrow_i32x4_s(low, high));
}

// @ts-ignore: decorator
@inline
function square(channels: i32, x: usize, y: usize): v128 {
  let sum = f64x2.splat(0);
  for (let c = 0; c < channels; c++, x += 8, y += WIDE) {
    const d = f64x2.sub(v128.load64_splat(x), v128.load(y));
    sum = f64x2.add(sum, f64x2.mul(d, d));
  }
  return sum;
}

// @ts-ignore: decorator
@inline
function paths(
  channels: i32,
  row: usize,
  ways: usize,
  x: usize,
  n: i32,
  y: usize,
  m: i32,
  radius: i32,
): void {
  const infinite = f64x2.splat(Infinity);
  const end = row + ((<usize>(m + 1)) << 6);
  for (let at = row; at < end; at += 16) v128.store(at, infinite);
  for (let at = row; at < row + WIDE; at += 16) v128.store(at, f64x2.splat(0));
  const below = radius + max(0, n - m);
  const above = radius + max(0, m - n);
  for (let i = 0; i < n; i++, x += (<usize>channels) << 3, ways += (<usize>m) << 1) {
    const lo = max(0, i - below);
    const hi = min(m, i + above + 1);
    let at = row + ((<usize>lo) << 6);
    let d0 = v128.load(at);
    let d1 = v128.load(at, 16);
    let d2 = v128.load(at, 32);
    let d3 = v128.load(at, 48);
    let l0 = infinite;
    let l1 = infinite;
    let l2 = infinite;
    let l3 = infinite;
    v128.store(at, infinite);
    v128.store(at, infinite, 16);
    v128.store(at, infinite, 32);
    v128.store(at, infinite, 48);
    let yj = y + <usize>lo * <usize>channels * WIDE;
    let way = ways + ((<usize>lo) << 1);
    for (let j = lo; j < hi; j++, yj += <usize>channels * WIDE, way += 2) {
      at += WIDE;
      const u0 = v128.load(at);
      const u1 = v128.load(at, 16);
      const u2 = v128.load(at, 32);
      const u3 = v128.load(at, 48);
      const a0 = f64x2.pmin(u0, l0);
      const a1 = f64x2.pmin(u1, l1);
      const a2 = f64x2.pmin(u2, l2);
      const a3 = f64x2.pmin(u3, l3);
      store<u8>(way, bits(f64x2.le(d0, a0), f64x2.le(d1, a1), f64x2.le(d2, a2), f64x2.le(d3, a3)));
      store<u8>(way, bits(f64x2.le(u0, l0), f64x2.le(u1, l1), f64x2.le(u2, l2), f64x2.le(u3, l3)), 1);
      l0 = f64x2.add(f64x2.pmin(d0, a0), square(channels, x, yj));
      l1 = f64x2.add(f64x2.pmin(d1, a1), square(channels, x, yj + 16));
      l2 = f64x2.add(f64x2.pmin(d2, a2), square(channels, x, yj + 32));
      l3 = f64x2.add(f64x2.pmin(d3, a3), square(channels, x, yj + 48));
      v128.store(at, l0);
      v128.store(at, l1, 16);
      v128.store(at, l2, 32);
      v128.store(at, l3, 48);
      d0 = u0;
      d1 = u1;
      d2 = u2;
      d3 = u3;
    }
  }
}

// Panels begin … end−1 of y against one centre x of n steps; a slot per chunk of panels.
//
//   out       chunks × (n × channels + n + 1) f64, as above; y, ends and spans as in elasticBlock
//   scratch   per lane (stepsY + 1) × 8 f64 and n × stepsY × 2 bytes, a whole number of f64
export function dtwAverage(
  out: usize,
  x: usize,
  n: i32,
  y: usize,
  ends: usize,
  spans: usize,
  stepsY: i32,
  channels: i32,
  window: f64,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const rowBytes = (<usize>(stepsY + 1)) << 6;
  const wayBytes = ((<usize>n * <usize>stepsY + 3) >> 2) << 3;
  const row = scratch + <usize>lane * (rowBytes + wayBytes);
  const ways = row + rowBytes;
  const size = <usize>n * <usize>(channels + 1) + 1;
  const sums = out + <usize>chunk * (size << 3);
  const counts = sums + ((<usize>(n * channels)) << 3);
  const total = counts + ((<usize>n) << 3);
  memory.fill(sums, 0, size << 3);
  for (let p = begin; p < end; p++) {
    const count = load<i32>(spans + ((<usize>p) << 3), 4);
    const stops = ends + ((<usize>p) << 5);
    let m = 0;
    for (let l = 0; l < count; l++) m = max(m, load<i32>(stops + ((<usize>l) << 2)));
    const own = y + <usize>p * <usize>stepsY * <usize>channels * WIDE;
    const radius = radiusOf(window, n, m);
    if (channels == 1) paths(1, row, ways, x, n, own, m, radius);
    else paths(channels, row, ways, x, n, own, m, radius);
    for (let l = 0; l < count; l++) {
      let j = load<i32>(stops + ((<usize>l) << 2)) - 1;
      store<f64>(total, load<f64>(total) + load<f64>(row + ((<usize>(j + 1)) << 6) + ((<usize>l) << 3)));
      let i = n - 1;
      while (i >= 0 && j >= 0) {
        for (let c = 0; c < channels; c++) {
          const to = sums + ((<usize>(i * channels + c)) << 3);
          const value = load<f64>(own + <usize>(j * channels + c) * WIDE + ((<usize>l) << 3));
          store<f64>(to, load<f64>(to) + value);
        }
        const met = counts + ((<usize>i) << 3);
        store<f64>(met, load<f64>(met) + 1);
        const way = ways + (<usize>(i * m + j) << 1);
        if ((load<u8>(way) >> <u8>l) & 1) {
          i--;
          j--;
        } else if ((load<u8>(way, 1) >> <u8>l) & 1) i--;
        else j--;
      }
    }
  }
}
