// Extremely randomized trees: one cut per column tried, drawn between the node's least and greatest value.
// Below `small` rows the values are copied together once for the whole subtree.
import {
  begin, closeTree, cols, drawColumn, drawShare, end, maxFeatures, mayGrow, minLeaf, numberNode, openTree, otherPay,
  otherRows, pay, room, rows, samePay, small, sum, takeNode, treeBytes, waiting, weight,
  writeLeaf, writeSplit, x,
} from './forest-tree';

/** Where the values of the rows at hand are: row by row. */
let table: usize = 0;
let low: f32 = 0;
let high: f32 = 0;

let bestScore: f64 = 0;
let bestColumn: i32 = 0;
let bestCut: f32 = 0;
let bestSum: f64 = 0;
let bestWeight: f64 = 0;

/** Bytes that one lane needs. */
export function extraBytes(count: i32, width: i32, most: i32): i32 {
  return treeBytes(count, width) + ((most * width) << 2) + 128;
}

/** Trees from … to − 1, with the outputs and settings of forestGrow. */
export function extraGrow(
  outNodes: usize, outCounts: usize, outImportance: usize, outDrawn: usize, values: usize, targets: usize, count: i32,
  width: i32, nodes: i32, seeds: usize, settings: usize, scratch: usize, scratchBytes: f64, from: i32,
  to: i32, _chunk: i32, lane: i32,
): void {
  const own = scratch + <usize>lane * <usize>scratchBytes;
  for (let t = <usize>from; t < <usize>to; t++) {
    openTree(
      outNodes + ((t * <usize>nodes) << 4), outImportance + ((t * <usize>width) << 3),
      outDrawn + t * <usize>count, values, targets, load<u32>(seeds + (t << 2)), settings, own,
    );
    // How many waited when the small subtree at hand began; none is at hand while this is more.
    let base: usize = usize.MAX_VALUE;
    table = x;
    while (waiting() > 0) {
      if (waiting() <= base) {
        base = usize.MAX_VALUE;
        table = x;
      }
      takeNode();
      if (base == usize.MAX_VALUE && end - begin <= small && end - begin > 2) {
        gather();
        base = waiting();
      }
      grow();
    }
    closeTree(outCounts + (t << 3));
  }
}

/** Copies the values of the node's rows together; the rows are their places there from now on. */
function gather(): void {
  const line = (<usize>cols) << 2;
  let to = room;
  for (let i = begin; i < end; i++, to += line) {
    const at = rows + ((<usize>i) << 2);
    memory.copy(to, x + <usize>load<i32>(at) * line, line);
    store<i32>(at, i - begin);
  }
  table = room;
}

function grow(): void {
  numberNode();
  if (!mayGrow() || alike() || !searchSplit()) {
    writeLeaf();
    return;
  }
  const middle = part();
  writeSplit(bestColumn, bestCut, middle, bestSum, bestWeight, bestScore, 0);
}

function alike(): bool {
  const own = pay + ((<usize>begin) << 4);
  for (let i = begin + 1; i < end; i++) if (!samePay(own, pay + ((<usize>i) << 4))) return false;
  return true;
}

function searchSplit(): bool {
  bestScore = -Infinity;
  let tried = 0;
  for (let i = 0; i < cols && tried < maxFeatures; i++) {
    const column = drawColumn(i);
    const from = table + ((<usize>column) << 2);
    findSpan(from);
    if (low == high) continue;
    tried++;
    let cut = <f32>(<f64>low + drawShare() * (<f64>high - <f64>low));
    if (!(cut < high)) cut = low;
    measure(column, from, cut);
    // Two rows are told apart equally well by any column.
    if (end - begin == 2) break;
  }
  return bestScore > -Infinity;
}

function findSpan(from: usize): void {
  const line = (<usize>cols) << 2;
  let least: f32 = Infinity;
  let most: f32 = -Infinity;
  const stop = rows + ((<usize>end) << 2);
  for (let at = rows + ((<usize>begin) << 2); at < stop; at += 4) {
    const value = load<f32>(from + <usize>load<i32>(at) * line);
    least = min(least, value);
    most = max(most, value);
  }
  low = least;
  high = most;
}

function measure(column: i32, from: usize, cut: f32): void {
  const line = (<usize>cols) << 2;
  let left = f64x2.splat(0);
  let own = pay + ((<usize>begin) << 4);
  const stop = rows + ((<usize>end) << 2);
  for (let at = rows + ((<usize>begin) << 2); at < stop; at += 4, own += 16) {
    const value = load<f32>(from + <usize>load<i32>(at) * line);
    left = f64x2.add(left, v128.and(v128.load(own), i64x2.splat(-<i64>(value <= cut))));
  }
  const leftSum = f64x2.extract_lane(left, 0);
  const leftWeight = f64x2.extract_lane(left, 1);
  const right = sum - leftSum;
  const rightWeight = weight - leftWeight;
  if (leftWeight < minLeaf || rightWeight < minLeaf) return;
  const score = (leftSum * leftSum) / leftWeight + (right * right) / rightWeight;
  if (!(score > bestScore)) return;
  bestScore = score;
  bestColumn = column;
  bestCut = cut;
  bestSum = leftSum;
  bestWeight = leftWeight;
}

/** Parts the node's rows, each side in the order in which it was; gives the first row of the right side. */
function part(): i32 {
  const from = table + ((<usize>bestColumn) << 2);
  const line = (<usize>cols) << 2;
  let left = begin;
  let right = 0;
  for (let i = begin; i < end; i++) {
    const row = load<i32>(rows + ((<usize>i) << 2));
    const both = v128.load(pay + ((<usize>i) << 4));
    const side = <i32>!(load<f32>(from + <usize>row * line) <= bestCut);
    store<i32>(rows + ((<usize>left) << 2), row);
    v128.store(pay + ((<usize>left) << 4), both);
    store<i32>(otherRows + ((<usize>right) << 2), row);
    v128.store(otherPay + ((<usize>right) << 4), both);
    left += 1 - side;
    right += side;
  }
  memory.copy(rows + ((<usize>left) << 2), otherRows, (<usize>right) << 2);
  memory.copy(pay + ((<usize>left) << 4), otherPay, (<usize>right) << 4);
  return left;
}
