// Shares of the steps at which convolutions of a series exceed their biases.
//
// 84 kernels of nine taps: 2 at three places a < b < c, in order of (a, b, c), −1 at the other six. So
//   C[t] = A[t] + G[t + (a−4)d] + G[t + (b−4)d] + G[t + (c−4)d],   A = −(x at all nine taps), G = 3x, zeros outside,
// with A once per dilation d, and A + G_a + G_b once per pair of places where there is one channel.

// Series begin … end−1.
//
//   out        series × features f32
//   x          series × channels × steps f32, with their lengths
//   dilations  count i32, ascending;   counts  features per kernel at each
//   offsets    count × 84 + 1 i32: where each kernel's channels start in `which`
//   biases     features f32: per dilation, per kernel
//   scratch    per lane channels × (2·width + line) + 2·line f32 with width = steps + 8·greatest dilation + 4, line = steps + 8
//
// Per channel [0 … 0 | x | 0 … 0] and the same of G, of `width` numbers; then of `line` numbers A of every channel and two more:
//
//   x₀ … │ G₀ … │ A₀ … │ A + G_a + G_b of one channel, or C of several │ zeros
export function convolutionShares(
  out: usize,
  features: i32,
  x: usize,
  channels: i32,
  steps: i32,
  lengths: usize,
  dilations: usize,
  counts: usize,
  count: i32,
  offsets: usize,
  which: usize,
  biases: usize,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const reach = load<i32>(dilations + (<usize>(count - 1) << 2)) << 2;
  const width = (<usize>(steps + 2 * reach + 4)) << 2;
  const line = (<usize>(steps + 8)) << 2;
  const all = <usize>channels * width;
  const own = scratch + <usize>lane * (2 * all + <usize>(channels + 2) * line);
  const series = own + ((<usize>reach) << 2);
  const tripled = series + all;
  const alpha = own + 2 * all;
  const sum = alpha + <usize>channels * line;
  const zeros = sum + line;
  memory.fill(own, 0, 2 * all);
  memory.fill(zeros, 0, line);
  for (let i = begin; i < end; i++) {
    const n = load<i32>(lengths + ((<usize>i) << 2));
    for (let c = 0; c < channels; c++) {
      const from = x + ((<usize>(i * channels + c) * <usize>steps) << 2);
      const to = series + <usize>c * width;
      memory.copy(to, from, (<usize>n) << 2);
      memory.fill(to + ((<usize>n) << 2), 0, (<usize>(steps - n)) << 2);
      for (let t: usize = 0; t < (<usize>steps) << 2; t += 4) {
        store<f32>(to + all + t, 3 * load<f32>(to + t));
      }
    }
    let bias = biases;
    let to = out + ((<usize>i * <usize>features) << 2);
    for (let j = 0; j < count; j++) {
      const d = load<i32>(dilations + ((<usize>j) << 2));
      const each = load<i32>(counts + ((<usize>j) << 2));
      const gap = (<usize>d) << 2;
      for (let c = 0; c < channels; c++) {
        sumTaps(alpha + <usize>c * line, series + <usize>c * width, gap, n);
      }
      // Every second kernel, the other half at the next dilation, looks only where all its taps are inside.
      const inside = n - 8 * d;
      let kernel = 0;
      for (let a = 0; a < 7; a++) {
        for (let b = a + 1; b < 8; b++) {
          if (channels == 1) {
            add(sum, alpha, tripled + <usize>(a - 4) * gap, tripled + <usize>(b - 4) * gap, n);
          }
          for (let c = b + 1; c < 9; c++, kernel++) {
            const narrow = inside > 0 && ((j + kernel) & 1) == 1;
            const first = narrow ? gap << 2 : 0;
            const length = narrow ? inside : n;
            let last = tripled + first + <usize>(c - 4) * gap;
            if (channels > 1) {
              last = zeros;
              const place = offsets + (<usize>(j * 84 + kernel) << 2);
              const stop = load<i32>(place + 4);
              memory.fill(sum + first, 0, (<usize>length) << 2);
              for (let p = load<i32>(place); p < stop; p++) {
                const channel = <usize>load<i32>(which + ((<usize>p) << 2));
                const g = tripled + channel * width + first;
                addChannel(sum + first, alpha + channel * line + first, g + <usize>(a - 4) * gap, g + <usize>(b - 4) * gap, g + <usize>(c - 4) * gap, length);
              }
            }
            countAbove(to, sum + first, last, bias, each, length);
            bias += (<usize>each) << 2;
            to += (<usize>each) << 2;
          }
        }
      }
    }
  }
}

// −x[t] − x[t − 4d] − … − x[t − d] − x[t + d] − … − x[t + 4d] for t < n.
function sumTaps(to: usize, x: usize, gap: usize, n: i32): void {
  const stop = x + ((<usize>n) << 2);
  for (; x < stop; x += 16, to += 16) {
    let v = f32x4.neg(v128.load(x));
    v = f32x4.sub(v, v128.load(x - (gap << 2)));
    v = f32x4.sub(v, v128.load(x - 3 * gap));
    v = f32x4.sub(v, v128.load(x - (gap << 1)));
    v = f32x4.sub(v, v128.load(x - gap));
    v = f32x4.sub(v, v128.load(x + gap));
    v = f32x4.sub(v, v128.load(x + (gap << 1)));
    v = f32x4.sub(v, v128.load(x + 3 * gap));
    v = f32x4.sub(v, v128.load(x + (gap << 2)));
    v128.store(to, v);
  }
}

function add(to: usize, base: usize, a: usize, b: usize, n: i32): void {
  for (let t: usize = 0; t < (<usize>n) << 2; t += 16) {
    v128.store(to + t, f32x4.add(f32x4.add(v128.load(base + t), v128.load(a + t)), v128.load(b + t)));
  }
}

function addChannel(to: usize, base: usize, a: usize, b: usize, c: usize, n: i32): void {
  for (let t: usize = 0; t < (<usize>n) << 2; t += 16) {
    const two = f32x4.add(f32x4.add(v128.load(base + t), v128.load(a + t)), v128.load(b + t));
    v128.store(to + t, f32x4.add(v128.load(to + t), f32x4.add(two, v128.load(c + t))));
  }
}

// The share of the n numbers x + y above each of `each` biases. Four biases at a time, so that numbers are loaded once for
// four; where one is left, as where features are few, four steps at a time, so that pointers move once for four.
function countAbove(to: usize, x: usize, y: usize, bias: usize, each: i32, n: i32): void {
  const whole = x + (((<usize>n) << 2) & ~15);
  const most = x + (((<usize>n) << 2) & ~63);
  const rest = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(n & 3));
  const length = <f64>n;
  let f = 0;
  for (; f + 4 <= each; f += 4, bias += 16, to += 16) {
    const b0 = v128.load32_splat(bias);
    const b1 = v128.load32_splat(bias, 4);
    const b2 = v128.load32_splat(bias, 8);
    const b3 = v128.load32_splat(bias, 12);
    let c0 = i32x4.splat(0);
    let c1 = c0;
    let c2 = c0;
    let c3 = c0;
    let p = x;
    let q = y;
    for (; p < whole; p += 16, q += 16) {
      const v = f32x4.add(v128.load(p), v128.load(q));
      c0 = i32x4.sub(c0, f32x4.gt(v, b0));
      c1 = i32x4.sub(c1, f32x4.gt(v, b1));
      c2 = i32x4.sub(c2, f32x4.gt(v, b2));
      c3 = i32x4.sub(c3, f32x4.gt(v, b3));
    }
    const v = f32x4.add(v128.load(p), v128.load(q));
    c0 = i32x4.sub(c0, v128.and(f32x4.gt(v, b0), rest));
    c1 = i32x4.sub(c1, v128.and(f32x4.gt(v, b1), rest));
    c2 = i32x4.sub(c2, v128.and(f32x4.gt(v, b2), rest));
    c3 = i32x4.sub(c3, v128.and(f32x4.gt(v, b3), rest));
    const low = i32x4.add(
      v128.shuffle<i32>(c0, c1, 0, 4, 2, 6),
      v128.shuffle<i32>(c0, c1, 1, 5, 3, 7),
    );
    const high = i32x4.add(
      v128.shuffle<i32>(c2, c3, 0, 4, 2, 6),
      v128.shuffle<i32>(c2, c3, 1, 5, 3, 7),
    );
    const total = i32x4.add(
      v128.shuffle<i32>(low, high, 0, 1, 4, 5),
      v128.shuffle<i32>(low, high, 2, 3, 6, 7),
    );
    store<f32>(to, <f32>(<f64>i32x4.extract_lane(total, 0) / length));
    store<f32>(to, <f32>(<f64>i32x4.extract_lane(total, 1) / length), 4);
    store<f32>(to, <f32>(<f64>i32x4.extract_lane(total, 2) / length), 8);
    store<f32>(to, <f32>(<f64>i32x4.extract_lane(total, 3) / length), 12);
  }
  for (; f < each; f++, bias += 4, to += 4) {
    const b = v128.load32_splat(bias);
    let c0 = i32x4.splat(0);
    let c1 = c0;
    let p = x;
    let q = y;
    for (; p < most; p += 64, q += 64) {
      c0 = i32x4.sub(c0, f32x4.gt(f32x4.add(v128.load(p), v128.load(q)), b));
      c1 = i32x4.sub(c1, f32x4.gt(f32x4.add(v128.load(p, 16), v128.load(q, 16)), b));
      c0 = i32x4.sub(c0, f32x4.gt(f32x4.add(v128.load(p, 32), v128.load(q, 32)), b));
      c1 = i32x4.sub(c1, f32x4.gt(f32x4.add(v128.load(p, 48), v128.load(q, 48)), b));
    }
    for (; p < whole; p += 16, q += 16) {
      c0 = i32x4.sub(c0, f32x4.gt(f32x4.add(v128.load(p), v128.load(q)), b));
    }
    c1 = i32x4.sub(c1, v128.and(f32x4.gt(f32x4.add(v128.load(p), v128.load(q)), b), rest));
    c0 = i32x4.add(c0, c1);
    c0 = i32x4.add(c0, v128.shuffle<i32>(c0, c0, 2, 3, 0, 1));
    const total = i32x4.extract_lane(c0, 0) + i32x4.extract_lane(c0, 1);
    store<f32>(to, <f32>(<f64>total / length));
  }
}
