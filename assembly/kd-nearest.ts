// The k nearest points of each query, nearest first, ties by the lower row.
//
// Queries that are the tree's own points start at their own leaf and climb; others come down from the
// root. The f32 filter keeps all but a few candidates from the exact distance.
import {
  beginOf, boxesOf, boxSquare, colsOf, exactSquare, leafNode, leafWithin, leavesOf, loadPoint,
  loadRow, lowOf, padOf, pointsOf, rowNumbersOf, upper,
} from './kd-tree';

// A wasm global belongs to one instance, and each thread has its own.
let tree: usize = 0;
let query: usize = 0;
let points: usize = 0;
let boxes: usize = 0;
let rows: usize = 0;
let cols: i32 = 0;
let pad: i32 = 0;
let leaves: i32 = 0;
let most: i32 = 0;
let reach: f32 = 0;
/** With all of the list at distance 0: the last row of it, which only lower rows can replace. */
let lastRow: i32 = 0;
let squares: usize = 0;
let places: usize = 0;

// @ts-ignore: decorator
@inline function rowAt(position: i32): i32 {
  return load<i32>(rows + ((<usize>position) << 2));
}

function insert(square: f64, position: i32): void {
  let slot = most - 1;
  const worst = load<f64>(squares + ((<usize>slot) << 3));
  if (square > worst) return;
  if (square == worst) {
    const place = load<i32>(places + ((<usize>slot) << 2));
    if (place >= 0 && rowAt(place) < rowAt(position)) return;
  }
  for (; slot > 0; slot--) {
    const before = load<f64>(squares + ((<usize>slot) << 3) - 8);
    const place = load<i32>(places + ((<usize>slot) << 2) - 4);
    if (before < square || (before == square && place >= 0 && rowAt(place) < rowAt(position))) break;
    store<f64>(squares + ((<usize>slot) << 3), before);
    store<i32>(places + ((<usize>slot) << 2), place);
  }
  store<f64>(squares + ((<usize>slot) << 3), square);
  store<i32>(places + ((<usize>slot) << 2), position);
  limit();
}

function limit(): void {
  const slot = <usize>(most - 1);
  const worst = load<f64>(squares + (slot << 3));
  reach = upper(worst, cols);
  lastRow = worst == 0 ? rowAt(load<i32>(places + (slot << 2))) : i32.MAX_VALUE;
}

function scan(leaf: i32): void {
  let bits = leafWithin(query, points, cols, leaf, reach, -1) & 0xffff;
  for (; bits != 0; bits &= bits - 1) {
    const position = leaf * 16 + ctz(bits);
    insert(exactSquare(query, points, cols, position), position);
  }
}

/** Among crowds of equal rows, what cannot be nearer and has no lower row is shut out. */
function visit(node: i32): void {
  if (lowOf(tree, node) > lastRow) return;
  if (node >= leaves) {
    scan(beginOf(tree, node) >> 4);
    return;
  }
  const left = boxSquare(query, boxes, pad, 2 * node);
  const right = boxSquare(query, boxes, pad, 2 * node + 1);
  const nearer = right < left ? 1 : 0;
  if (min(left, right) <= reach) visit(2 * node + nearer);
  if (max(left, right) <= reach) visit(2 * node + 1 - nearer);
}

function start(i: i32, y: usize): void {
  if (y != 0) loadRow(query, tree, y, i);
  else loadPoint(query, tree, i);
}

/** Points of query i so far, as a list that `insert` keeps in order. */
function open(outSquares: usize, outPlaces: usize, i: i32): void {
  squares = outSquares + (<usize>i * <usize>most << 3);
  places = outPlaces + (<usize>i * <usize>most << 2);
  limit();
}

/**
 * Row i of outSquares and of outPlaces (both n × k): squared distances and positions of the k points
 * nearest to query i. Queries are rows of `y` (row-major), or the tree's own points when y is 0.
 * With `flat`, every leaf is tried for 64 queries at a time, which is how to read a tree whose boxes
 * shut out nothing: with many columns.
 */
export function kdNearest(
  outSquares: usize, outPlaces: usize, header: usize, y: usize, k: i32, flat: i32, scratch: usize,
  scratchSize: i32, first: i32, begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  begin += first;
  end += first;
  tree = header;
  points = pointsOf(tree);
  boxes = boxesOf(tree);
  rows = rowNumbersOf(tree);
  cols = colsOf(tree);
  pad = padOf(tree);
  leaves = leavesOf(tree);
  most = k;
  const held = scratch + <usize>lane * <usize>scratchSize;
  for (let i = begin; i < end; i++) {
    for (let slot: usize = <usize>i * <usize>k; slot < <usize>(i + 1) * <usize>k; slot++) {
      store<f64>(outSquares + (slot << 3), Infinity);
      store<i32>(outPlaces + (slot << 2), -1);
    }
  }
  if (flat == 0) {
    query = held;
    for (let i = begin; i < end; i++) {
      start(i, y);
      open(outSquares, outPlaces, i);
      if (y != 0) {
        visit(1);
        continue;
      }
      scan(i >> 4);
      for (let node = leafNode(leaves, i >> 4); node > 1; node >>= 1) {
        if (boxSquare(query, boxes, pad, node ^ 1) <= reach) visit(node ^ 1);
      }
    }
    return;
  }
  for (let from = begin; from < end; from += 64) {
    const to = min(end, from + 64);
    for (let i = from; i < to; i++) {
      query = held + (<usize>(i - from) * <usize>pad << 2);
      start(i, y);
    }
    // From the queries' own place outward, so that bounds are tight early.
    const home = y != 0 ? 0 : from >> 4;
    for (let step = 0; step < leaves; step++) {
      let leaf = home + step;
      if (leaf >= leaves) leaf -= leaves;
      const node = leafNode(leaves, leaf);
      for (let i = from; i < to; i++) {
        query = held + (<usize>(i - from) * <usize>pad << 2);
        open(outSquares, outPlaces, i);
        if (boxSquare(query, boxes, pad, node) <= reach) scan(leaf);
      }
    }
  }
}
