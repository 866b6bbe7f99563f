// The greatest correlation of series over all shifts, by Fourier transforms: two at a time, for where the
// series are real numbers, one fits into the real and one into the imaginary part.
//
//   correlation of x and y at shift s = Σ x[t + s]·y[t],  −m < s < n

import { backward, forward } from './fft';

// @ts-ignore: decorator
@inline
function times(a: v128, b: v128): v128 {
  const real = v128.shuffle<f64>(a, a, 0, 0);
  const imaginary = v128.shuffle<f64>(a, a, 1, 1);
  const turned = f64x2.mul(v128.shuffle<f64>(b, b, 1, 0), f64x2(-1, 1));
  return f64x2.add(f64x2.mul(real, b), f64x2.mul(imaginary, turned));
}

// conj(a) + i·conj(b) for each pair of spectra 2p and 2p + 1 of y.
export function shapePairs(
  out: usize,
  spectra: usize,
  count: i32,
  size: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const bytes = (<usize>size) << 4;
  for (let p = begin; p < end; p++) {
    const a = spectra + <usize>(2 * p) * bytes;
    const to = out + <usize>p * bytes;
    const both = 2 * p + 1 < count;
    for (let at: usize = 0; at < bytes; at += 16) {
      let sum = f64x2.mul(v128.load(a + at), f64x2(1, -1));
      if (both) {
        // i·(re − i·im) = im + i·re
        const b = v128.load(a + bytes + at);
        sum = f64x2.add(sum, v128.shuffle<f64>(b, b, 1, 0));
      }
      v128.store(to + at, sum);
    }
  }
}

// Rows begin … end−1 of x against all of y.
//
//   out       rows × stride f32: 1 − greatest correlation / (‖x‖·‖y‖); 0 for two of length 0, 1 for one
//   shifts    0, or rows × stride i32: how far x is moved against y there
//   x         rows × steps f64, with its lengths and norms
//   pairs     of y by shapePairs; lengthsY, normsY per series
//   first     as in elasticBlock
//   reach     only shifts below it, both ways
//   scratch   per lane 2 × size complex
export function shapeBlock(
  out: usize,
  shifts: usize,
  stride: i32,
  x: usize,
  steps: i32,
  lengths: usize,
  norms: usize,
  pairs: usize,
  lengthsY: usize,
  normsY: usize,
  count: i32,
  size: i32,
  twiddles: usize,
  first: i32,
  reach: i32,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const bytes = (<usize>size) << 4;
  const own = scratch + <usize>lane * 2 * bytes;
  const product = own + bytes;
  for (let i = begin; i < end; i++) {
    const n = load<i32>(lengths + ((<usize>i) << 2));
    const norm = load<f64>(norms + ((<usize>i) << 3));
    memory.fill(own, 0, bytes);
    let from = x + ((<usize>i * <usize>steps) << 3);
    for (let t = 0; t < n; t++, from += 8) store<f64>(own + ((<usize>t) << 4), load<f64>(from));
    forward(own, size, twiddles);
    for (let j = first < 0 ? 0 : (first + i) & ~1; j < count; j += 2) {
      const other = pairs + <usize>(j >> 1) * bytes;
      for (let at: usize = 0; at < bytes; at += 16) {
        v128.store(product + at, times(v128.load(own + at), v128.load(other + at)));
      }
      backward(product, size, twiddles);
      const both = min(2, count - j);
      for (let b = 0; b < both; b++) {
        const m = load<i32>(lengthsY + ((<usize>(j + b)) << 2));
        const length = norm * load<f64>(normsY + ((<usize>(j + b)) << 3));
        let most: f64 = -Infinity;
        let shift = 0;
        const part = product + ((<usize>b) << 3);
        for (let s = 0; s < min(n, reach); s++) {
          const value = load<f64>(part + ((<usize>s) << 4));
          if (value > most) {
            most = value;
            shift = s;
          }
        }
        for (let s = 1; s < min(m, reach); s++) {
          const value = load<f64>(part + ((<usize>(size - s)) << 4));
          if (value > most) {
            most = value;
            shift = -s;
          }
        }
        const at = (<usize>i * <usize>stride + <usize>(j + b)) << 2;
        let found: f64 = 1;
        if (length > 0) found = max<f64>(0, 1 - most / (<f64>size * length));
        else if (norm == 0 && load<f64>(normsY + ((<usize>(j + b)) << 3)) == 0) found = 0;
        store<f32>(out + at, <f32>found);
        if (shifts != 0) store<i32>(shifts + at, length > 0 ? shift : 0);
      }
    }
  }
}
