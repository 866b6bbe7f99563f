// A step of UMAP's layout: every point is pulled towards its neighbours and pushed from random
// points, one after the other, against the places of the step before. A point writes only its own
// place and has its own random numbers, so the result depends on nothing but the data.
//
// Four points go through their lists of others in step, one per lane:
//
//   list of point 0   [ j | j | ~r | j | ~r | ~r | …      j: towards j,  ~r: away from r
//   list of point 1   [ j | ~r | ~r | …                   lanes whose list has ended stand still
//   list of point 2   [ …
//   list of point 3   [ …
//
//   out, from   n × c f32, the new places and those of the step before
//   others      the places of those that pull and push: `from` when fitting
//   offsets     n + 1 i32, targets i32, rates f32: whom to be pulled by, how often per epoch: at most 1
//   keys        n i32: what tells the random numbers of one point from those of another
//   curve       f32: a, b, push (2·γ·b), step
import { power4 } from './power';

// @ts-ignore: decorator
@inline function mix(x: u32): u32 {
  x = (x ^ (x >> 16)) * 0x85ebca6b;
  x = (x ^ (x >> 13)) * 0xc2b2ae35;
  return x ^ (x >> 16);
}

/**
 * The others of one point in this epoch; gives back how many. An edge fires when its rate's multiple
 * passes a whole number: then the other pulls, and so many random points push. `fired` has room for all.
 */
function list(
  to: usize, targets: usize, rates: usize, from: i32, end: i32, key: u32, seed: u32, epoch: i32,
  negatives: i32, count: i32, fired: usize,
): i32 {
  // Without a branch on what fires, which no processor can guess: the place is written anyway, and
  // kept if it counts.
  const now = <f64>epoch;
  let count4: usize = 0;
  for (let at = (<usize>from) << 2, stop = (<usize>end) << 2; at < stop; at += 4) {
    const rate = <f64>load<f32>(rates + at);
    store<i32>(fired + count4, load<i32>(targets + at));
    count4 += floor(rate * now) == floor(rate * (now - 1)) ? 0 : 4;
  }
  if (negatives == 0) {
    memory.copy(to, fired, count4);
    return <i32>(count4 >> 2);
  }
  const start = to;
  let state = mix(mix(key + seed) + <u32>epoch) | 1;
  for (let at: usize = 0; at < count4; at += 4) {
    store<i32>(to, load<i32>(fired + at));
    to += 4;
    for (let push = 0; push < negatives; push++, to += 4) {
      state ^= state << 13;
      state ^= state >> 17;
      state ^= state << 5;
      store<i32>(to, ~<i32>((<u64>state * <u64>count) >> 32));
    }
  }
  return <i32>((to - start) >> 2);
}

/**
 * @param width c, the numbers of a place
 * @param count points among `others`
 * @param scratch per lane: 8 lists of `room` i32 and one of what fires, then 2 × c vectors
 */
export function umapEpoch(
  out: usize, from: usize, others: usize, offsets: usize, targets: usize, rates: usize, keys: usize,
  curve: usize, width: i32, count: i32, epoch: i32, seed: i32, negatives: i32,
  scratch: usize, room: i32, begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  const stride = (<usize>room) << 2;
  if (width == 2) {
    const own = scratch + <usize>lane * (stride * 9 + 64);
    moveInPlane(
      out, from, others, offsets, targets, rates, keys, curve, count, epoch, seed, negatives, own, stride,
      begin, end,
    );
    return;
  }
  const lists = scratch + <usize>lane * (stride * 9 + ((<usize>width) << 5));
  const own = lists + stride * 9;
  const apart = own + ((<usize>width) << 4);
  const row = (<usize>width) << 2;
  const a = v128.load32_splat(curve);
  const b = v128.load32_splat(curve, 4);
  const push = v128.load32_splat(curve, 8);
  const step = v128.load32_splat(curve, 12);
  const pull = f32x4.mul(f32x4.splat(-2), f32x4.mul(a, b));
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const most = f32x4.splat(4);
  const least = f32x4.splat(-4);
  const little = f32x4.splat(0.001);
  for (let i = begin; i < end; i += 4) {
    const lanes = min(4, end - i);
    let longest = 0;
    let sizes = i32x4.splat(0);
    for (let l = 0; l < lanes; l++) {
      const at = (<usize>(i + l)) << 2;
      const size = list(
        lists + <usize>l * stride, targets, rates, load<i32>(offsets + at), load<i32>(offsets + at, 4),
        load<u32>(keys + at), <u32>seed, epoch, negatives, count,
        lists + (stride << 3),
      );
      longest = max(longest, size);
      store<i32>(apart + ((<usize>l) << 2), size);
    }
    for (let l = lanes; l < 4; l++) store<i32>(apart + ((<usize>l) << 2), 0);
    sizes = v128.load(apart);
    const s0 = i32x4.extract_lane(sizes, 0);
    const s1 = i32x4.extract_lane(sizes, 1);
    const s2 = i32x4.extract_lane(sizes, 2);
    const s3 = i32x4.extract_lane(sizes, 3);
    const p0 = from + <usize>i * row;
    const p1 = from + <usize>min(i + 1, end - 1) * row;
    const p2 = from + <usize>min(i + 2, end - 1) * row;
    const p3 = from + <usize>min(i + 3, end - 1) * row;
    for (let c: usize = 0; c < row; c += 4) {
      let place = v128.load32_zero(p0 + c);
      place = v128.load_lane<f32>(p1 + c, place, 1);
      place = v128.load_lane<f32>(p2 + c, place, 2);
      place = v128.load_lane<f32>(p3 + c, place, 3);
      v128.store(own + (c << 2), place);
    }
    for (let k = 0; k < longest; k++) {
      const at = lists + ((<usize>k) << 2);
      const j0 = k < s0 ? load<i32>(at) : 0;
      const j1 = k < s1 ? load<i32>(at + stride) : 0;
      const j2 = k < s2 ? load<i32>(at + (stride << 1)) : 0;
      const j3 = k < s3 ? load<i32>(at + stride * 3) : 0;
      const away = i32x4.shr_s(i32x4(j0, j1, j2, j3), 31);
      const o0 = others + <usize>(j0 ^ (j0 >> 31)) * row;
      const o1 = others + <usize>(j1 ^ (j1 >> 31)) * row;
      const o2 = others + <usize>(j2 ^ (j2 >> 31)) * row;
      const o3 = others + <usize>(j3 ^ (j3 >> 31)) * row;
      let square = zero;
      for (let c: usize = 0; c < row; c += 4) {
        let other = v128.load32_zero(o0 + c);
        other = v128.load_lane<f32>(o1 + c, other, 1);
        other = v128.load_lane<f32>(o2 + c, other, 2);
        other = v128.load_lane<f32>(o3 + c, other, 3);
        const d = f32x4.sub(v128.load(own + (c << 2)), other);
        v128.store(apart + (c << 2), d);
        square = f32x4.add(square, f32x4.mul(d, d));
      }
      const power = power4(square, b);
      const top = v128.bitselect(push, f32x4.mul(pull, power), away);
      const bottom = f32x4.mul(
        f32x4.add(square, v128.and(little, away)), f32x4.add(one, f32x4.mul(a, power)),
      );
      const open = v128.and(
        f32x4.gt(square, zero), i32x4.gt_s(sizes, i32x4.splat(k)),
      );
      const pace = v128.and(open, f32x4.div(top, bottom));
      for (let c: usize = 0; c < (row << 2); c += 16) {
        const move = f32x4.pmax(least, f32x4.pmin(most, f32x4.mul(pace, v128.load(apart + c))));
        v128.store(own + c, f32x4.add(v128.load(own + c), f32x4.mul(step, move)));
      }
    }
    for (let l = 0; l < lanes; l++) {
      const to = out + <usize>(i + l) * row;
      for (let c: usize = 0; c < row; c += 4) {
        store<f32>(to + c, load<f32>(own + (c << 2) + ((<usize>l) << 2)));
      }
    }
  }
}

/** Place `at` of four lists. */
// @ts-ignore: decorator
@inline function fourth(at: usize, stride: usize): v128 {
  let j = v128.load32_zero(at);
  j = v128.load_lane<i32>(at + stride, j, 1);
  j = v128.load_lane<i32>(at + (stride << 1), j, 2);
  return v128.load_lane<i32>(at + stride * 3, j, 3);
}

/** How fast points go along the line to others: pulled, or pushed where `away` is set. */
// @ts-ignore: decorator
@inline function paceOf(square: v128, away: v128, open: v128, va: v128, vb: v128, vpush: v128): v128 {
  const power = power4(square, vb);
  const pull = f32x4.mul(f32x4.mul(f32x4.splat(-2), f32x4.mul(va, vb)), power);
  const top = v128.bitselect(vpush, pull, away);
  const bottom = f32x4.mul(
    f32x4.add(square, v128.and(f32x4.splat(0.001), away)),
    f32x4.add(f32x4.splat(1), f32x4.mul(va, power)),
  );
  return v128.and(v128.and(f32x4.gt(square, f32x4.splat(0)), open), f32x4.div(top, bottom));
}

// @ts-ignore: decorator
@inline function clipped(move: v128): v128 {
  return f32x4.pmax(f32x4.splat(-4), f32x4.pmin(f32x4.splat(4), move));
}

// @ts-ignore: decorator
@inline function pairOf(others: usize, j: v128, first: bool): v128 {
  const p = first ? i32x4.extract_lane(j, 0) : i32x4.extract_lane(j, 2);
  const q = first ? i32x4.extract_lane(j, 1) : i32x4.extract_lane(j, 3);
  const u = v128.load64_zero(others + ((<usize>p) << 3));
  return v128.load_lane<i64>(others + ((<usize>q) << 3), u, 1);
}

/**
 * The same in two columns, eight points at a time in two vectors: a point's steps wait for each other,
 * and while those of four points do, those of the others go on.
 */
function moveInPlane(
  out: usize, from: usize, others: usize, offsets: usize, targets: usize, rates: usize, keys: usize,
  curve: usize, count: i32, epoch: i32, seed: i32, negatives: i32, lists: usize, stride: usize, begin: i32,
  end: i32,
): void {
  const va = v128.load32_splat(curve);
  const vb = v128.load32_splat(curve, 4);
  const vpush = v128.load32_splat(curve, 8);
  const step = v128.load32_splat(curve, 12);
  const sizes = lists + stride * 9;
  const half = stride << 2;
  for (let i = begin; i < end; i += 8) {
    const points = min(8, end - i);
    let longest = 0;
    for (let l = 0; l < 8; l++) {
      let size = 0;
      if (l < points) {
        const at = (<usize>(i + l)) << 2;
        size = list(
          lists + <usize>l * stride, targets, rates, load<i32>(offsets + at),
          load<i32>(offsets + at, 4), load<u32>(keys + at), <u32>seed, epoch, negatives, count,
          lists + (stride << 3),
        );
      }
      longest = max(longest, size);
      store<i32>(sizes + ((<usize>l) << 2), size);
    }
    // Lists that end early name point 0 from there on, and nothing comes of it.
    for (let l: usize = 0; l < 8; l++) {
      const size = load<i32>(sizes + (l << 2));
      memory.fill(lists + l * stride + ((<usize>size) << 2), 0, (<usize>(longest - size)) << 2);
    }
    const endA = v128.load(sizes);
    const endB = v128.load(sizes, 16);
    const last = end - 1;
    let u = pairAt(from, i, min(i + 1, last));
    let w = pairAt(from, min(i + 2, last), min(i + 3, last));
    let xa = v128.shuffle<i32>(u, w, 0, 2, 4, 6);
    let ya = v128.shuffle<i32>(u, w, 1, 3, 5, 7);
    u = pairAt(from, min(i + 4, last), min(i + 5, last));
    w = pairAt(from, min(i + 6, last), min(i + 7, last));
    let xb = v128.shuffle<i32>(u, w, 0, 2, 4, 6);
    let yb = v128.shuffle<i32>(u, w, 1, 3, 5, 7);
    for (let k = 0; k < longest; k++) {
      const at = lists + ((<usize>k) << 2);
      const now = i32x4.splat(k);
      const ja = fourth(at, stride);
      const jb = fourth(at + half, stride);
      const awayA = i32x4.shr_s(ja, 31);
      const awayB = i32x4.shr_s(jb, 31);
      const na = v128.xor(ja, awayA);
      const nb = v128.xor(jb, awayB);
      const ua = pairOf(others, na, true);
      const wa = pairOf(others, na, false);
      const ub = pairOf(others, nb, true);
      const wb = pairOf(others, nb, false);
      const dxa = f32x4.sub(xa, v128.shuffle<i32>(ua, wa, 0, 2, 4, 6));
      const dya = f32x4.sub(ya, v128.shuffle<i32>(ua, wa, 1, 3, 5, 7));
      const dxb = f32x4.sub(xb, v128.shuffle<i32>(ub, wb, 0, 2, 4, 6));
      const dyb = f32x4.sub(yb, v128.shuffle<i32>(ub, wb, 1, 3, 5, 7));
      const squareA = f32x4.add(f32x4.mul(dxa, dxa), f32x4.mul(dya, dya));
      const squareB = f32x4.add(f32x4.mul(dxb, dxb), f32x4.mul(dyb, dyb));
      const paceA = paceOf(squareA, awayA, i32x4.gt_s(endA, now), va, vb, vpush);
      const paceB = paceOf(squareB, awayB, i32x4.gt_s(endB, now), va, vb, vpush);
      xa = f32x4.add(xa, f32x4.mul(step, clipped(f32x4.mul(paceA, dxa))));
      ya = f32x4.add(ya, f32x4.mul(step, clipped(f32x4.mul(paceA, dya))));
      xb = f32x4.add(xb, f32x4.mul(step, clipped(f32x4.mul(paceB, dxb))));
      yb = f32x4.add(yb, f32x4.mul(step, clipped(f32x4.mul(paceB, dyb))));
    }
    // Back through the scratch, as fewer than eight may be left.
    v128.store(lists, v128.shuffle<i32>(xa, ya, 0, 4, 1, 5));
    v128.store(lists, v128.shuffle<i32>(xa, ya, 2, 6, 3, 7), 16);
    v128.store(lists, v128.shuffle<i32>(xb, yb, 0, 4, 1, 5), 32);
    v128.store(lists, v128.shuffle<i32>(xb, yb, 2, 6, 3, 7), 48);
    memory.copy(out + ((<usize>i) << 3), lists, (<usize>points) << 3);
  }
}

// @ts-ignore: decorator
@inline function pairAt(places: usize, p: i32, q: i32): v128 {
  const u = v128.load64_zero(places + ((<usize>p) << 3));
  return v128.load_lane<i64>(places + ((<usize>q) << 3), u, 1);
}
