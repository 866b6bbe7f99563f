// Points within a radius of each query, counted only as far as asked.
//
// A node wholly inside the ball counts at once, one wholly outside not at all; a query that is itself
// in the tree starts at its own leaf and climbs, so that in dense data it stops after a leaf or two.
import {
  beginOf, boxesOf, boxSquare, colsOf, endOf, exactSquare, farSquare, leafNode, leafWithin, leavesOf,
  loadPoint, loadRow, lower, padOf, pointsOf, upper,
} from './kd-tree';

// A wasm global belongs to one instance, and each thread has its own.
let tree: usize = 0;
let query: usize = 0;
let points: usize = 0;
let boxes: usize = 0;
let cols: i32 = 0;
let pad: i32 = 0;
let leaves: i32 = 0;
let square: f64 = 0;
let surely: f32 = 0;
let maybe: f32 = 0;
let count: i32 = 0;
let enough: i32 = 0;

function visit(node: i32): void {
  if (boxSquare(query, boxes, pad, node) > maybe) return;
  if (farSquare(query, boxes, pad, node) <= surely) {
    count += endOf(tree, node) - beginOf(tree, node);
    return;
  }
  if (node >= leaves) {
    scan(beginOf(tree, node) >> 4);
    return;
  }
  visit(2 * node);
  if (count < enough) visit(2 * node + 1);
}

function scan(leaf: i32): void {
  const bits = leafWithin(query, points, cols, leaf, maybe, surely);
  const sure = bits >>> 16;
  count += popcnt(sure);
  // The close calls: within one bound and not the other.
  let open = (bits & 0xffff) ^ sure;
  for (; open != 0; open &= open - 1) {
    if (exactSquare(query, points, cols, leaf * 16 + ctz(open)) <= square) count++;
  }
}

/**
 * out[i] = points with squared distance at most `radius2` to query i, or `most` when there are at
 * least that many. Queries are rows of `y` (row-major), or the tree's own points when y is 0.
 */
export function kdCount(
  out: usize, header: usize, y: usize, radius2: f64, most: i32, scratch: usize, scratchSize: i32,
  first: i32, begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  begin += first;
  end += first;
  tree = header;
  points = pointsOf(tree);
  boxes = boxesOf(tree);
  cols = colsOf(tree);
  pad = padOf(tree);
  leaves = leavesOf(tree);
  query = scratch + <usize>lane * <usize>scratchSize;
  square = radius2;
  surely = lower(radius2, cols);
  maybe = upper(radius2, cols);
  enough = most;
  for (let i = begin; i < end; i++) {
    count = 0;
    if (y != 0) {
      loadRow(query, tree, y, i);
      visit(1);
    } else {
      loadPoint(query, tree, i);
      let node = leafNode(leaves, i >> 4);
      scan(i >> 4);
      for (; node > 1 && count < enough; node >>= 1) visit(node ^ 1);
    }
    store<i32>(out + ((<usize>i) << 2), min(count, enough));
  }
}
