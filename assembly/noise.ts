// Random numbers by place: number i of a stream is a function of the stream's two keys and of i alone, so
// any part can be made again, on any thread and in any order.
//
// Bits: the 32-bit permutation "triple32" (Wellons 2018, hash-prospector; bias 0.021), with the second key
// added between its rounds. So two streams are not the same numbers in another order.

// @ts-ignore: decorator
@inline
function bitsAt(places: v128, key0: i32, key1: i32): v128 {
  let x = v128.xor(places, i32x4.splat(key0));
  x = v128.xor(x, i32x4.shr_u(x, 17));
  x = i32x4.mul(x, i32x4.splat(0xed5ad4bb));
  x = i32x4.add(x, i32x4.splat(key1));
  x = v128.xor(x, i32x4.shr_u(x, 11));
  x = i32x4.mul(x, i32x4.splat(0xac4c1b51));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(0x31848bab));
  return v128.xor(x, i32x4.shr_u(x, 14));
}

// @ts-ignore: decorator
@inline
function times(a: v128, b: f32): v128 {
  return f32x4.mul(a, f32x4.splat(b));
}

// @ts-ignore: decorator
@inline
function plus(a: v128, b: f32): v128 {
  return f32x4.add(a, f32x4.splat(b));
}

// ln x for 0 < x ≤ 1, error below 2 ulp. Cephes logf (Moshier).
// @ts-ignore: decorator
@inline
function logOf(x: v128): v128 {
  let e = i32x4.sub(i32x4.shr_u(x, 23), i32x4.splat(126));
  let m = v128.or(v128.and(x, i32x4.splat(0x007fffff)), i32x4.splat(0x3f000000));
  const low = f32x4.lt(m, f32x4.splat(<f32>0.70710678));
  e = i32x4.add(e, low);
  m = plus(f32x4.add(m, v128.and(low, m)), -1);
  const z = f32x4.mul(m, m);
  let y = plus(times(m, 7.0376836292e-2), -1.1514610310e-1);
  y = plus(f32x4.mul(y, m), 1.1676998740e-1);
  y = plus(f32x4.mul(y, m), -1.2420140846e-1);
  y = plus(f32x4.mul(y, m), 1.4249322787e-1);
  y = plus(f32x4.mul(y, m), -1.6668057665e-1);
  y = plus(f32x4.mul(y, m), 2.0000714765e-1);
  y = plus(f32x4.mul(y, m), -2.4999993993e-1);
  y = plus(f32x4.mul(y, m), 3.3333331174e-1);
  y = f32x4.mul(f32x4.mul(y, m), z);
  const n = f32x4.convert_i32x4_s(e);
  y = f32x4.add(y, times(n, -2.12194440e-4));
  y = f32x4.sub(y, times(z, 0.5));
  return f32x4.add(f32x4.add(m, y), times(n, 0.693359375));
}

// √2·erfinv(x), |x| < 1: the normal quantile of (x + 1)/2; relative error below 4e-7.
//
// Up to |x| = 15/16 it is x times a ratio of polynomials of (15/16)² − x², fitted for the least relative error
// as those of Wichura 1988 (AS 241) are, but further out. Of four vectors of four one needs more than that.
// @ts-ignore: decorator
@inline
function quantile(x: v128): v128 {
  const r = f32x4.sub(f32x4.splat(0.87890625), f32x4.mul(x, x));
  let p = plus(times(r, 2.94614339), 37.6062698);
  p = plus(f32x4.mul(p, r), 55.8439598);
  p = plus(f32x4.mul(p, r), 20.5801449);
  p = plus(f32x4.mul(p, r), 1.98691392);
  let q = plus(times(r, 7.165061), 38.3395462);
  q = plus(f32x4.mul(q, r), 39.5019341);
  q = plus(f32x4.mul(q, r), 11.8229818);
  q = plus(f32x4.mul(q, r), 1);
  const near = f32x4.div(f32x4.mul(x, p), q);
  const far = f32x4.lt(r, f32x4.splat(0));
  return v128.any_true(far) ? v128.bitselect(tail(x), near, far) : near;
}

// The same for any x: Giles 2012, "Approximating the erfinv function", single precision.
// @ts-ignore: decorator
@inline
function tail(x: v128): v128 {
  const one = f32x4.splat(1);
  const w = f32x4.neg(logOf(f32x4.mul(f32x4.sub(one, x), f32x4.add(one, x))));
  const c = plus(w, -2.5);
  let p = plus(times(c, 2.81022636e-8), 3.43273939e-7);
  p = plus(f32x4.mul(p, c), -3.5233877e-6);
  p = plus(f32x4.mul(p, c), -4.39150654e-6);
  p = plus(f32x4.mul(p, c), 2.1858087e-4);
  p = plus(f32x4.mul(p, c), -1.25372503e-3);
  p = plus(f32x4.mul(p, c), -4.17768164e-3);
  p = plus(f32x4.mul(p, c), 2.46640727e-1);
  p = plus(f32x4.mul(p, c), 1.50140941);
  const far = f32x4.ge(w, f32x4.splat(5));
  if (v128.any_true(far)) {
    const s = plus(f32x4.sqrt(w), -3);
    let q = plus(times(s, -2.00214257e-4), 1.00950558e-4);
    q = plus(f32x4.mul(q, s), 1.34934322e-3);
    q = plus(f32x4.mul(q, s), -3.67342844e-3);
    q = plus(f32x4.mul(q, s), 5.73950773e-3);
    q = plus(f32x4.mul(q, s), -7.6224613e-3);
    q = plus(f32x4.mul(q, s), 9.43887047e-3);
    q = plus(f32x4.mul(q, s), 1.00167406);
    q = plus(f32x4.mul(q, s), 2.83297682);
    p = v128.bitselect(q, p, far);
  }
  return f32x4.mul(p, times(x, 1.41421356));
}

// Normal numbers.   out  f32, room for a multiple of 4;   deviation  their standard deviation.
// The uniform number is (k + ½)·2⁻²² − 1 for k of 23 bits: symmetric, never ±1, so none is beyond 5.3.
export function noiseNormal(
  out: usize,
  key0: i32,
  key1: i32,
  deviation: f32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  for (let i = begin; i < end; i += 4) {
    const places = i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3));
    const bits = i32x4.shr_u(bitsAt(places, key0, key1), 9);
    const half = plus(f32x4.convert_i32x4_s(bits), 0.5);
    const x = plus(times(half, 2.384185791015625e-7), -1);
    v128.store(out + ((<usize>i) << 2), times(quantile(x), deviation));
  }
}

// `kept` with probability share / 65536, otherwise 0: masks.   out  f32, room for a multiple of 8.
// One draw of 32 bits decides two numbers: its lower half the one at the even place.
export function noiseKeep(
  out: usize,
  key0: i32,
  key1: i32,
  share: i32,
  kept: f32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const value = f32x4.splat(kept);
  const below = i32x4.splat(share);
  for (let i = begin; i < end; i += 8) {
    const places = i32x4.add(i32x4.splat(i >> 1), i32x4(0, 1, 2, 3));
    const bits = bitsAt(places, key0, key1);
    const even = v128.and(i32x4.lt_s(v128.and(bits, i32x4.splat(0xffff)), below), value);
    const odd = v128.and(i32x4.lt_s(i32x4.shr_u(bits, 16), below), value);
    const to = out + ((<usize>i) << 2);
    v128.store(to, v128.shuffle<i32>(even, odd, 0, 4, 1, 5));
    v128.store(to, v128.shuffle<i32>(even, odd, 2, 6, 3, 7), 16);
  }
}
