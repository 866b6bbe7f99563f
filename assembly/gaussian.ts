// Mixtures of Gaussians over rows [begin, end), everything in f64.
//
//   x       n × stride f32, filled up with zeros
//   parts   per component: log weight − ½·(d·ln 2π + ln|Σ|), the mean (d), then W with |W(x − mean)|² the
//           squared Mahalanobis distance: d × d row-major lower triangle when `full`, else d numbers
//   scratch per lane: k log densities, then d differences

import { exp64, log64 } from './exp-log';

// @ts-ignore: decorator
@inline
function partSize(d: i32, full: i32): usize {
  return (<usize>(1 + d + (full ? d * d : d))) << 3;
}

// @ts-ignore: decorator
@inline
function laneScratch(scratch: usize, k: i32, d: i32, lane: i32): usize {
  return scratch + ((<usize>lane * <usize>(k + d)) << 3);
}

// diff ← row − mean
// @ts-ignore: decorator
@inline
function subtractMean(diff: usize, row: usize, part: usize, d: i32): void {
  for (let j: usize = 0; j < <usize>d; j++) {
    store<f64>(diff + (j << 3), <f64>load<f32>(row + (j << 2)) - load<f64>(part + 8 + (j << 3)));
  }
}

// Log of weight times density of one row under one component.
// @ts-ignore: decorator
@inline
function logDensity(diff: usize, row: usize, part: usize, d: i32, full: i32): f64 {
  subtractMean(diff, row, part, d);
  let w = part + 8 + ((<usize>d) << 3);
  let square: f64 = 0;
  if (full) {
    for (let a = 0; a < d; a++) {
      let y: f64 = 0;
      for (let b: usize = 0; b <= <usize>a; b++) y += load<f64>(w + (b << 3)) * load<f64>(diff + (b << 3));
      square += y * y;
      w += (<usize>d) << 3;
    }
  } else {
    for (let a: usize = 0; a < <usize>d; a++) {
      const y = load<f64>(w + (a << 3)) * load<f64>(diff + (a << 3));
      square += y * y;
    }
  }
  return load<f64>(part) - 0.5 * square;
}

// Turns the k log densities in `logs` into memberships; gives the log of their sum.
// @ts-ignore: decorator
@inline
function normalize(logs: usize, k: i32): f64 {
  let top = load<f64>(logs);
  for (let c: usize = 1; c < <usize>k; c++) top = max(top, load<f64>(logs + (c << 3)));
  let sum: f64 = 0;
  for (let c: usize = 0; c < <usize>k; c++) {
    const share = exp64(load<f64>(logs + (c << 3)) - top);
    store<f64>(logs + (c << 3), share);
    sum += share;
  }
  for (let c: usize = 0; c < <usize>k; c++) {
    store<f64>(logs + (c << 3), load<f64>(logs + (c << 3)) / sum);
  }
  return top + log64(sum);
}

// What the next parameters need, per chunk, to be added in chunk order:
//
//   out     chunks × (1 + k × (1 + d + squares)) f64: the log-likelihood, then per component the sum of
//           memberships, of memberships · difference, and of memberships · squares of differences from
//           the present mean; squares are d × d (lower triangle) when `full`, else d
//   labels  n i32 to use as memberships of 1 instead, or 0
export function gaussianSums(
  out: usize,
  labels: usize,
  x: usize,
  stride: i32,
  d: i32,
  parts: usize,
  k: i32,
  full: i32,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const size = partSize(d, full);
  const width = <usize>k * size + 8;
  const slot = out + <usize>chunk * width;
  memory.fill(slot, 0, width);
  const logs = laneScratch(scratch, k, d, lane);
  const diff = logs + ((<usize>k) << 3);
  let likelihood: f64 = 0;
  for (let i = begin; i < end; i++) {
    const row = x + ((<usize>i * <usize>stride) << 2);
    if (labels) {
      memory.fill(logs, 0, (<usize>k) << 3);
      store<f64>(logs + ((<usize>load<i32>(labels + ((<usize>i) << 2))) << 3), 1);
    } else {
      for (let c = 0; c < k; c++) {
        const log = logDensity(diff, row, parts + <usize>c * size, d, full);
        store<f64>(logs + ((<usize>c) << 3), log);
      }
      likelihood += normalize(logs, k);
    }
    for (let c = 0; c < k; c++) {
      const share = load<f64>(logs + ((<usize>c) << 3));
      if (share == 0) continue;
      subtractMean(diff, row, parts + <usize>c * size, d);
      const to = slot + 8 + <usize>c * size;
      store<f64>(to, load<f64>(to) + share);
      const first = to + 8;
      let second = first + ((<usize>d) << 3);
      for (let a = 0; a < d; a++) {
        const at = (<usize>a) << 3;
        const part = share * load<f64>(diff + at);
        store<f64>(first + at, load<f64>(first + at) + part);
        if (full) {
          for (let b: usize = 0; b <= at; b += 8) {
            store<f64>(second + b, load<f64>(second + b) + part * load<f64>(diff + b));
          }
          second += (<usize>d) << 3;
        } else {
          store<f64>(second + at, load<f64>(second + at) + part * load<f64>(diff + at));
        }
      }
    }
  }
  store<f64>(slot, likelihood);
}

// The most likely component of each row (the first of equals), all memberships, and the log-likelihood.
//
//   out     n × k f64 memberships
//   logs    n f64
//   labels  n i32
export function gaussianMemberships(
  out: usize,
  logs: usize,
  labels: usize,
  x: usize,
  stride: i32,
  d: i32,
  parts: usize,
  k: i32,
  full: i32,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const size = partSize(d, full);
  const diff = laneScratch(scratch, k, d, lane);
  for (let i = begin; i < end; i++) {
    const row = x + ((<usize>i * <usize>stride) << 2);
    const mine = out + ((<usize>i * <usize>k) << 3);
    let best = 0;
    let top = -Infinity;
    for (let c = 0; c < k; c++) {
      const log = logDensity(diff, row, parts + <usize>c * size, d, full);
      store<f64>(mine + ((<usize>c) << 3), log);
      if (log > top) {
        top = log;
        best = c;
      }
    }
    store<i32>(labels + ((<usize>i) << 2), best);
    store<f64>(logs + ((<usize>i) << 3), normalize(mine, k));
  }
}
