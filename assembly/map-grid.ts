// Forces between all points of a map by way of a grid: points are spread to its nodes, the nodes' forces
// follow from Fourier transforms, and points read them off. Cubic B-splines go both ways, 4 × 4 nodes per point.
//
//   y       n × 2 f64: places;   node (a, b) is at (left + a / scale, top + b / scale)
//   size    nodes along a side, and half the length of the transforms, so that nothing wraps around
//   charges slices × size × size f64, row b by row b: how much of the points is at each node
//   table   2·size × size complex f64

import { backward, forward } from './fft';

// The spline's values at its four nodes for a place t of the way from the second to the third.
// @ts-ignore: decorator
@inline
function spline(t: f64, node: i32): f64 {
  const u = 1 - t;
  if (node == 0) return u * u * u * (1.0 / 6);
  if (node == 1) return (4 - t * t * (6 - 3 * t)) * (1.0 / 6);
  if (node == 2) return (4 - u * u * (6 - 3 * u)) * (1.0 / 6);
  return t * t * t * (1.0 / 6);
}

// Each chunk of points into a slice of its own.
export function gridSpread(
  charges: usize,
  y: usize,
  left: f64,
  top: f64,
  scale: f64,
  size: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const row = (<usize>size) << 3;
  const slice = charges + <usize>chunk * <usize>size * row;
  memory.fill(slice, 0, <usize>size * row);
  for (let i = begin; i < end; i++) {
    const u = (load<f64>(y + ((<usize>i) << 4)) - left) * scale;
    const v = (load<f64>(y + ((<usize>i) << 4), 8) - top) * scale;
    const a = <i32>floor(u);
    const b = <i32>floor(v);
    const s = u - <f64>a;
    const t = v - <f64>b;
    const first = f64x2(spline(s, 0), spline(s, 1));
    const last = f64x2(spline(s, 2), spline(s, 3));
    let at = slice + <usize>(b - 1) * row + ((<usize>(a - 1)) << 3);
    for (let node = 0; node < 4; node++, at += row) {
      const share = f64x2.splat(spline(t, node));
      v128.store(at, f64x2.add(v128.load(at), f64x2.mul(share, first)));
      v128.store(at, f64x2.add(v128.load(at, 16), f64x2.mul(share, last)), 16);
    }
  }
}

// Rows of the table: the slices' sum as real numbers.
export function gridGather(
  table: usize,
  charges: usize,
  slices: i32,
  size: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const slice = (<usize>size * <usize>size) << 3;
  for (let at = begin * size; at < end * size; at++) {
    let from = charges + ((<usize>at) << 3);
    let sum: f64 = 0;
    for (let s = 0; s < slices; s++, from += slice) sum += load<f64>(from);
    v128.store(table + ((<usize>at) << 4), f64x2(sum, 0));
  }
}

// Rows of the table: turned, multiplied by the force's transform, and turned back.
//
//   force     2·size × 2·size complex: transform of the force between nodes
//   near      2·size × 2·size f64: transform of w between nodes
//   energies  2·size f64: Σ |charge|²·near along each row
//   scratch   per lane 2·size complex
export function gridConvolve(
  table: usize,
  energies: usize,
  force: usize,
  near: usize,
  size: i32,
  twiddles: usize,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const length = size << 1;
  const half = (<usize>size) << 4;
  const own = scratch + ((<usize>lane) << 1) * half;
  for (let i = begin; i < end; i++) {
    const row = table + <usize>i * half;
    memory.copy(own, row, half);
    memory.fill(own + half, 0, half);
    forward(own, length, twiddles);
    let factor = force + ((<usize>i * <usize>length) << 4);
    let weight = near + ((<usize>i * <usize>length) << 3);
    let energy = f64x2.splat(0);
    for (let at = own; at < own + (half << 1); at += 16, factor += 16, weight += 8) {
      const x = v128.load(at);
      energy = f64x2.add(energy, f64x2.mul(f64x2.mul(x, x), v128.load64_splat(weight)));
      // (xr·fr − xi·fi, xi·fr + xr·fi)
      const crossed = f64x2.mul(v128.shuffle<f64>(x, x, 1, 0), v128.load64_splat(factor, 8));
      const signed = f64x2.mul(crossed, f64x2(-1, 1));
      v128.store(at, f64x2.add(f64x2.mul(x, v128.load64_splat(factor)), signed));
    }
    store<f64>(
      energies + ((<usize>i) << 3),
      f64x2.extract_lane(energy, 0) + f64x2.extract_lane(energy, 1),
    );
    backward(own, length, twiddles);
    memory.copy(row, own, half);
  }
}

// What points read off the first `size` rows of the table: both numbers of each node.
export function gridRead(
  out: usize,
  table: usize,
  y: usize,
  left: f64,
  top: f64,
  scale: f64,
  size: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const row = (<usize>size) << 4;
  for (let i = begin; i < end; i++) {
    const u = (load<f64>(y + ((<usize>i) << 4)) - left) * scale;
    const v = (load<f64>(y + ((<usize>i) << 4), 8) - top) * scale;
    const a = <i32>floor(u);
    const b = <i32>floor(v);
    const s = u - <f64>a;
    const t = v - <f64>b;
    const s0 = f64x2.splat(spline(s, 0));
    const s1 = f64x2.splat(spline(s, 1));
    const s2 = f64x2.splat(spline(s, 2));
    const s3 = f64x2.splat(spline(s, 3));
    let at = table + <usize>(b - 1) * row + ((<usize>(a - 1)) << 4);
    let sum = f64x2.splat(0);
    for (let node = 0; node < 4; node++, at += row) {
      const firstTwo = f64x2.add(f64x2.mul(s0, v128.load(at)), f64x2.mul(s1, v128.load(at, 16)));
      const lastTwo = f64x2.add(f64x2.mul(s2, v128.load(at, 32)), f64x2.mul(s3, v128.load(at, 48)));
      sum = f64x2.add(sum, f64x2.mul(f64x2.splat(spline(t, node)), f64x2.add(firstTwo, lastTwo)));
    }
    v128.store(out + ((<usize>i) << 4), sum);
  }
}
