// The draws of one tree: xoshiro128** 1.1 (Blackman & Vigna 2021) seeded as src/base/random.ts does, so that a
// tree's stream depends on its own seed alone.

// A wasm global belongs to one instance, and each thread has its own.
let s0: u32 = 0;
let s1: u32 = 0;
let s2: u32 = 0;
let s3: u32 = 0;

// @ts-ignore: decorator
@inline function mix(x: u32): u32 {
  let z = (x ^ (x >> 16)) * 0x85ebca6b;
  z = (z ^ (z >> 13)) * 0xc2b2ae35;
  return z ^ (z >> 16);
}

export function seedDraws(seed: u32): void {
  let x = seed + 0x9e3779b9;
  s0 = mix(x) | 1;
  x += 0x9e3779b9;
  s1 = mix(x);
  x += 0x9e3779b9;
  s2 = mix(x);
  x += 0x9e3779b9;
  s3 = mix(x);
}

/** 32 random bits. */
// @ts-ignore: decorator
@inline export function drawBits(): u32 {
  const result = rotl<u32>(s1 * 5, 7) * 9;
  const t = s1 << 9;
  s2 ^= s0;
  s3 ^= s1;
  s1 ^= s2;
  s0 ^= s3;
  s2 ^= t;
  s3 = rotl<u32>(s3, 11);
  return result;
}

/** A whole number from 0 to below − 1. */
// @ts-ignore: decorator
@inline export function drawBelow(below: i32): i32 {
  return <i32>((<u64>drawBits() * <u64>below) >> 32);
}
