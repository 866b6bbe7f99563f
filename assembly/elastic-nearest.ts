// The nearest of some series y to eight series x at a time. Tables and layout: elastic-table.ts.
//
//   bounds   per series y and step of x: channels × | least | greatest | that y is where it may meet that step

import { oneTable, radiusOf, WIDE } from './elastic-table';

// Rows begin … end−1 of y, n steps each, against series of m steps. The first and the last steps meet each other,
// whatever the window (LB_Kim inside of LB_Keogh).
export function elasticBounds(
  out: usize,
  y: usize,
  n: i32,
  m: i32,
  channels: i32,
  window: f64,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const radius = radiusOf(window, n, m);
  const below = radius + max(0, m - n);
  const above = radius + max(0, n - m);
  for (let i = begin; i < end; i++) {
    const own = y + ((<usize>i * <usize>n * <usize>channels) << 3);
    let to = out + ((<usize>i * <usize>m * <usize>channels) << 4);
    for (let j = 0; j < m; j++) {
      const lo = j == 0 ? 0 : j == m - 1 ? n - 1 : max(0, j - below);
      const hi = m == 1 ? n - 1 : j == 0 ? 0 : j == m - 1 ? n - 1 : min(n - 1, j + above);
      for (let c = 0; c < channels; c++, to += 16) {
        let least: f64 = Infinity;
        let most: f64 = -Infinity;
        for (let t = lo; t <= hi; t++) {
          const value = load<f64>(own + ((<usize>(t * channels + c)) << 3));
          least = min(least, value);
          most = max(most, value);
        }
        store<f64>(to, least);
        store<f64>(to, most, 8);
      }
    }
  }
}

// Whether two series of a panel are both beyond their limits, as far as the bounds tell.
// @ts-ignore: decorator
@inline
function bothBeyond(bounds: usize, x: usize, count: i32, limits: usize): bool {
  let sum = f64x2.splat(0);
  const zero = sum;
  for (let j = 0; j < count; j++, bounds += 16, x += WIDE) {
    const v = v128.load(x);
    const over = f64x2.sub(v, v128.load64_splat(bounds, 8));
    const under = f64x2.sub(v128.load64_splat(bounds), v);
    const d = f64x2.pmax(zero, f64x2.pmax(over, under));
    sum = f64x2.add(sum, f64x2.mul(d, d));
  }
  // Its sum is rounded otherwise than the table's.
  return i64x2.all_true(f64x2.gt(f64x2.mul(sum, f64x2.splat(0.999999999)), v128.load(limits)));
}

// Panels begin … end−1 of x, each series' nearest of y and the first of equals: a series y is passed over when its
// lower bounds are beyond the nearest so far of all eight, and left alone when a row of its table is.
//
//   out        per series of x its nearest; distances f64, not rooted; tables i32 per panel, how many were filled to the end
//   x, xs      f64 panels of `steps` steps, with ends and spans
//   hints      per series of x the one to begin with, −1: the first. Results do not depend on them
//   y, ys      f64, `stepsY` steps a row; lengths i32 per row; count rows
//   bounds     0: no lower bounds
//   scratch    per lane (steps + 2) × 8 f64
export function elasticNearest(
  out: usize,
  distances: usize,
  tables: usize,
  x: usize,
  xs: usize,
  ends: usize,
  spans: usize,
  hints: usize,
  steps: i32,
  y: usize,
  ys: usize,
  lengths: usize,
  count: i32,
  stepsY: i32,
  bounds: usize,
  channels: i32,
  kind: i32,
  window: f64,
  stiffness: f64,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const row = scratch + <usize>lane * ((<usize>(steps + 2)) << 6);
  const limits = row + ((<usize>(steps + 1)) << 6);
  for (let p = begin; p < end; p++) {
    const base = load<i32>(spans + ((<usize>p) << 3));
    const filled = load<i32>(spans + ((<usize>p) << 3), 4);
    const stops = ends + ((<usize>p) << 5);
    let m = 0;
    for (let l = 0; l < 8; l++) {
      if (l < filled) m = max(m, load<i32>(stops + ((<usize>l) << 2)));
      // A slot without a series never holds the others up.
      store<f64>(limits + ((<usize>l) << 3), l < filled ? Infinity : -1);
    }
    const own = x + <usize>p * <usize>steps * <usize>channels * WIDE;
    const aside = xs + <usize>p * <usize>steps * WIDE;
    const found = out + ((<usize>base) << 2);
    for (let l = 0; l < filled; l++) store<i32>(found + ((<usize>l) << 2), -1);
    const hint = load<i32>(hints + ((<usize>base) << 2));
    let done = 0;
    for (let turn = hint < 0 ? 0 : -1; turn < count; turn++) {
      if (turn == hint && hint >= 0) continue;
      const j = turn < 0 ? hint : turn;
      const n = load<i32>(lengths + ((<usize>j) << 2));
      if (bounds != 0) {
        const b = bounds + ((<usize>j * <usize>m * <usize>channels) << 4);
        const wide = m * channels;
        if (
          bothBeyond(b, own, wide, limits) &&
          bothBeyond(b, own + 16, wide, limits + 16) &&
          bothBeyond(b, own + 32, wide, limits + 32) &&
          bothBeyond(b, own + 48, wide, limits + 48)
        )
          continue;
      }
      const yj = y + ((<usize>j * <usize>stepsY * <usize>channels) << 3);
      const beside = ys + ((<usize>j * <usize>stepsY) << 3);
      const radius = radiusOf(window, n, m);
      if (oneTable(kind, channels, row, yj, beside, n, own, aside, m, radius, stiffness, limits)) continue;
      done++;
      for (let l = 0; l < filled; l++) {
        const stop = load<i32>(stops + ((<usize>l) << 2));
        const distance = load<f64>(row + ((<usize>stop) << 6) + ((<usize>l) << 3));
        const limit = limits + ((<usize>l) << 3);
        const at = found + ((<usize>l) << 2);
        const nearest = load<f64>(limit);
        const name = load<i32>(at);
        if (name < 0 || distance < nearest || (distance == nearest && j < name)) {
          store<f64>(limit, distance);
          store<i32>(at, j);
        }
      }
    }
    for (let l = 0; l < filled; l++) {
      store<f64>(distances + ((<usize>(base + l)) << 3), load<f64>(limits + ((<usize>l) << 3)));
    }
    store<i32>(tables + ((<usize>p) << 2), done);
  }
}
