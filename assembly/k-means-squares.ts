// Squared distances between a row and centres, in f32 with bounds and in f64.
//
// The nearest centre is defined by squares in f64 (`square64`), the first of equals. f32 only sorts out
// what cannot be nearest: a computed f32 square of m terms is within m·2⁻²⁴ of the true one, relatively
// (Higham 2002, section 3.1), since the differences are of f32 numbers. THETA doubles that, and TINY and
// HUGE keep it true where f32 underflows or overflows. What is left open is settled in f64.

export const TINY: f32 = 1e-35;
export const HUGE: f32 = 1e38;
export const GROW: f32 = 1.0 + 1.0 / 4194304.0;
export const SHRINK: f32 = 1.0 - 1.0 / 4194304.0;

// @ts-ignore: decorator
@inline
function sum4(v: v128): f32 {
  const high = i8x16.shuffle(v, v, 8, 9, 10, 11, 12, 13, 14, 15, 8, 9, 10, 11, 12, 13, 14, 15);
  const pair = f32x4.add(v, high);
  return f32x4.extract_lane(pair, 0) + f32x4.extract_lane(pair, 1);
}

// @ts-ignore: decorator
@inline
function difference(x: usize, c: usize): v128 {
  return f32x4.sub(v128.load(x), v128.load(c));
}

// The squared distance in f32, on four accumulators: lanes are columns.
// @ts-ignore: decorator
@inline
export function square32(x: usize, c: usize, bytes: usize): f32 {
  let a = f32x4.splat(0);
  let j: usize = 0;
  if (bytes >= 64) {
    let b = f32x4.splat(0);
    let e = f32x4.splat(0);
    let f = f32x4.splat(0);
    const whole = bytes & ~63;
    for (; j < whole; j += 64) {
      const p = difference(x + j, c + j);
      const q = difference(x + j + 16, c + j + 16);
      const r = difference(x + j + 32, c + j + 32);
      const s = difference(x + j + 48, c + j + 48);
      a = f32x4.add(a, f32x4.mul(p, p));
      b = f32x4.add(b, f32x4.mul(q, q));
      e = f32x4.add(e, f32x4.mul(r, r));
      f = f32x4.add(f, f32x4.mul(s, s));
    }
    a = f32x4.add(f32x4.add(a, b), f32x4.add(e, f));
  }
  for (; j < bytes; j += 16) {
    const p = difference(x + j, c + j);
    a = f32x4.add(a, f32x4.mul(p, p));
  }
  return sum4(a);
}

// The squared distances in f32 of one row to four centres that lie behind each other: lanes of the sums are
// columns, lanes of the result are centres. A third less work than four times square32, which is bound by
// loading the row.
// @ts-ignore: decorator
@inline
export function squares4(x: usize, c: usize, bytes: usize): v128 {
  const c1 = c + bytes;
  const c2 = c1 + bytes;
  const c3 = c2 + bytes;
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let j: usize = 0; j < bytes; j += 16) {
    const row = v128.load(x + j);
    const d0 = f32x4.sub(row, v128.load(c + j));
    s0 = f32x4.add(s0, f32x4.mul(d0, d0));
    const d1 = f32x4.sub(row, v128.load(c1 + j));
    s1 = f32x4.add(s1, f32x4.mul(d1, d1));
    const d2 = f32x4.sub(row, v128.load(c2 + j));
    s2 = f32x4.add(s2, f32x4.mul(d2, d2));
    const d3 = f32x4.sub(row, v128.load(c3 + j));
    s3 = f32x4.add(s3, f32x4.mul(d3, d3));
  }
  const low01 = v128.shuffle<f32>(s0, s1, 0, 4, 1, 5);
  const high01 = v128.shuffle<f32>(s0, s1, 2, 6, 3, 7);
  const low23 = v128.shuffle<f32>(s2, s3, 0, 4, 1, 5);
  const high23 = v128.shuffle<f32>(s2, s3, 2, 6, 3, 7);
  const sum01 = f32x4.add(low01, high01);
  const sum23 = f32x4.add(low23, high23);
  return f32x4.add(
    v128.shuffle<f64>(sum01, sum23, 0, 2),
    v128.shuffle<f64>(sum01, sum23, 1, 3),
  );
}

// @ts-ignore: decorator
@inline
export function lane4(v: v128, lane: i32): f32 {
  if (lane == 0) return f32x4.extract_lane(v, 0);
  if (lane == 1) return f32x4.extract_lane(v, 1);
  if (lane == 2) return f32x4.extract_lane(v, 2);
  return f32x4.extract_lane(v, 3);
}

// The squared distance that decides: f64, even and odd columns apart, then added.
export function square64(x: usize, c: usize, bytes: usize): f64 {
  let a = f64x2.splat(0);
  for (let j: usize = 0; j < bytes; j += 8) {
    const p = f64x2.sub(
      f64x2.promote_low_f32x4(v128.load64_zero(x + j)),
      f64x2.promote_low_f32x4(v128.load64_zero(c + j)),
    );
    a = f64x2.add(a, f64x2.mul(p, p));
  }
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

// @ts-ignore: decorator
@inline
export function theta(terms: i32): f32 {
  return <f32>(terms + 16) * <f32>(1.0 / 8388608.0);
}

// Bounds on the true square from a computed f32 square.
// @ts-ignore: decorator
@inline
export function lowest(square: f32, slack: f32): f32 {
  return max<f32>(0, min<f32>(square, HUGE) * (1 - slack) - TINY);
}

// @ts-ignore: decorator
@inline
export function highest(square: f32, slack: f32): f32 {
  return square < HUGE ? square * (1 + slack) + TINY : Infinity;
}

// Bounds on the true distance.
// @ts-ignore: decorator
@inline
export function atLeast(square: f32, slack: f32): f32 {
  return Mathf.sqrt(lowest(square, slack));
}

// @ts-ignore: decorator
@inline
export function atMost(square: f32, slack: f32): f32 {
  return Mathf.sqrt(highest(square, slack));
}
