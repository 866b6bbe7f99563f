// t-SNE: what pulls rows together, what pushes all apart when every pair is looked at, and one step.
//
//   y        n × c f64, row-major: places on the map
//   others   the places that targets name: y itself while a map is made
//   offsets  (n + 1) i32, targets i32, weights f32: the joint affinities p as CSR, both directions
//   forces   n × c f64
//
// With w = 1 / (1 + |yᵢ − yⱼ|²): attraction Σⱼ p·w·(yᵢ − yⱼ), repulsion Σⱼ w²·(yᵢ − yⱼ), Z = Σ w over pairs.

import { log64 } from './exp-log';

// @ts-ignore: decorator
@inline
function item(list: usize, at: i32): i32 {
  return load<i32>(list + ((<usize>at) << 2));
}

// c = 2: a place is one register, and two neighbours are divided at once.
export function tsneAttractPlane(
  forces: usize,
  y: usize,
  others: usize,
  offsets: usize,
  targets: usize,
  weights: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const one = f64x2.splat(1);
  for (let i = begin; i < end; i++) {
    const own = v128.load(y + ((<usize>i) << 4));
    let sumA = f64x2.splat(0);
    let sumB = f64x2.splat(0);
    let e = item(offsets, i);
    const stop = item(offsets, i + 1);
    for (; e + 1 < stop; e += 2) {
      const da = f64x2.sub(own, v128.load(others + ((<usize>item(targets, e)) << 4)));
      const db = f64x2.sub(own, v128.load(others + ((<usize>item(targets, e + 1)) << 4)));
      const a = f64x2.mul(da, da);
      const b = f64x2.mul(db, db);
      const square = f64x2.add(
        v128.shuffle<f64>(a, b, 0, 2),
        v128.shuffle<f64>(a, b, 1, 3),
      );
      const p = f64x2.promote_low_f32x4(v128.load64_zero(weights + ((<usize>e) << 2)));
      const pull = f64x2.div(p, f64x2.add(one, square));
      sumA = f64x2.add(sumA, f64x2.mul(da, v128.shuffle<f64>(pull, pull, 0, 0)));
      sumB = f64x2.add(sumB, f64x2.mul(db, v128.shuffle<f64>(pull, pull, 1, 1)));
    }
    if (e < stop) {
      const da = f64x2.sub(own, v128.load(others + ((<usize>item(targets, e)) << 4)));
      const a = f64x2.mul(da, da);
      const square = f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
      const pull = <f64>load<f32>(weights + ((<usize>e) << 2)) / (1 + square);
      sumA = f64x2.add(sumA, f64x2.mul(da, f64x2.splat(pull)));
    }
    v128.store(forces + ((<usize>i) << 4), f64x2.add(sumA, sumB));
  }
}

// @ts-ignore: decorator
@inline
function squareApart(a: usize, b: usize, width: usize): f64 {
  let sum: f64 = 0;
  for (let at: usize = 0; at < width; at += 8) {
    const apart = load<f64>(a + at) - load<f64>(b + at);
    sum += apart * apart;
  }
  return sum;
}

export function tsneAttract(
  forces: usize,
  y: usize,
  others: usize,
  offsets: usize,
  targets: usize,
  weights: usize,
  c: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const width = (<usize>c) << 3;
  for (let i = begin; i < end; i++) {
    const own = y + <usize>i * width;
    const to = forces + <usize>i * width;
    memory.fill(to, 0, width);
    for (let e = item(offsets, i); e < item(offsets, i + 1); e++) {
      const other = others + <usize>item(targets, e) * width;
      const pull = <f64>load<f32>(weights + ((<usize>e) << 2)) / (1 + squareApart(own, other, width));
      for (let at: usize = 0; at < width; at += 8) {
        const apart = load<f64>(own + at) - load<f64>(other + at);
        store<f64>(to + at, load<f64>(to + at) + pull * apart);
      }
    }
  }
}

// Per chunk: Σ p·ln(p / w) over the affinities of its rows. Adding ln Z gives the divergence.
export function tsneDivergence(
  out: usize,
  y: usize,
  offsets: usize,
  targets: usize,
  weights: usize,
  c: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const width = (<usize>c) << 3;
  let sum: f64 = 0;
  for (let i = begin; i < end; i++) {
    const own = y + <usize>i * width;
    for (let e = item(offsets, i); e < item(offsets, i + 1); e++) {
      const p = <f64>load<f32>(weights + ((<usize>e) << 2));
      if (p < 1e-300) continue;
      sum += p * log64(p * (1 + squareApart(own, y + <usize>item(targets, e) * width, width)));
    }
  }
  store<f64>(out + ((<usize>chunk) << 3), sum);
}

// Repulsion from every row of a map.
//
//   nears   n f64: Σ w over the rows of the map
//   places  c × stride f64: the map column by column, stride even, filled up with 1e150, which pushes nothing
export function tsneRepel(
  forces: usize,
  nears: usize,
  y: usize,
  places: usize,
  stride: i32,
  c: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const column = (<usize>stride) << 3;
  const width = (<usize>c) << 3;
  const one = f64x2.splat(1);
  for (let i = begin; i < end; i++) {
    const to = forces + <usize>i * width;
    const own = y + <usize>i * width;
    let near = f64x2.splat(0);
    if (c == 2) {
      const ownX = v128.load64_splat(own);
      const ownY = v128.load64_splat(own, 8);
      let sumX = f64x2.splat(0);
      let sumY = f64x2.splat(0);
      for (let at = places; at < places + column; at += 16) {
        const dx = f64x2.sub(ownX, v128.load(at));
        const dy = f64x2.sub(ownY, v128.load(at + column));
        const square = f64x2.add(f64x2.mul(dx, dx), f64x2.mul(dy, dy));
        const w = f64x2.div(one, f64x2.add(one, square));
        near = f64x2.add(near, w);
        const push = f64x2.mul(w, w);
        sumX = f64x2.add(sumX, f64x2.mul(push, dx));
        sumY = f64x2.add(sumY, f64x2.mul(push, dy));
      }
      store<f64>(to, total(sumX));
      store<f64>(to, total(sumY), 8);
    } else {
      memory.fill(to, 0, width);
      for (let at: usize = 0; at < column; at += 16) {
        let square = f64x2.splat(0);
        let place = places + at;
        for (let a: usize = 0; a < width; a += 8, place += column) {
          const d = f64x2.sub(v128.load64_splat(own + a), v128.load(place));
          square = f64x2.add(square, f64x2.mul(d, d));
        }
        const w = f64x2.div(one, f64x2.add(one, square));
        near = f64x2.add(near, w);
        const push = f64x2.mul(w, w);
        place = places + at;
        for (let a: usize = 0; a < width; a += 8, place += column) {
          const d = f64x2.sub(v128.load64_splat(own + a), v128.load(place));
          store<f64>(to + a, load<f64>(to + a) + total(f64x2.mul(push, d)));
        }
      }
    }
    store<f64>(nears + ((<usize>i) << 3), total(near));
  }
}

// @ts-ignore: decorator
@inline
function total(pair: v128): f64 {
  return f64x2.extract_lane(pair, 0) + f64x2.extract_lane(pair, 1);
}

// One step of gradient descent with momentum and gains, for rows by themselves.
//
//   out      chunks × 3c f64: sums of the new places, their least and their greatest
//   pulls    n × c: attraction, times `pull`;   pushes n × c: repulsion, times `push`
//   steps, gains n × c: of the last step, replaced
//   longest  steps longer than this are cut
export function tsneStep(
  out: usize,
  y: usize,
  pulls: usize,
  pushes: usize,
  steps: usize,
  gains: usize,
  c: i32,
  pull: f64,
  push: f64,
  rate: f64,
  momentum: f64,
  longest: f64,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const width = (<usize>c) << 3;
  const sums = out + <usize>chunk * width * 3;
  const lows = sums + width;
  const highs = lows + width;
  for (let at: usize = 0; at < width; at += 8) {
    store<f64>(sums + at, 0);
    store<f64>(lows + at, Infinity);
    store<f64>(highs + at, -Infinity);
  }
  for (let i = begin; i < end; i++) {
    const row = <usize>i * width;
    let square: f64 = 0;
    for (let at = row; at < row + width; at += 8) {
      const gradient = pull * load<f64>(pulls + at) - push * load<f64>(pushes + at);
      const last = load<f64>(steps + at);
      const gain = nextGain(load<f64>(gains + at), last, gradient);
      store<f64>(gains + at, gain);
      const step = momentum * last - rate * gain * gradient;
      store<f64>(steps + at, step);
      square += step * step;
    }
    const cut = square > longest * longest ? longest / sqrt(square) : 1;
    for (let a: usize = 0; a < width; a += 8) {
      const step = load<f64>(steps + row + a) * cut;
      store<f64>(steps + row + a, step);
      const place = load<f64>(y + row + a) + step;
      store<f64>(y + row + a, place);
      store<f64>(sums + a, load<f64>(sums + a) + place);
      store<f64>(lows + a, min(load<f64>(lows + a), place));
      store<f64>(highs + a, max(load<f64>(highs + a), place));
    }
  }
}

// y less `center` (c f64); also column by column into `places` (stride as in tsneRepel) unless it is 0.
export function tsneCenter(
  y: usize,
  places: usize,
  center: usize,
  stride: i32,
  c: i32,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  for (let i = begin; i < end; i++) {
    for (let a = 0; a < c; a++) {
      const at = y + (<usize>(i * c + a) << 3);
      const place = load<f64>(at) - load<f64>(center + ((<usize>a) << 3));
      store<f64>(at, place);
      if (places) store<f64>(places + (<usize>(a * stride + i) << 3), place);
    }
  }
}

// One step of rows that are put on a finished map, each by itself.
//
//   pulls   n × c: attraction to the map;   pushes n × c: repulsion from it
//   nears   n × apart f64, the first of each row: Σ w
//   bounds  2 × c f64: least and greatest place that is allowed
//   longest gradients longer than this are cut
export function tsnePlace(
  y: usize,
  pulls: usize,
  pushes: usize,
  nears: usize,
  steps: usize,
  gains: usize,
  bounds: usize,
  c: i32,
  apart: i32,
  pull: f64,
  rate: f64,
  momentum: f64,
  longest: f64,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const width = (<usize>c) << 3;
  for (let i = begin; i < end; i++) {
    const row = <usize>i * width;
    const push = 1 / load<f64>(nears + (<usize>(i * apart) << 3));
    let square: f64 = 0;
    for (let at = row; at < row + width; at += 8) {
      const gradient = pull * load<f64>(pulls + at) - push * load<f64>(pushes + at);
      store<f64>(pulls + at, gradient);
      square += gradient * gradient;
    }
    const cut = square > longest * longest ? longest / sqrt(square) : 1;
    for (let a: usize = 0; a < width; a += 8) {
      const gradient = cut * load<f64>(pulls + row + a);
      const last = load<f64>(steps + row + a);
      const gain = nextGain(load<f64>(gains + row + a), last, gradient);
      store<f64>(gains + row + a, gain);
      const step = momentum * last - rate * gain * gradient;
      store<f64>(steps + row + a, step);
      const low = load<f64>(bounds + a);
      const high = load<f64>(bounds + width + a);
      store<f64>(y + row + a, min(high, max(low, load<f64>(y + row + a) + step)));
    }
  }
}

// @ts-ignore: decorator
@inline
function nextGain(gain: f64, last: f64, gradient: f64): f64 {
  // The last step went downhill here as well: a step's sign is that of the negative gradient.
  const onward = last > 0 ? gradient <= 0 : last < 0 ? gradient >= 0 : gradient != 0;
  return onward ? gain + 0.2 : gain * 0.8 + 0.01;
}
