// The label of the tree point that speaks for each query, within a radius.
//
// Points with a label below 0 have no say.
//
//   nearest  the nearest point; among equally near ones that of the lowest label
//   first    the lowest label of any point within the radius; among its points the nearest
import {
  beginOf, boxesOf, boxSquare, colsOf, exactSquare, leafWithin, leavesOf, loadRow, padOf, pointsOf,
  upper,
} from './kd-tree';

// A wasm global belongs to one instance, and each thread has its own.
let tree: usize = 0;
let query: usize = 0;
let points: usize = 0;
let boxes: usize = 0;
let cols: i32 = 0;
let pad: i32 = 0;
let leaves: i32 = 0;
let labels: usize = 0;
let lowest: usize = 0;
let byLabel: bool = false;
let radius: f64 = 0;
let reach: f32 = 0;
let bestLabel: i32 = 0;
let bestSquare: f64 = 0;

function scan(leaf: i32): void {
  let bits = leafWithin(query, points, cols, leaf, reach, -1) & 0xffff;
  for (; bits != 0; bits &= bits - 1) {
    const position = leaf * 16 + ctz(bits);
    const label = load<i32>(labels + ((<usize>position) << 2));
    if (label < 0 || (byLabel && label > bestLabel)) continue;
    const square = exactSquare(query, points, cols, position);
    if (square > radius) continue;
    const better = byLabel
      ? label < bestLabel || square < bestSquare
      : square < bestSquare || (square == bestSquare && label < bestLabel);
    if (!better) continue;
    bestLabel = label;
    bestSquare = square;
    // Equal rows have equal labels.
    if (!byLabel) reach = square == 0 ? -1 : upper(square, cols);
  }
}

function visit(node: i32): void {
  const low = load<i32>(lowest + ((<usize>node) << 2));
  if (low == i32.MAX_VALUE) return;
  if (byLabel) {
    if (low > bestLabel || (low == bestLabel && bestSquare == 0)) return;
    const near = boxSquare(query, boxes, pad, node);
    if (near > (low == bestLabel ? upper(bestSquare, cols) : reach)) return;
  }
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

/**
 * out[i] = the label for row i of y (row-major), −1 when no point is within; outSquares[i] = the
 * squared distance to the point that gave it. `tags` has a label per position, `least` the lowest
 * label of 0 or more below each node, the largest i32 where there is none.
 */
export function kdLabel(
  out: usize, outSquares: usize, header: usize, y: usize, tags: usize, least: usize, radius2: f64,
  lowestWins: i32, scratch: usize, scratchSize: i32, first: i32, begin: i32, end: i32, _chunk: i32,
  lane: i32,
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
  labels = tags;
  lowest = least;
  byLabel = lowestWins != 0;
  radius = radius2;
  for (let i = begin; i < end; i++) {
    loadRow(query, tree, y, i);
    bestLabel = i32.MAX_VALUE;
    bestSquare = Infinity;
    reach = upper(radius2, cols);
    if (boxSquare(query, boxes, pad, 1) <= reach) visit(1);
    const found = bestLabel != i32.MAX_VALUE;
    store<i32>(out + ((<usize>i) << 2), found ? bestLabel : -1);
    store<f64>(outSquares + ((<usize>i) << 3), found ? bestSquare : NaN);
  }
}
