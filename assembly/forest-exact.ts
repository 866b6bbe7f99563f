// Small nodes of a random forest: every column is sorted once for the whole subtree, and the orders are
// parted at every split without losing their order, so that a node's best split is one pass per column.
//
//   orders   column 0: count entries | column 1 | …    entry: rank (16 bits) | row of the block (16 bits)
//
// A column without differences in a node has none below it either: its order is left as it is.
import { rankBlock } from './forest-sort';
import {
  begin, between, cols, drawColumn, end, leaveNode, mark, maxFeatures, mayGrow, minLeaf, numberNode, pay, room, rows, samePay, sum, takeNode, waiting, weight, writeLeaf, writeSplit, x,
} from './forest-tree';

// The block: rows first … first + size − 1 of the tree.
let first: i32 = 0;
let size: i32 = 0;
let orders: usize = 0;
let others: usize = 0;
let sides: usize = 0;

let bestScore: f64 = 0;
let bestColumn: i32 = 0;
let bestAt: i32 = 0;
let bestSum: f64 = 0;
let bestWeight: f64 = 0;

/** Bytes for blocks of up to `most` rows. */
export function exactBytes(most: i32, width: i32): i32 {
  return most * (4 * width + 4 + 1 + 16) + 4096 + 256;
}

// @ts-ignore: decorator
@inline function entryAt(column: i32, position: i32): usize {
  return orders + ((<usize>column * <usize>size + <usize>(position - first)) << 2);
}

// @ts-ignore: decorator
@inline function payOf(entry: u32): usize {
  return pay + ((<usize>first + <usize>(entry & 0xffff)) << 4);
}

// @ts-ignore: decorator
@inline function valueOf(entry: u32, column: i32): f32 {
  const row = load<i32>(rows + ((<usize>first + <usize>(entry & 0xffff)) << 2));
  return load<f32>(x + (((<usize>row * <usize>cols) + <usize>column) << 2));
}

/** The whole subtree of the node at hand. */
export function growExactly(): void {
  const base = waiting();
  first = begin;
  size = end - begin;
  orders = room;
  others = orders + ((<usize>size * <usize>cols) << 2);
  sides = others + ((<usize>size) << 2);
  if (!mayGrow() || alike()) {
    numberNode();
    writeLeaf();
    return;
  }
  const pairs = (sides + <usize>size + 63) & ~63;
  const digits = pairs + ((<usize>size) << 4);
  for (let j = 0; j < cols; j++) {
    rankBlock(
      entryAt(j, first), x, cols, j, rows + ((<usize>first) << 2), size, pairs,
      pairs + ((<usize>size) << 3), digits,
    );
  }
  leaveNode();
  let root = true;
  while (waiting() > base) {
    takeNode();
    numberNode();
    const searched = root ? searchSplit() : mayGrow() && !pure() && searchSplit();
    root = false;
    if (!searched) {
      writeLeaf();
      continue;
    }
    const column = bestColumn;
    const at = entryAt(column, bestAt);
    const threshold = between(valueOf(load<u32>(at), column), valueOf(load<u32>(at, 4), column));
    const middle = bestAt + 1;
    if (end - begin > 2) part(column, middle);
    writeSplit(column, threshold, middle, bestSum, bestWeight, bestScore, column);
  }
}

/** All targets of the block are equal. */
function alike(): bool {
  const own = pay + ((<usize>first) << 4);
  for (let i = 1; i < size; i++) if (!samePay(own, own + ((<usize>i) << 4))) return false;
  return true;
}

/** All targets of the node are equal. The column that split its parent is in order there. */
function pure(): bool {
  let at = entryAt(mark, begin);
  const stop = entryAt(mark, end);
  const own = payOf(load<u32>(at));
  for (at += 4; at < stop; at += 4) if (!samePay(own, payOf(load<u32>(at)))) return false;
  return true;
}

function searchSplit(): bool {
  bestScore = -Infinity;
  let tried = 0;
  for (let i = 0; i < cols && tried < maxFeatures; i++) {
    const column = drawColumn(i);
    const low = load<u32>(entryAt(column, begin));
    const high = load<u32>(entryAt(column, end - 1));
    if ((low ^ high) >> 16 == 0) continue;
    tried++;
    searchColumn(column);
    // Two rows are told apart equally well by any column.
    if (end - begin == 2) break;
  }
  return bestScore > -Infinity;
}

function searchColumn(column: i32): void {
  const total = f64x2.replace_lane(f64x2.splat(sum), 1, weight);
  const least = f64x2.splat(minLeaf);
  let left = f64x2.splat(0);
  let at = entryAt(column, begin);
  const stop = entryAt(column, end - 1);
  let best = bestScore;
  let found: usize = 0;
  let kept = left;
  let entry = load<u32>(at);
  for (; at < stop; at += 4) {
    left = f64x2.add(left, v128.load(payOf(entry)));
    const next = load<u32>(at, 4);
    const apart = (entry ^ next) >> 16;
    entry = next;
    if (apart == 0) continue;
    const right = f64x2.sub(total, left);
    const sums = v128.shuffle<f64>(left, right, 0, 2);
    const weights = v128.shuffle<f64>(left, right, 1, 3);
    const parts = f64x2.div(f64x2.mul(sums, sums), weights);
    const score = f64x2.extract_lane(parts, 0) + f64x2.extract_lane(parts, 1);
    if (score > best && i64x2.all_true(f64x2.ge(weights, least))) {
      best = score;
      found = at;
      kept = left;
    }
  }
  if (found == 0) return;
  bestScore = best;
  bestColumn = column;
  bestAt = begin + <i32>((found - entryAt(column, begin)) >> 2);
  bestSum = f64x2.extract_lane(kept, 0);
  bestWeight = f64x2.extract_lane(kept, 1);
}

/** Parts every column's order into the rows of the left and of the right child. */
function part(column: i32, middle: i32): void {
  for (let at = entryAt(column, begin), stop = entryAt(column, middle); at < stop; at += 4) {
    store<u8>(sides + <usize>(load<u32>(at) & 0xffff), 0);
  }
  for (let at = entryAt(column, middle), stop = entryAt(column, end); at < stop; at += 4) {
    store<u8>(sides + <usize>(load<u32>(at) & 0xffff), 1);
  }
  for (let j = 0; j < cols; j++) {
    if (j == column) continue;
    const from = entryAt(j, begin);
    const stop = entryAt(j, end);
    if ((load<u32>(from) ^ load<u32>(stop - 4)) >> 16 == 0) continue;
    let left = from;
    let right = others;
    for (let at = from; at < stop; at += 4) {
      const entry = load<u32>(at);
      const side = <usize>load<u8>(sides + <usize>(entry & 0xffff));
      store<u32>(left, entry);
      store<u32>(right, entry);
      left += 4 - (side << 2);
      right += side << 2;
    }
    memory.copy(left, others, right - others);
  }
}
