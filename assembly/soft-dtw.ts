// Soft-DTW of eight series and a centre, and its slope at the centre's steps. Panels as in elastic-table.ts, four series
// at a time: with eight, more numbers would be under way than there are registers.
//
//   D(i, j) = (xᵢ − yⱼ)² + least − γ·ln Σ exp((least − D)/γ)   over the three cells before
//
// Each cell keeps the shares of D(i − 1, j − 1) and D(i − 1, j) in that sum; the slope is the chain of them backwards, without
// another exponential. Cuturi & Blondel 2017, algorithms 1 and 2.
//
//   row      slots −1 … m−1, each 4 × f64: one row of D; then the same twice for the chain
//   shares   n × m × | 4 × f64: along both | 4 × f64: along the centre |
//   slot     per chunk n × channels f64 slopes and 1 f64 the sum of values

import { radiusOf, WIDE } from './elastic-table';

const LN2_HIGH: f64 = 6.93147180369123816490e-1;
const LN2_LOW: f64 = 1.90821492927058770002e-10;

// exp64 of two numbers up to 0.
// @ts-ignore: decorator
@inline
function expOf(given: v128): v128 {
  const x = f64x2.max(given, f64x2.splat(-708));
  const k = f64x2.nearest(f64x2.mul(x, f64x2.splat(1.44269504088896338700)));
  const high = f64x2.sub(x, f64x2.mul(k, f64x2.splat(LN2_HIGH)));
  const low = f64x2.mul(k, f64x2.splat(LN2_LOW));
  const r = f64x2.sub(high, low);
  const t = f64x2.mul(r, r);
  let p = f64x2.splat(4.13813679705723846039e-8);
  p = f64x2.add(f64x2.splat(-1.65339022054652515390e-6), f64x2.mul(t, p));
  p = f64x2.add(f64x2.splat(6.61375632143793436117e-5), f64x2.mul(t, p));
  p = f64x2.add(f64x2.splat(-2.77777777770155933842e-3), f64x2.mul(t, p));
  p = f64x2.add(f64x2.splat(1.66666666666666019037e-1), f64x2.mul(t, p));
  const c = f64x2.sub(r, f64x2.mul(t, p));
  const part = f64x2.div(f64x2.mul(r, c), f64x2.sub(f64x2.splat(2), c));
  const y = f64x2.sub(f64x2.splat(1), f64x2.sub(f64x2.sub(low, part), high));
  const whole = i64x2.extend_low_i32x4_s(i32x4.trunc_sat_f64x2_s_zero(k));
  const found = i64x2.add(y, i64x2.shl(whole, 52));
  return v128.and(found, f64x2.gt(given, f64x2.splat(-708)));
}

// log64 of two numbers from 1 to 3.
// @ts-ignore: decorator
@inline
function logOf(x: v128): v128 {
  const one = f64x2.splat(1);
  const over = f64x2.gt(x, f64x2.splat(1.41421356237309504880));
  const twice = f64x2.gt(x, f64x2.splat(2.82842712474619009760));
  const n = f64x2.add(v128.and(over, one), v128.and(twice, one));
  const scale = v128.bitselect(f64x2.splat(0.25), v128.bitselect(f64x2.splat(0.5), one, over), twice);
  const f = f64x2.sub(f64x2.mul(x, scale), one);
  const s = f64x2.div(f, f64x2.add(f64x2.splat(2), f));
  const z = f64x2.mul(s, s);
  let p = f64x2.splat(1.479819860511658591e-1);
  p = f64x2.add(f64x2.splat(1.531383769920937332e-1), f64x2.mul(z, p));
  p = f64x2.add(f64x2.splat(1.818357216161805012e-1), f64x2.mul(z, p));
  p = f64x2.add(f64x2.splat(2.222219843214978396e-1), f64x2.mul(z, p));
  p = f64x2.add(f64x2.splat(2.857142874366239149e-1), f64x2.mul(z, p));
  p = f64x2.add(f64x2.splat(3.999999999940941908e-1), f64x2.mul(z, p));
  p = f64x2.add(f64x2.splat(6.666666666666735130e-1), f64x2.mul(z, p));
  const r = f64x2.mul(z, p);
  const half = f64x2.mul(f64x2.mul(f64x2.splat(0.5), f), f);
  const tail = f64x2.add(f64x2.mul(s, f64x2.add(half, r)), f64x2.mul(n, f64x2.splat(LN2_LOW)));
  return f64x2.sub(f64x2.mul(n, f64x2.splat(LN2_HIGH)), f64x2.sub(f64x2.sub(half, tail), f));
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

// The soft least of three cells of two series; their shares go to `shares` and `shares` + 32.
// @ts-ignore: decorator
@inline
function softLeast(both: v128, up: v128, left: v128, gamma: f64, shares: usize): v128 {
  const least = f64x2.pmin(f64x2.pmin(both, up), left);
  const sharp = f64x2.splat(1 / gamma);
  const b = expOf(f64x2.mul(f64x2.sub(least, both), sharp));
  const u = expOf(f64x2.mul(f64x2.sub(least, up), sharp));
  const l = expOf(f64x2.mul(f64x2.sub(least, left), sharp));
  const sum = f64x2.add(f64x2.add(b, u), l);
  v128.store(shares, f64x2.div(b, sum));
  v128.store(shares, f64x2.div(u, sum), 32);
  return f64x2.sub(least, f64x2.mul(f64x2.splat(gamma), logOf(sum)));
}

function forwards(
  row: usize,
  shares: usize,
  x: usize,
  n: i32,
  y: usize,
  m: i32,
  channels: i32,
  below: i32,
  above: i32,
  gamma: f64,
): void {
  const infinite = f64x2.splat(Infinity);
  for (let at = row; at < row + ((<usize>(m + 1)) << 5); at += 16) v128.store(at, infinite);
  v128.store(row, f64x2.splat(0));
  v128.store(row, f64x2.splat(0), 16);
  for (let i = 0; i < n; i++, x += (<usize>channels) << 3) {
    const lo = max(0, i - below);
    const hi = min(m, i + above + 1);
    let at = row + ((<usize>lo) << 5);
    let d0 = v128.load(at);
    let d1 = v128.load(at, 16);
    let l0 = infinite;
    let l1 = infinite;
    v128.store(at, infinite);
    v128.store(at, infinite, 16);
    let yj = y + <usize>lo * <usize>channels * WIDE;
    let share = shares + ((<usize>i * <usize>m + <usize>lo) << 6);
    for (let j = lo; j < hi; j++, yj += <usize>channels * WIDE, share += 64) {
      at += 32;
      const u0 = v128.load(at);
      const u1 = v128.load(at, 16);
      if (i + j == 0) {
        // Nothing is before the first cell.
        l0 = square(channels, x, yj);
        l1 = square(channels, x, yj + 16);
      } else {
        l0 = f64x2.add(softLeast(d0, u0, l0, gamma, share), square(channels, x, yj));
        l1 = f64x2.add(softLeast(d1, u1, l1, gamma, share + 16), square(channels, x, yj + 16));
      }
      v128.store(at, l0);
      v128.store(at, l1, 16);
      d0 = u0;
      d1 = u1;
    }
  }
}

// One cell's part of the slope of two series; hands its own on to the three before.
// @ts-ignore: decorator
@inline
function backCell(here: usize, next: usize, shares: usize): v128 {
  const own = v128.load(here);
  const both = f64x2.mul(own, v128.load(shares));
  const up = f64x2.mul(own, v128.load(shares, 32));
  const left = f64x2.sub(f64x2.sub(own, both), up);
  v128.store(next - 32, f64x2.add(v128.load(next - 32), both));
  v128.store(next, f64x2.add(v128.load(next), up));
  v128.store(here - 32, f64x2.add(v128.load(here - 32), left));
  return own;
}

// Panels begin … end−1 of y against one centre x of n steps; a slot per chunk of panels.
//
//   out       chunks × (n × channels + 1) f64; x, y, ends and spans as in dtwAverage
//   scratch   per lane (stepsY + 1) × 12 + n × stepsY × 8 f64
export function softDtw(
  out: usize,
  x: usize,
  n: i32,
  y: usize,
  ends: usize,
  spans: usize,
  stepsY: i32,
  channels: i32,
  window: f64,
  gamma: f64,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const rowBytes = (<usize>(stepsY + 1)) << 5;
  const row = scratch + <usize>lane * (3 * rowBytes + ((<usize>n * <usize>stepsY) << 6));
  const shares = row + 3 * rowBytes;
  const slot = out + <usize>chunk * ((<usize>(n * channels + 1)) << 3);
  const total = slot + ((<usize>(n * channels)) << 3);
  memory.fill(slot, 0, (<usize>(n * channels + 1)) << 3);
  for (let p = begin; p < end; p++) {
    const count = load<i32>(spans + ((<usize>p) << 3), 4);
    const stops = ends + ((<usize>p) << 5);
    let m = 0;
    for (let l = 0; l < count; l++) m = max(m, load<i32>(stops + ((<usize>l) << 2)));
    const radius = radiusOf(window, n, m);
    const below = radius + max(0, n - m);
    const above = radius + max(0, m - n);
    for (let first = 0; first < count; first += 4) {
      const own = y + <usize>p * <usize>stepsY * <usize>channels * WIDE + ((<usize>first) << 3);
      forwards(row, shares, x, n, own, m, channels, below, above, gamma);
      let here = row + rowBytes;
      let next = here + rowBytes;
      memory.fill(here, 0, 2 * rowBytes);
      for (let l = first; l < min(count, first + 4); l++) {
        const at = ((<usize>load<i32>(stops + ((<usize>l) << 2))) << 5) + ((<usize>(l - first)) << 3);
        store<f64>(total, load<f64>(total) + load<f64>(row + at));
        store<f64>(here + at, 1);
      }
      for (let i = n - 1; i >= 0; i--) {
        const lo = max(0, i - below);
        const hi = min(m, i + above + 1);
        for (let j = hi - 1; j >= lo; j--) {
          const at = (<usize>(j + 1)) << 5;
          const share = shares + ((<usize>i * <usize>m + <usize>j) << 6);
          const e0 = backCell(here + at, next + at, share);
          const e1 = backCell(here + at + 16, next + at + 16, share + 16);
          for (let c = 0; c < channels; c++) {
            const xi = v128.load64_splat(x + ((<usize>(i * channels + c)) << 3));
            const yj = own + <usize>(j * channels + c) * WIDE;
            const s0 = f64x2.mul(e0, f64x2.sub(xi, v128.load(yj)));
            const s1 = f64x2.mul(e1, f64x2.sub(xi, v128.load(yj, 16)));
            const sum = f64x2.add(s0, s1);
            const slope = slot + ((<usize>(i * channels + c)) << 3);
            const both = f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1);
            store<f64>(slope, load<f64>(slope) + 2 * both);
          }
        }
        const done = here;
        here = next;
        next = done;
        memory.fill(next, 0, rowBytes);
      }
    }
  }
}
