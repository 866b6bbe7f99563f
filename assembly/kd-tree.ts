// A kd-tree over n points of d columns, built in place and packed for SIMD.
//
// Nodes are those of a complete binary tree: node i has children 2i and 2i + 1, the root is 1, and
// with L leaves the leaves are nodes L … 2L − 1. Every leaf holds 16 points, only the last in order
// fewer, so a point's place in tree order (its position) says its leaf: position >> 4.
//
// Header, i32 words:
//   0 n   1 d   2 pad (d rounded up to 4)   3 L
//   4 points   L leaves × d × 16 f32: column j of a leaf's 16 points side by side; unused ones NaN
//
//        leaf 0                                      leaf 1
//        [ x₀ of 16 points | x₁ of 16 points | … ]   [ x₀ of 16 points | …
//
//   5 rows     position → row of the caller's matrix, i32
//   6 boxes    2L nodes × (low: pad f32, high: pad f32); padding is zero
//   7 begins   first position of each node, i32     8 ends   one past its last
//   9 lows     the lowest row below each node, i32
//
// Squared distances come in two qualities: four at a time in f32, which decides all but close calls,
// and one at a time in f64 for those. A difference of two f32 is rounded once and squares do not
// cancel, so the f32 sum of d squares is right within (d + 3) · 2⁻²⁴ of itself; `slack` doubles that
// and adds room for the rounding of the bounds.

export const LEAF: i32 = 16;

// @ts-ignore: decorator
@inline export function rowsOf(tree: usize): i32 {
  return load<i32>(tree);
}
// @ts-ignore: decorator
@inline export function colsOf(tree: usize): i32 {
  return load<i32>(tree, 4);
}
// @ts-ignore: decorator
@inline export function padOf(tree: usize): i32 {
  return load<i32>(tree, 8);
}
// @ts-ignore: decorator
@inline export function leavesOf(tree: usize): i32 {
  return load<i32>(tree, 12);
}
// @ts-ignore: decorator
@inline export function pointsOf(tree: usize): usize {
  return <usize>load<u32>(tree, 16);
}
// @ts-ignore: decorator
@inline export function rowNumbersOf(tree: usize): usize {
  return <usize>load<u32>(tree, 20);
}
// @ts-ignore: decorator
@inline export function boxesOf(tree: usize): usize {
  return <usize>load<u32>(tree, 24);
}
// @ts-ignore: decorator
@inline export function beginOf(tree: usize, node: i32): i32 {
  return load<i32>(<usize>load<u32>(tree, 28) + ((<usize>node) << 2));
}
// @ts-ignore: decorator
@inline export function endOf(tree: usize, node: i32): i32 {
  return load<i32>(<usize>load<u32>(tree, 32) + ((<usize>node) << 2));
}

// @ts-ignore: decorator
@inline export function lowOf(tree: usize, node: i32): i32 {
  return load<i32>(<usize>load<u32>(tree, 36) + ((<usize>node) << 2));
}

/** Relative error that f32 distances stay under, twice over. */
// @ts-ignore: decorator
@inline function slack(cols: i32): f64 {
  return <f64>(cols + 16) / 8388608.0;
}

// Below 10⁻³⁰ squares lose their relative precision to underflow, so there f64 decides everything.
const TINY: f64 = 1e-30;

/** An f32 bound that the f32 distance of no point within `square` exceeds. */
// @ts-ignore: decorator
@inline export function upper(square: f64, cols: i32): f32 {
  return <f32>max(square * (1 + slack(cols)), TINY);
}

/** An f32 bound such that a point with an f32 distance of at most that is surely within `square`. */
// @ts-ignore: decorator
@inline export function lower(square: f64, cols: i32): f32 {
  return square < TINY ? -1 : <f32>min(square * (1 - slack(cols)), 3e38);
}

/** Where column 0 of the point at a position lies; column j is 64 · j bytes further. */
// @ts-ignore: decorator
@inline export function pointAt(points: usize, cols: i32, position: i32): usize {
  return points + (<usize>(position >> 4) * <usize>cols << 6) + (<usize>(position & 15) << 2);
}

/** The leaf node that holds a leaf number: the deepest level comes first in order. */
// @ts-ignore: decorator
@inline export function leafNode(leaves: i32, leaf: i32): i32 {
  const level = leaves <= 1 ? 1 : 1 << (32 - clz(leaves - 1));
  const deep = 2 * leaves - level;
  return leaf < deep ? level + leaf : ((level + deep) >> 1) + leaf - deep;
}

/** The point at a position as d + padding numbers side by side. */
export function loadPoint(out: usize, tree: usize, position: i32): void {
  const cols = colsOf(tree);
  let from = pointAt(pointsOf(tree), cols, position);
  for (let j = 0; j < cols; j++, from += 64) {
    store<f32>(out + ((<usize>j) << 2), load<f32>(from));
  }
  for (let j = cols; j < padOf(tree); j++) store<f32>(out + ((<usize>j) << 2), 0);
}

/** A row of a row-major matrix, padded the same way. */
export function loadRow(out: usize, tree: usize, x: usize, row: i32): void {
  const cols = colsOf(tree);
  const from = x + (<usize>row * <usize>cols << 2);
  memory.copy(out, from, (<usize>cols) << 2);
  for (let j = cols; j < padOf(tree); j++) store<f32>(out + ((<usize>j) << 2), 0);
}

/** The squared distance of a query and the point at a position, in f64. */
export function exactSquare(query: usize, points: usize, cols: i32, position: i32): f64 {
  let at = pointAt(points, cols, position);
  let sum: f64 = 0;
  for (let j = 0; j < cols; j++, at += 64, query += 4) {
    const difference = <f64>load<f32>(query) - <f64>load<f32>(at);
    sum += difference * difference;
  }
  return sum;
}

// @ts-ignore: decorator
@inline function sumLanes(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** The squared distance from a query to a node's box: 0 inside. */
export function boxSquare(query: usize, boxes: usize, pad: i32, node: i32): f32 {
  let low = boxes + (<usize>node * <usize>pad << 3);
  const size = (<usize>pad) << 2;
  const stop = low + size;
  const zero = f32x4.splat(0);
  let sum = zero;
  for (; low < stop; low += 16, query += 16) {
    const q = v128.load(query);
    const out = f32x4.pmax(
      f32x4.sub(v128.load(low), q),
      f32x4.sub(q, v128.load(low + size)),
    );
    const part = f32x4.pmax(zero, out);
    sum = f32x4.add(sum, f32x4.mul(part, part));
  }
  return sumLanes(sum);
}

/** The squared distance from a query to the farthest corner of a node's box. */
export function farSquare(query: usize, boxes: usize, pad: i32, node: i32): f32 {
  let low = boxes + (<usize>node * <usize>pad << 3);
  const size = (<usize>pad) << 2;
  const stop = low + size;
  let sum = f32x4.splat(0);
  for (; low < stop; low += 16, query += 16) {
    const q = v128.load(query);
    const part = f32x4.pmax(
      f32x4.sub(q, v128.load(low)),
      f32x4.sub(v128.load(low + size), q),
    );
    sum = f32x4.add(sum, f32x4.mul(part, part));
  }
  return sumLanes(sum);
}

// @ts-ignore: decorator
@inline function bits4(a: v128, b: v128, c: v128, d: v128): i32 {
  return i32x4.bitmask(a) | (i32x4.bitmask(b) << 4) | (i32x4.bitmask(c) << 8) | (i32x4.bitmask(d) << 12);
}

/**
 * Two bits per point of a leaf, by its f32 squared distance to the query: bits 0–15 at most `maybe`,
 * bits 16–31 at most `surely`.
 */
export function leafWithin(query: usize, points: usize, cols: i32, leaf: i32, maybe: f32, surely: f32): i32 {
  let at = points + (<usize>leaf * <usize>cols << 6);
  let s0 = f32x4.splat(0);
  let s1 = s0;
  let s2 = s0;
  let s3 = s0;
  for (let j = 0; j < cols; j++, at += 64, query += 4) {
    const q = v128.load32_splat(query);
    const d0 = f32x4.sub(q, v128.load(at));
    const d1 = f32x4.sub(q, v128.load(at, 16));
    const d2 = f32x4.sub(q, v128.load(at, 32));
    const d3 = f32x4.sub(q, v128.load(at, 48));
    s0 = f32x4.add(s0, f32x4.mul(d0, d0));
    s1 = f32x4.add(s1, f32x4.mul(d1, d1));
    s2 = f32x4.add(s2, f32x4.mul(d2, d2));
    s3 = f32x4.add(s3, f32x4.mul(d3, d3));
  }
  const most = f32x4.splat(maybe);
  const bits = bits4(f32x4.le(s0, most), f32x4.le(s1, most), f32x4.le(s2, most), f32x4.le(s3, most));
  if (bits == 0) return 0;
  const least = f32x4.splat(surely);
  return (
    bits |
    (bits4(f32x4.le(s0, least), f32x4.le(s1, least), f32x4.le(s2, least), f32x4.le(s3, least)) << 16)
  );
}

// --- build ---------------------------------------------------------------------------------------

// @ts-ignore: decorator
@inline function comes(keyA: f32, rowA: i32, keyB: f32, rowB: i32): bool {
  return keyA < keyB || (keyA == keyB && rowA < rowB);
}

// @ts-ignore: decorator
@inline function swap(keys: usize, rows: usize, a: i32, b: i32): void {
  const i = (<usize>a) << 2;
  const j = (<usize>b) << 2;
  const key = load<f32>(keys + i);
  store<f32>(keys + i, load<f32>(keys + j));
  store<f32>(keys + j, key);
  const row = load<i32>(rows + i);
  store<i32>(rows + i, load<i32>(rows + j));
  store<i32>(rows + j, row);
}

// @ts-ignore: decorator
@inline function order(keys: usize, rows: usize, a: i32, b: i32): void {
  const i = (<usize>a) << 2;
  const j = (<usize>b) << 2;
  if (comes(load<f32>(keys + j), load<i32>(rows + j), load<f32>(keys + i), load<i32>(rows + i))) {
    swap(keys, rows, a, b);
  }
}

/** Puts the entries that come first by (key, row) into [from, middle), the others behind them. */
export function select(keys: usize, rows: usize, from: i32, to: i32, middle: i32): void {
  let low = from;
  let high = to - 1;
  while (high - low > 2) {
    const centre = (low + high) >> 1;
    order(keys, rows, low, centre);
    order(keys, rows, low, high);
    order(keys, rows, centre, high);
    const key = load<f32>(keys + ((<usize>centre) << 2));
    const row = load<i32>(rows + ((<usize>centre) << 2));
    let i = low;
    let j = high;
    while (i <= j) {
      while (comes(load<f32>(keys + ((<usize>i) << 2)), load<i32>(rows + ((<usize>i) << 2)), key, row)) i++;
      while (comes(key, row, load<f32>(keys + ((<usize>j) << 2)), load<i32>(rows + ((<usize>j) << 2)))) j--;
      if (i <= j) {
        swap(keys, rows, i, j);
        i++;
        j--;
      }
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
  order(keys, rows, low, min(low + 1, high));
  order(keys, rows, min(low + 1, high), high);
  order(keys, rows, low, min(low + 1, high));
}

/**
 * Nodes first + begin … first + end − 1, all on one level: the box of each node's points, and for an
 * inner node the points parted between its children at its widest column.
 */
export function kdSplit(tree: usize, x: usize, keys: usize, first: i32, begin: i32, end: i32, _chunk: i32, _lane: i32): void {
  const cols = colsOf(tree);
  const pad = padOf(tree);
  const rows = rowNumbersOf(tree);
  const stride = (<usize>cols) << 2;
  for (let node = first + begin; node < first + end; node++) {
    const from = beginOf(tree, node);
    const to = endOf(tree, node);
    const low = boxesOf(tree) + (<usize>node * <usize>pad << 3);
    const high = low + ((<usize>pad) << 2);
    memory.copy(low, x + <usize>load<i32>(rows + ((<usize>from) << 2)) * stride, stride);
    memory.copy(high, low, stride);
    for (let p = from + 1; p < to; p++) {
      const row = x + <usize>load<i32>(rows + ((<usize>p) << 2)) * stride;
      let j: usize = 0;
      for (; j + 16 <= stride; j += 16) {
        const v = v128.load(row + j);
        v128.store(low + j, f32x4.pmin(v128.load(low + j), v));
        v128.store(high + j, f32x4.pmax(v128.load(high + j), v));
      }
      for (; j < stride; j += 4) {
        const v = load<f32>(row + j);
        if (v < load<f32>(low + j)) store<f32>(low + j, v);
        if (v > load<f32>(high + j)) store<f32>(high + j, v);
      }
    }
    if (node >= leavesOf(tree)) continue;
    let widest: usize = 0;
    let width: f32 = -1;
    for (let j: usize = 0; j < stride; j += 4) {
      const w = load<f32>(high + j) - load<f32>(low + j);
      if (w > width) {
        width = w;
        widest = j;
      }
    }
    for (let p = from; p < to; p++) {
      const row = <usize>load<i32>(rows + ((<usize>p) << 2));
      store<f32>(keys + ((<usize>p) << 2), load<f32>(x + row * stride + widest));
    }
    select(keys, rows, from, to, endOf(tree, 2 * node));
  }
}

/** Leaves begin … end − 1: rows in ascending order, then their numbers column by column. */
export function kdPack(tree: usize, x: usize, begin: i32, end: i32, _chunk: i32, _lane: i32): void {
  const n = rowsOf(tree);
  const cols = colsOf(tree);
  const rows = rowNumbersOf(tree);
  for (let leaf = begin; leaf < end; leaf++) {
    const from = leaf * LEAF;
    const to = min(n, from + LEAF);
    for (let p = from + 1; p < to; p++) {
      const row = load<i32>(rows + ((<usize>p) << 2));
      let q = p;
      for (; q > from && load<i32>(rows + ((<usize>q) << 2) - 4) > row; q--) {
        store<i32>(rows + ((<usize>q) << 2), load<i32>(rows + ((<usize>q) << 2) - 4));
      }
      store<i32>(rows + ((<usize>q) << 2), row);
    }
    for (let p = from; p < from + LEAF; p++) {
      let at = pointAt(pointsOf(tree), cols, p);
      if (p < to) {
        let source = x + (<usize>load<i32>(rows + ((<usize>p) << 2)) * <usize>cols << 2);
        for (let j = 0; j < cols; j++, at += 64, source += 4) store<f32>(at, load<f32>(source));
      } else {
        for (let j = 0; j < cols; j++, at += 64) store<f32>(at, f32.NaN);
      }
    }
  }
}
