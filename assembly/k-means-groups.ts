// One iteration of k-means with bounds for groups of eight centres (Ding et al. 2015, "Yinyang k-means"),
// on rows packed to whole numbers. What it gives is that of `kMeansLloyd`, bit for bit.
//
// Packed rows: (x − means) / step, rounded, so that a row and a centre are at most 23,000 steps from the
// means. The square of the distance of two packed rows is then a whole number below 2³¹, and a·a + b·b − 2·a·b
// in 32 bits is that number, without rounding and whatever overflows on the way. One instruction multiplies
// and adds eight columns. By the triangle inequality step·√square is within the two roundings' lengths of the
// true distance; what that leaves open is settled in f64.
//
//   packed row  i32 its square, f32 at least the length of its rounding, then `wide` i16; wide is d rounded
//               up to a multiple of 8, the rest is zeros
import { highest, lowest, square32, square64, theta } from './k-means-squares';
import { laneSums, move } from './k-means-sums';

const ABOVE: f32 = 1.0 + 1.0 / 2097152.0;
const BELOW: f32 = 1.0 - 1.0 / 2097152.0;
const SHRINK: f32 = 1.0 - 1.0 / 4194304.0;
const HEAD: usize = 64;

// @ts-ignore: decorator
@inline
function rowBytes(wide: i32): usize {
  return 8 + ((<usize>wide) << 1);
}

// @ts-ignore: decorator
@inline
function columnsOff(x: usize, means: usize, j: usize): v128 {
  return f64x2.sub(f64x2.promote_low_f32x4(v128.load64_zero(x + (j << 2))), v128.load(means + (j << 3)));
}

// The squared length of a row seen from the means.
function lengthSquare(x: usize, means: usize, stride: i32): f64 {
  let a = f64x2.splat(0);
  for (let j: usize = 0; j < <usize>stride; j += 2) {
    const off = columnsOff(x, means, j);
    a = f64x2.add(a, f64x2.mul(off, off));
  }
  return f64x2.extract_lane(a, 0) + f64x2.extract_lane(a, 1);
}

// The largest squared length of a chunk's rows: out is chunks f64.
export function kMeansReach(
  out: usize,
  x: usize,
  stride: i32,
  means: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  let most: f64 = 0;
  const bytes = (<usize>stride) << 2;
  for (let i = begin; i < end; i++) {
    most = max<f64>(most, lengthSquare(x + <usize>i * bytes, means, stride));
  }
  store<f64>(out + ((<usize>chunk) << 3), most);
}

// Packs rows. One that is longer than `reach` is shortened to it; its rounding is then long.
//
//   unsure   what to add to a rounding's length for the rounding of f64
export function kMeansPack(
  out: usize,
  x: usize,
  stride: i32,
  means: usize,
  step: f64,
  reach: f64,
  unsure: f64,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const wide = (stride + 7) & ~7;
  const size = rowBytes(wide);
  const steps = f64x2.splat(step);
  for (let i = begin; i < end; i++) {
    const row = x + ((<usize>i * <usize>stride) << 2);
    const to = out + <usize>i * size;
    const length = Math.sqrt(lengthSquare(row, means, stride));
    const factor = f64x2.splat((length > reach ? reach / length : 1) / step);
    let error = f64x2.splat(0);
    let square = i32x4.splat(0);
    for (let j: usize = 0; j < <usize>wide; j += 8) {
      let low = i32x4.splat(0);
      let high = low;
      for (let q: usize = 0; q < 8 && j + q < <usize>stride; q += 4) {
        const a = columnsOff(row, means, j + q);
        const b = columnsOff(row, means, j + q + 2);
        const wholeA = f64x2.nearest(f64x2.mul(a, factor));
        const wholeB = f64x2.nearest(f64x2.mul(b, factor));
        const offA = f64x2.sub(a, f64x2.mul(wholeA, steps));
        const offB = f64x2.sub(b, f64x2.mul(wholeB, steps));
        error = f64x2.add(error, f64x2.add(f64x2.mul(offA, offA), f64x2.mul(offB, offB)));
        const four = v128.shuffle<i64>(
          i32x4.trunc_sat_f64x2_s_zero(wholeA),
          i32x4.trunc_sat_f64x2_s_zero(wholeB),
          0,
          2,
        );
        if (q == 0) low = four;
        else high = four;
      }
      const eight = i16x8.narrow_i32x4_s(low, high);
      v128.store(to + 8 + (j << 1), eight);
      square = i32x4.add(square, i32x4.dot_i16x8_s(eight, eight));
    }
    store<i32>(
      to,
      i32x4.extract_lane(square, 0) +
        i32x4.extract_lane(square, 1) +
        i32x4.extract_lane(square, 2) +
        i32x4.extract_lane(square, 3),
    );
    const missed = Math.sqrt(f64x2.extract_lane(error, 0) + f64x2.extract_lane(error, 1)) + unsure;
    store<f32>(to, <f32>missed * ABOVE, 4);
  }
}

// Packed centres in groups of eight.
//
//   out     groups × (64 + 16·wide) bytes: 8 squares, 8 floors (0, or 2³¹ − 1 where there is no centre), then
//           per two columns those of the first four centres and those of the others
//   slots   8·groups i32: the centre, or −1
//   returns the longest rounding of a centre
export function kMeansPanels(out: usize, packed: usize, slots: usize, groups: i32, wide: i32): f64 {
  const size = rowBytes(wide);
  const group = HEAD + ((<usize>wide) << 4);
  let longest: f32 = 0;
  for (let g = 0; g < groups; g++) {
    const to = out + <usize>g * group;
    for (let s = 0; s < 8; s++) {
      const slot = (<usize>s) << 2;
      const c = load<i32>(slots + ((<usize>(g * 8 + s)) << 2));
      if (c < 0) {
        store<i32>(to + slot, 0);
        store<i32>(to + slot, i32.MAX_VALUE, 32);
        for (let j: usize = 0; j < <usize>wide; j += 2) store<i32>(to + HEAD + slot + (j << 4), 0);
        continue;
      }
      const from = packed + <usize>c * size;
      store<i32>(to + slot, load<i32>(from));
      store<i32>(to + slot, 0, 32);
      longest = max<f32>(longest, load<f32>(from, 4));
      for (let j: usize = 0; j < <usize>wide; j += 2) {
        store<i32>(to + HEAD + slot + (j << 4), load<i32>(from + 8 + (j << 1)));
      }
    }
  }
  return <f64>longest;
}

// The whole square of the distance of two packed rows.
// @ts-ignore: decorator
@inline
function packedSquare(a: usize, b: usize, wide: i32): i32 {
  let p = i32x4.splat(0);
  let q = p;
  const end = (<usize>wide) << 1;
  let j: usize = 0;
  for (; j + 32 <= end; j += 32) {
    p = i32x4.add(p, i32x4.dot_i16x8_s(v128.load(a + j, 8), v128.load(b + j, 8)));
    q = i32x4.add(q, i32x4.dot_i16x8_s(v128.load(a + j, 24), v128.load(b + j, 24)));
  }
  if (j < end) p = i32x4.add(p, i32x4.dot_i16x8_s(v128.load(a + j, 8), v128.load(b + j, 8)));
  p = i32x4.add(p, q);
  p = i32x4.add(p, v128.shuffle<i64>(p, p, 1, 0));
  return load<i32>(a) + load<i32>(b) - 2 * (i32x4.extract_lane(p, 0) + i32x4.extract_lane(p, 1));
}

// The whole squares of the distances of a packed row to the eight centres of a group: out is 8 i32.
// Returns the least. Lanes are centres; a lane adds two columns at a time.
// @ts-ignore: decorator
@inline
function packedSquares8(out: usize, row: usize, group: usize, wide: i32): i32 {
  let s0 = i32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  let at = row + 8;
  const end = at + ((<usize>wide) << 1);
  let from = group + HEAD;
  for (; at < end; at += 16, from += 128) {
    let x = v128.load_splat<i32>(at);
    s0 = i32x4.add(s0, i32x4.dot_i16x8_s(x, v128.load(from)));
    s1 = i32x4.add(s1, i32x4.dot_i16x8_s(x, v128.load(from, 16)));
    x = v128.load_splat<i32>(at, 4);
    s2 = i32x4.add(s2, i32x4.dot_i16x8_s(x, v128.load(from, 32)));
    s3 = i32x4.add(s3, i32x4.dot_i16x8_s(x, v128.load(from, 48)));
    x = v128.load_splat<i32>(at, 8);
    s0 = i32x4.add(s0, i32x4.dot_i16x8_s(x, v128.load(from, 64)));
    s1 = i32x4.add(s1, i32x4.dot_i16x8_s(x, v128.load(from, 80)));
    x = v128.load_splat<i32>(at, 12);
    s2 = i32x4.add(s2, i32x4.dot_i16x8_s(x, v128.load(from, 96)));
    s3 = i32x4.add(s3, i32x4.dot_i16x8_s(x, v128.load(from, 112)));
  }
  const own = i32x4.splat(load<i32>(row));
  s0 = i32x4.sub(i32x4.add(own, v128.load(group)), i32x4.shl(i32x4.add(s0, s2), 1));
  s1 = i32x4.sub(i32x4.add(own, v128.load(group, 16)), i32x4.shl(i32x4.add(s1, s3), 1));
  s0 = i32x4.max_s(s0, v128.load(group, 32));
  s1 = i32x4.max_s(s1, v128.load(group, 48));
  v128.store(out, s0);
  v128.store(out, s1, 16);
  return least4(i32x4.min_s(s0, s1));
}

// @ts-ignore: decorator
@inline
function least4(v: v128): i32 {
  v = i32x4.min_s(v, v128.shuffle<i64>(v, v, 1, 0));
  return i32x4.extract_lane(i32x4.min_s(v, v128.shuffle<i32>(v, v, 1, 0, 3, 2)), 0);
}

// Labels rows [begin, end) and keeps `sums` as kMeansLloyd does.
//
//   panels   see kMeansPanels;  slots: as there;  places: k i32, where in `slots` each centre is
//   upper    n f32: at least the distance to the own centre
//   lower    n × t4 f32, t4 is the number of groups rounded up to a multiple of 4: at most the distance to
//            each other centre of the group; +∞ beyond the groups
//   drift    k f32: how far each centre moved
//   drifts   k × t4 f32: how far the farthest centre of the group moved, the row's own centre left out
//   step     of the packed rows;  unsure: the longest rounding of a centre
//   scratch  per lane 9·t4 i32: the squares to the centre in every slot, then the groups looked at
export function kMeansYinyang(
  labels: usize,
  sums: usize,
  scale: usize,
  x: usize,
  stride: i32,
  centers: usize,
  k: i32,
  packed: usize,
  packedCenters: usize,
  panels: usize,
  slots: usize,
  places: usize,
  groups: i32,
  upper: usize,
  lower: usize,
  drift: usize,
  drifts: usize,
  scratch: usize,
  step: f64,
  unsure: f64,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const mine = laneSums(sums, stride, k, lane);
  const bytes = (<usize>stride) << 2;
  const wide = (stride + 7) & ~7;
  const size = rowBytes(wide);
  const groupBytes = HEAD + ((<usize>wide) << 4);
  const boundBytes = ((<usize>groups + 3) & ~3) << 2;
  const squares = scratch + <usize>lane * boundBytes * 9;
  const seen = squares + (boundBytes << 3);
  const shrink = f32x4.splat(SHRINK);
  const slack = theta(stride >> 2);
  const pace = <f32>step;
  const reserve = <f32>unsure * ABOVE;
  for (let i = begin; i < end; i++) {
    const at = (<usize>i) << 2;
    const before = load<i32>(labels + at);
    const bounds = lower + <usize>i * boundBytes;
    let high: f32 = f32.MAX_VALUE;
    if (before >= 0) {
      const moved = drifts + <usize>before * boundBytes;
      high = (load<f32>(upper + at) + load<f32>(drift + ((<usize>before) << 2))) * ABOVE;
      const limit = f32x4.splat(high);
      let open = i32x4.splat(0);
      for (let q: usize = 0; q < boundBytes; q += 16) {
        const bound = f32x4.sub(f32x4.mul(v128.load(bounds + q), shrink), v128.load(moved + q));
        v128.store(bounds + q, bound);
        open = v128.or(open, f32x4.le(bound, limit));
      }
      store<f32>(upper + at, high);
      if (!v128.any_true(open)) continue;
    }
    const row = packed + <usize>i * size;
    const off = (load<f32>(row, 4) + reserve) * ABOVE;
    let least = i32.MAX_VALUE;
    let own = i32.MAX_VALUE;
    let ownGroup = -1;
    if (before >= 0) {
      own = packedSquare(row, packedCenters + <usize>before * size, wide);
      least = own;
      ownGroup = load<i32>(places + ((<usize>before) << 2)) >> 3;
      high = (Mathf.sqrt(<f32>own) * pace * ABOVE + off) * ABOVE;
    } else {
      memory.fill(bounds, 0, (<usize>groups) << 2);
      for (let q = (<usize>groups) << 2; q < boundBytes; q += 4) store<f32>(bounds + q, Infinity);
    }
    let looked = 0;
    let ownSeen = false;
    for (let g = 0; g < groups; g++) {
      if (load<f32>(bounds + ((<usize>g) << 2)) > high) continue;
      const found = packedSquares8(squares + ((<usize>g) << 5), row, panels + <usize>g * groupBytes, wide);
      store<i32>(seen + ((<usize>looked) << 2), g);
      looked++;
      if (g == ownGroup) ownSeen = true;
      if (found < least) {
        least = found;
        high = (Mathf.sqrt(<f32>least) * pace * ABOVE + off) * ABOVE;
      }
    }
    if (looked == 0) {
      store<f32>(upper + at, high);
      continue;
    }
    // Whatever is nearest has a packed square of at most this.
    const far = <f64>(high * ABOVE + off) * <f64>ABOVE / step;
    const most = <i32>min<f64>(far * far + 1, 2147483646.0);
    const limit = i32x4.splat(most);
    let label = before;
    let slot = -1;
    let candidates = 0;
    let square = own;
    const from = x + <usize>i * bytes;
    if (before >= 0 && !ownSeen && own <= most) candidates = 1;
    let near: f32 = 0;
    let exact: f64 = -1;
    for (let p = 0; p < looked; p++) {
      const g = load<i32>(seen + ((<usize>p) << 2));
      const eight = squares + ((<usize>g) << 5);
      let open =
        i32x4.bitmask(i32x4.le_s(v128.load(eight), limit)) |
        (i32x4.bitmask(i32x4.le_s(v128.load(eight, 16), limit)) << 4);
      while (open) {
        const place = (g << 3) + ctz(open);
        open &= open - 1;
        const c = load<i32>(slots + ((<usize>place) << 2));
        if (candidates++ == 0) {
          label = c;
          slot = place;
          continue;
        }
        const mineAt = centers + <usize>label * bytes;
        const otherAt = centers + <usize>c * bytes;
        if (candidates == 2) near = square32(from, mineAt, bytes);
        const other = square32(from, otherAt, bytes);
        // f32 tells most of them apart; `exact` is the square of `label` once it was needed.
        if (lowest(other, slack) > highest(near, slack)) continue;
        if (highest(other, slack) < lowest(near, slack)) {
          exact = -1;
        } else {
          if (exact < 0) exact = square64(from, mineAt, bytes);
          const next = square64(from, otherAt, bytes);
          if (next > exact || (next == exact && c > label)) continue;
          exact = next;
        }
        near = other;
        label = c;
        slot = place;
      }
    }
    if (slot >= 0) {
      const kept = squares + ((<usize>slot) << 2);
      square = load<i32>(kept);
      store<i32>(kept, i32.MAX_VALUE);
    }
    for (let p = 0; p < looked; p++) {
      const g = load<i32>(seen + ((<usize>p) << 2));
      const eight = squares + ((<usize>g) << 5);
      const left = least4(i32x4.min_s(v128.load(eight), v128.load(eight, 16)));
      store<f32>(
        bounds + ((<usize>g) << 2),
        left == i32.MAX_VALUE ? Infinity : Mathf.sqrt(<f32>left) * pace * BELOW - off,
      );
    }
    store<f32>(upper + at, (Mathf.sqrt(<f32>square) * pace * ABOVE + off) * ABOVE);
    if (label == before) continue;
    if (before >= 0 && !ownSeen) {
      const bound = bounds + ((<usize>ownGroup) << 2);
      store<f32>(bound, min<f32>(load<f32>(bound), Mathf.sqrt(<f32>own) * pace * BELOW - off));
    }
    store<i32>(labels + at, label);
    move(mine, scale, from, stride, k, before, label);
  }
}
