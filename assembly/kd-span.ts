// Borůvka's rounds on a kd-tree: for every point, the nearest point of another component, by mutual
// reachability: the largest of the distance and the two points' core distances.
//
// Edges are compared by (reach, distance, lower row, higher row), all squared, so that no two are
// equal and every component has one best edge, however the work is spread. A point keeps what it
// learned: `partner` is its best edge for as long as that leads out of its component, and `floors`
// is a bound that its edges can never fall below, because components only grow.
//
//   cores    f64 per position: squared core distance     nodeCores   f32 per node: the least below it
//   parts    i32 per position: its component             nodeParts   i32 per node: the component of all its points, −1 when mixed
//   bounds   f32 per component: no best edge is longer. Threads lower it without a lock: a lost
//            update leaves it too high, which costs time and changes nothing.
//   found    per position: reach f64, distance f64, floor f64, partner i32, exact i32 (32 bytes)
import {
  beginOf, boxesOf, boxSquare, colsOf, exactSquare, leafNode, leafWithin, leavesOf, loadPoint, loadRow,
  padOf, pointsOf, rowNumbersOf, upper,
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
let cores: usize = 0;
let nodeCores: usize = 0;
let parts: usize = 0;
let nodeParts: usize = 0;
let ownPart: i32 = 0;
let ownCore: f64 = 0;
let ownRow: i32 = 0;
let bound: f64 = 0;
let bestReach: f64 = 0;
let bestSquare: f64 = 0;
let bestPlace: i32 = -1;
let reachLimit: f32 = 0;
let boxLimit: f32 = 0;

function open(header: usize, held: usize, coreSquares: usize, leastCores: usize): void {
  tree = header;
  points = pointsOf(tree);
  boxes = boxesOf(tree);
  rows = rowNumbersOf(tree);
  cols = colsOf(tree);
  pad = padOf(tree);
  leaves = leavesOf(tree);
  query = held;
  cores = coreSquares;
  nodeCores = leastCores;
}

// @ts-ignore: decorator
@inline function rowAt(position: i32): i32 {
  return load<i32>(rows + ((<usize>position) << 2));
}
// @ts-ignore: decorator
@inline function coreAt(position: i32): f64 {
  return load<f64>(cores + ((<usize>position) << 3));
}
// @ts-ignore: decorator
@inline function partAt(position: i32): i32 {
  return load<i32>(parts + ((<usize>position) << 2));
}

/** Is the edge to `place` better than the best so far? */
function better(reach: f64, square: f64, place: i32): bool {
  if (reach != bestReach) return reach < bestReach;
  if (square != bestSquare) return square < bestSquare;
  if (bestPlace < 0) return true;
  const row = rowAt(place);
  const held = rowAt(bestPlace);
  const low = min(row, ownRow);
  const heldLow = min(held, ownRow);
  return low != heldLow ? low < heldLow : max(row, ownRow) < max(held, ownRow);
}

/**
 * Nothing beyond these limits can be better. An edge no shorter than the point's own core must be
 * nearer. Edges of length 0 are all as good: whichever are taken, the same rows are joined first.
 */
function tighten(): void {
  if (bestReach == 0) {
    reachLimit = -1;
    boxLimit = -1;
    return;
  }
  const most = min(bestReach, bound);
  reachLimit = upper(most, cols);
  boxLimit = bestReach <= ownCore ? upper(min(bestSquare, most), cols) : reachLimit;
}

function take(reach: f64, square: f64, place: i32): void {
  bestReach = reach;
  bestSquare = square;
  bestPlace = place;
}

function scan(leaf: i32): void {
  let bits = leafWithin(query, points, cols, leaf, boxLimit, -1) & 0xffff;
  for (; bits != 0; bits &= bits - 1) {
    const place = leaf * 16 + ctz(bits);
    if (ownPart >= 0 && partAt(place) == ownPart) continue;
    const core = coreAt(place);
    if (core > bestReach) continue;
    const square = exactSquare(query, points, cols, place);
    const reach = max(square, max(core, ownCore));
    if (!better(reach, square, place)) continue;
    take(reach, square, place);
    tighten();
  }
}

// @ts-ignore: decorator
@inline function closed(node: i32): bool {
  if (ownPart >= 0 && load<i32>(nodeParts + ((<usize>node) << 2)) == ownPart) return true;
  return load<f32>(nodeCores + ((<usize>node) << 2)) > reachLimit;
}

function visit(node: i32): void {
  if (node >= leaves) {
    scan(beginOf(tree, node) >> 4);
    return;
  }
  const a = 2 * node;
  const left: f32 = closed(a) ? Infinity : boxSquare(query, boxes, pad, a);
  const right: f32 = closed(a + 1) ? Infinity : boxSquare(query, boxes, pad, a + 1);
  const nearer = right < left ? 1 : 0;
  const near = min(left, right);
  if (near <= boxLimit && near < Infinity) visit(a + nearer);
  const far = max(left, right);
  if (far <= boxLimit && far < Infinity) visit(a + 1 - nearer);
}

// @ts-ignore: decorator
@inline function lowerBound(bounds: usize, part: i32, reach: f64): void {
  const at = bounds + ((<usize>part) << 2);
  const top = upper(reach, cols);
  if (top < load<f32>(at)) store<f32>(at, top);
}

/**
 * What each point knows without searching: its partner from an earlier round while it still counts,
 * or else the best of its `most` nearest points (`nearSquares` and `nearPlaces`, n × most, nearest
 * first). That is exact when even the last of them is farther than the best edge.
 */
export function kdSpanSeed(
  found: usize, header: usize, coreSquares: usize, component: usize, bounds: usize, nearSquares: usize,
  nearPlaces: usize, most: i32, begin: i32, end: i32, _chunk: i32, _lane: i32,
): void {
  open(header, 0, coreSquares, 0);
  parts = component;
  for (let p = begin; p < end; p++) {
    const record = found + ((<usize>p) << 5);
    const part = partAt(p);
    const partner = load<i32>(record, 24);
    if (partner >= 0 && partAt(partner) != part && load<i32>(record, 28) != 0) {
      lowerBound(bounds, part, load<f64>(record));
      continue;
    }
    ownCore = coreAt(p);
    ownRow = rowAt(p);
    take(Infinity, Infinity, -1);
    const squares = nearSquares + (<usize>p * <usize>most << 3);
    const places = nearPlaces + (<usize>p * <usize>most << 2);
    for (let j = 0; j < most; j++) {
      const place = load<i32>(places + ((<usize>j) << 2));
      const square = load<f64>(squares + ((<usize>j) << 3));
      if (square > bestReach) break;
      if (partAt(place) == part) continue;
      const reach = max(square, max(ownCore, coreAt(place)));
      if (better(reach, square, place)) take(reach, square, place);
    }
    const last = load<f64>(squares + ((<usize>(most - 1)) << 3));
    const unseen = max(last, ownCore);
    const exact = bestReach == 0 || bestReach < unseen || (bestReach == unseen && bestSquare < last);
    store<f64>(record, bestReach);
    store<f64>(record, bestSquare, 8);
    store<i32>(record, bestPlace, 24);
    store<i32>(record, exact ? 1 : 0, 28);
    const floor = min(bestReach, unseen);
    if (floor > load<f64>(record, 16)) store<f64>(record, floor, 16);
    if (bestPlace >= 0) lowerBound(bounds, part, bestReach);
  }
}

/** Searches the tree for the points whose best edge is not known yet and could be their component's. */
export function kdSpanSearch(
  found: usize, header: usize, coreSquares: usize, leastCores: usize, component: usize,
  nodeComponent: usize, bounds: usize, scratch: usize, scratchSize: i32, first: i32, begin: i32,
  end: i32, _chunk: i32, lane: i32,
): void {
  begin += first;
  end += first;
  open(header, scratch + <usize>lane * <usize>scratchSize, coreSquares, leastCores);
  parts = component;
  nodeParts = nodeComponent;
  for (let p = begin; p < end; p++) {
    const record = found + ((<usize>p) << 5);
    if (load<i32>(record, 28) != 0) continue;
    ownPart = partAt(p);
    bound = <f64>load<f32>(bounds + ((<usize>ownPart) << 2));
    if (load<f64>(record, 16) > bound) continue;
    ownCore = coreAt(p);
    ownRow = rowAt(p);
    take(load<f64>(record), load<f64>(record, 8), load<i32>(record, 24));
    tighten();
    loadPoint(query, tree, p);
    let node = leafNode(leaves, p >> 4);
    if (!closed(node)) scan(p >> 4);
    for (; node > 1; node >>= 1) {
      const side = node ^ 1;
      if (!closed(side) && boxSquare(query, boxes, pad, side) <= boxLimit) visit(side);
    }
    const exact = bestPlace >= 0 && bestReach <= bound;
    store<f64>(record, bestReach);
    store<f64>(record, bestSquare, 8);
    store<f64>(record, exact ? bestReach : max(bound, load<f64>(record, 16)), 16);
    store<i32>(record, bestPlace, 24);
    store<i32>(record, exact ? 1 : 0, 28);
    if (exact) lowerBound(bounds, ownPart, bestReach);
  }
}

/**
 * For row i of y (row-major), whose own squared core distance is ownCores[i]: the tree point nearest
 * by mutual reachability, as a position, and the squared reach and distance to it.
 */
export function kdReach(
  outPlaces: usize, outReaches: usize, outSquares: usize, header: usize, y: usize, ownCores: usize,
  coreSquares: usize, leastCores: usize, scratch: usize, scratchSize: i32, first: i32, begin: i32,
  end: i32, _chunk: i32, lane: i32,
): void {
  begin += first;
  end += first;
  open(header, scratch + <usize>lane * <usize>scratchSize, coreSquares, leastCores);
  ownPart = -1;
  ownRow = -1;
  bound = Infinity;
  for (let i = begin; i < end; i++) {
    ownCore = load<f64>(ownCores + ((<usize>i) << 3));
    take(Infinity, Infinity, -1);
    tighten();
    loadRow(query, tree, y, i);
    visit(1);
    store<i32>(outPlaces + ((<usize>i) << 2), bestPlace);
    store<f64>(outReaches + ((<usize>i) << 3), bestReach);
    store<f64>(outSquares + ((<usize>i) << 3), bestSquare);
  }
}
