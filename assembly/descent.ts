// Near rows among many, found by asking neighbours for theirs (Dong, Charikar & Li 2011). Rows are seen
// through sketches of `width` f32, a multiple of four.
//
// Every row looks for itself: it reads the lists of the round before and writes its own new one. So rows
// do not wait for each other, and the result does not depend on who works when.
//
//   lists     n × size: squares f64, rows i32 (−1 where there is none), fresh u8 (1: came in the last round)
//   backs     n × most i32: who lists this row among its first; backFresh u8 the same way
//   scratch   per lane: n marks i32, then room for candidates i32
import { emptyList, insertRow, listReach, openList } from './nearest-list';
import { select } from './kd-tree';

// @ts-ignore: decorator
@inline function squareOfSketches(a: usize, b: usize, bytes: usize): f32 {
  let low = f32x4.splat(0);
  let high = low;
  let j: usize = 0;
  for (; j + 32 <= bytes; j += 32) {
    const d = f32x4.sub(v128.load(a + j), v128.load(b + j));
    const e = f32x4.sub(v128.load(a + j, 16), v128.load(b + j, 16));
    low = f32x4.add(low, f32x4.mul(d, d));
    high = f32x4.add(high, f32x4.mul(e, e));
  }
  if (j < bytes) {
    const d = f32x4.sub(v128.load(a + j), v128.load(b + j));
    low = f32x4.add(low, f32x4.mul(d, d));
  }
  const sum = f32x4.add(low, high);
  return (
    f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 2) +
    (f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 3))
  );
}

// @ts-ignore: decorator
@inline function mix(x: u32): u32 {
  x = (x ^ (x >> 16)) * 0x85ebca6b;
  x = (x ^ (x >> 13)) * 0xc2b2ae35;
  return x ^ (x >> 16);
}

// A wasm global belongs to one instance, and each thread has its own.
let sketches: usize = 0;
let bytes: usize = 0;
let order: usize = 0;
let keys: usize = 0;
let normal: usize = 0;
let begins: usize = 0;
let ends: usize = 0;
let leafRows: i32 = 0;

// @ts-ignore: decorator
@inline function rowAt(position: i32): i32 {
  return load<i32>(order + ((<usize>position) << 2));
}

/** Parts rows at the median of their places along the line through two of them, until few are left. */
function part(from: i32, to: i32, state: u32): void {
  const size = to - from;
  if (size <= leafRows) {
    for (let p = from; p < to; p++) {
      store<i32>(begins + ((<usize>rowAt(p)) << 2), from);
      store<i32>(ends + ((<usize>rowAt(p)) << 2), to);
    }
    return;
  }
  const a = rowAt(from + <i32>(mix(state) % <u32>size));
  const b = rowAt(from + <i32>(mix(state + 1) % <u32>size));
  for (let j: usize = 0; j < bytes; j += 16) {
    v128.store(normal + j, f32x4.sub(
      v128.load(sketches + <usize>a * bytes + j), v128.load(sketches + <usize>b * bytes + j),
    ));
  }
  for (let p = from; p < to; p++) {
    let sum = f32x4.splat(0);
    const at = sketches + <usize>rowAt(p) * bytes;
    for (let j: usize = 0; j < bytes; j += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(at + j), v128.load(normal + j)));
    }
    const key =
      f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + f32x4.extract_lane(sum, 2) +
      f32x4.extract_lane(sum, 3);
    store<f32>(keys + ((<usize>p) << 2), key);
  }
  const middle = from + (size >> 1);
  select(keys, order, from, to, middle);
  part(from, middle, mix(state * 2 + 0x9e3779b9));
  part(middle, to, mix(state * 2 + 0x7f4a7c15));
}

/**
 * Trees begin … end − 1 of a forest of random projections: `orders`, `firsts` and `lasts` are trees × n:
 * the rows leaf by leaf, and per row where its leaf begins and ends.
 *
 * @param scratch per lane: n + width f32
 */
export function growTrees(
  orders: usize, firsts: usize, lasts: usize, places: usize, count: i32, width: i32, leaf: i32, seed: i32,
  scratch: usize, begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  sketches = places;
  bytes = (<usize>width) << 2;
  leafRows = leaf;
  keys = scratch + (<usize>lane * <usize>(count + width) << 2);
  normal = keys + ((<usize>count) << 2);
  for (let tree = begin; tree < end; tree++) {
    const at = <usize>tree * <usize>count << 2;
    order = orders + at;
    begins = firsts + at;
    ends = lasts + at;
    for (let p = 0; p < count; p++) store<i32>(order + ((<usize>p) << 2), p);
    part(0, count, mix(<u32>seed + mix(<u32>tree + 1)));
  }
}

// --- looking -------------------------------------------------------------------------------------

let marks: usize = 0;
let candidates: usize = 0;
let found: i32 = 0;
let known: i32 = 0;

/** Notes a candidate that was not yet seen for this row. */
// @ts-ignore: decorator
@inline function consider(row: i32): void {
  const at = marks + ((<usize>row) << 2);
  if (load<i32>(at) >= known) return;
  store<i32>(at, known + 1);
  store<i32>(candidates + ((<usize>found) << 2), row);
  found++;
}

/** Measures what was noted and puts it on the open list. */
function settle(row: i32): void {
  const own = sketches + <usize>row * bytes;
  let reach = <f32>listReach();
  for (let c = 0; c < found; c++) {
    const other = load<i32>(candidates + ((<usize>c) << 2));
    const square = squareOfSketches(own, sketches + <usize>other * bytes, bytes);
    if (square > reach) continue;
    insertRow(<f64>square, other);
    reach = <f32>listReach();
  }
}

/** First lists: the nearest of those that share a leaf with the row in some tree. All are fresh. */
export function forestLists(
  outSquares: usize, outRows: usize, fresh: usize, orders: usize, firsts: usize, lasts: usize, trees: i32,
  places: usize, count: i32, width: i32, size: i32, scratch: usize, scratchBytes: i32, first: i32,
  begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  begin += first;
  end += first;
  sketches = places;
  bytes = (<usize>width) << 2;
  marks = scratch + <usize>lane * <usize>scratchBytes;
  candidates = marks + ((<usize>count) << 2);
  for (let row = begin; row < end; row++) {
    openList(outSquares, outRows, size, row);
    emptyList();
    known = 2 * row + 2;
    found = 0;
    store<i32>(marks + ((<usize>row) << 2), known);
    for (let tree = 0; tree < trees; tree++) {
      const at = (<usize>tree * <usize>count + <usize>row) << 2;
      const to = load<i32>(lasts + at);
      for (let p = load<i32>(firsts + at); p < to; p++) {
        consider(load<i32>(orders + ((<usize>tree * <usize>count + <usize>p) << 2)));
      }
    }
    settle(row);
  }
  memory.fill(fresh + <usize>begin * <usize>size, 1, <usize>(end - begin) * <usize>size);
}

/**
 * One round: each row looks at the neighbours of its neighbours, both ways, `near` of each list, unless
 * both steps of the way are old. Marks must be below 2·n·(round + 1) when round `round` begins.
 */
export function descend(
  outSquares: usize, outRows: usize, outFresh: usize, squares: usize, rows: usize, fresh: usize,
  backs: usize, backFresh: usize, places: usize, count: i32, width: i32, size: i32, near: i32, most: i32,
  round: i32, scratch: usize, scratchBytes: i32, first: i32, begin: i32, end: i32, _chunk: i32,
  lane: i32,
): void {
  begin += first;
  end += first;
  sketches = places;
  bytes = (<usize>width) << 2;
  marks = scratch + <usize>lane * <usize>scratchBytes;
  candidates = marks + ((<usize>count) << 2);
  const line = <usize>size;
  for (let row = begin; row < end; row++) {
    const at = <usize>row * line;
    memory.copy(outSquares + (at << 3), squares + (at << 3), line << 3);
    memory.copy(outRows + (at << 2), rows + (at << 2), line << 2);
    openList(outSquares, outRows, size, row);
    known = 2 * (round * count + row) + 2;
    found = 0;
    store<i32>(marks + ((<usize>row) << 2), known);
    for (let j: usize = 0; j < line; j++) {
      const held = load<i32>(rows + ((at + j) << 2));
      if (held >= 0) store<i32>(marks + ((<usize>held) << 2), known);
    }
    for (let j = 0; j < near; j++) {
      const middle = load<i32>(rows + ((at + <usize>j) << 2));
      if (middle < 0) break;
      visit(middle, load<u8>(fresh + at + <usize>j) != 0, rows, fresh, backs, backFresh, line, near, most);
    }
    const back = <usize>row * <usize>most;
    for (let j = 0; j < most; j++) {
      const middle = load<i32>(backs + ((back + <usize>j) << 2));
      if (middle < 0) break;
      const isFresh = load<u8>(backFresh + back + <usize>j) != 0;
      if (isFresh) consider(middle);
      visit(middle, isFresh, rows, fresh, backs, backFresh, line, near, most);
    }
    settle(row);
    for (let j: usize = 0; j < line; j++) {
      const held = load<i32>(outRows + ((at + j) << 2));
      const old = held < 0 || load<i32>(marks + ((<usize>held) << 2)) == known;
      store<u8>(outFresh + at + j, old ? 0 : 1);
    }
  }
}

/** The neighbours of a neighbour, both ways. */
// @ts-ignore: decorator
@inline function visit(
  middle: i32, isFresh: bool, rows: usize, fresh: usize, backs: usize, backFresh: usize, line: usize,
  near: i32, most: i32,
): void {
  const from = <usize>middle * line;
  for (let j = 0; j < near; j++) {
    const other = load<i32>(rows + ((from + <usize>j) << 2));
    if (other < 0) break;
    if (isFresh || load<u8>(fresh + from + <usize>j) != 0) consider(other);
  }
  const back = <usize>middle * <usize>most;
  for (let j = 0; j < most; j++) {
    const other = load<i32>(backs + ((back + <usize>j) << 2));
    if (other < 0) break;
    if (isFresh || load<u8>(backFresh + back + <usize>j) != 0) consider(other);
  }
}
