// Trees of a random forest. Nodes of many rows are split between up to 256 codes of each column; below
// `small` rows every value counts (forest-exact).
//
//   codes      row 0: one u8 per column | row 1 | …
//   cuts       column 0: 256 f32 | column 1 | …      code c: above cut c − 1, up to cut c
//   histogram  of a column tried: 256 × [Σ times drawn × target, Σ times drawn]   f64x2
import { exactBytes, growExactly } from './forest-exact';
import {
  begin, closeTree, cols, drawColumn, end, maxFeatures, mayGrow, minLeaf, numberNode, openTree, otherPay, otherRows,
  pay, room, rows, samePay, small, sum, takeNode, treeBytes, waiting, weight, writeLeaf, writeSplit,
} from './forest-tree';

/** Rows that go through all columns tried before the next ones: their pay and codes stay near. */
const BLOCK: i32 = 256;

let codes: usize = 0;
let bestScore: f64 = 0;
let bestColumn: i32 = 0;
let bestCode: i32 = 0;
let bestSum: f64 = 0;
let bestWeight: f64 = 0;

/** Bytes that one lane needs. */
export function forestBytes(count: i32, width: i32, most: i32): i32 {
  return treeBytes(count, width) + max(exactBytes(most, width), width << 12) + 128;
}

/**
 * Trees begin … end − 1, each from its own seed; see forest-tree for the nodes and the settings.
 *
 * Shapes: outputs have `nodes` places per tree; outCounts two i32, outImportance one f64 per column,
 * outDrawn one u8 per row: how often it was drawn.
 */
export function forestGrow(
  outNodes: usize, outCounts: usize, outImportance: usize, outDrawn: usize, values: usize, coded: usize, cuts: usize, targets: usize, count: i32, width: i32, nodes: i32,
  seeds: usize, settings: usize, scratch: usize, scratchBytes: f64, from: i32, to: i32, _chunk: i32, lane: i32,
): void {
  const own = scratch + <usize>lane * <usize>scratchBytes;
  codes = coded;
  for (let t = <usize>from; t < <usize>to; t++) {
    openTree(
      outNodes + ((t * <usize>nodes) << 4), outImportance + ((t * <usize>width) << 3),
      outDrawn + t * <usize>count, values, targets, load<u32>(seeds + (t << 2)), settings, own,
    );
    while (waiting() > 0) {
      takeNode();
      if (end - begin <= small) growExactly();
      else growCoarsely(cuts);
    }
    closeTree(outCounts + (t << 3));
  }
}

function growCoarsely(cuts: usize): void {
  numberNode();
  if (!mayGrow() || alike() || !searchSplit()) {
    writeLeaf();
    return;
  }
  const middle = part(bestColumn, bestCode);
  const threshold = load<f32>(cuts + ((<usize>bestColumn) << 10) + ((<usize>bestCode) << 2));
  writeSplit(bestColumn, threshold, middle, bestSum, bestWeight, bestScore, 0);
}

function alike(): bool {
  const own = pay + ((<usize>begin) << 4);
  for (let i = begin + 1; i < end; i++) if (!samePay(own, pay + ((<usize>i) << 4))) return false;
  return true;
}

function searchSplit(): bool {
  bestScore = -Infinity;
  let drawn = 0;
  let tried = 0;
  while (drawn < cols && tried < maxFeatures) {
    const stop = min(cols, drawn + maxFeatures - tried);
    const before = drawn;
    for (; drawn < stop; drawn++) store<i32>(room + ((<usize>(drawn - before)) << 2), drawColumn(drawn));
    const many = drawn - before;
    // The columns' numbers go before their histograms.
    const tables = (room + ((<usize>many) << 2) + 63) & ~63;
    countTargets(room, tables, many);
    for (let i = 0; i < many; i++) {
      const column = load<i32>(room + ((<usize>i) << 2));
      if (searchColumn(column, tables + ((<usize>i) << 12))) tried++;
    }
  }
  return bestScore > -Infinity;
}

function countTargets(tried: usize, tables: usize, many: i32): void {
  memory.fill(tables, 0, (<usize>many) << 12);
  const line = <usize>cols;
  for (let block = begin; block < end; block += BLOCK) {
    const stop = rows + ((<usize>min(end, block + BLOCK)) << 2);
    for (let i = 0; i < many; i++) {
      const table = tables + ((<usize>i) << 12);
      const code = codes + <usize>load<i32>(tried + ((<usize>i) << 2));
      let own = pay + ((<usize>block) << 4);
      for (let at = rows + ((<usize>block) << 2); at < stop; at += 4, own += 16) {
        const slot = table + ((<usize>load<u8>(code + <usize>load<i32>(at) * line)) << 4);
        v128.store(slot, f64x2.add(v128.load(slot), v128.load(own)));
      }
    }
  }
}

/** True when the node's rows have different codes in this column. */
function searchColumn(column: i32, table: usize): bool {
  let left: f64 = 0;
  let leftWeight: f64 = 0;
  let differ = false;
  for (let code = 0; code < 255; code++) {
    const slot = table + ((<usize>code) << 4);
    const more = load<f64>(slot, 8);
    if (more == 0) continue;
    left += load<f64>(slot);
    leftWeight += more;
    const rightWeight = weight - leftWeight;
    if (rightWeight == 0) break;
    differ = true;
    const right = sum - left;
    const score = (left * left) / leftWeight + (right * right) / rightWeight;
    if (score > bestScore && leftWeight >= minLeaf && rightWeight >= minLeaf) {
      bestScore = score;
      bestColumn = column;
      bestCode = code;
      bestSum = left;
      bestWeight = leftWeight;
    }
  }
  return differ;
}

/** Parts the node's rows, each side in the order in which it was; gives the first row of the right side. */
function part(column: i32, code: i32): i32 {
  const own = codes + <usize>column;
  const line = <usize>cols;
  let left = begin;
  let right = 0;
  for (let i = begin; i < end; i++) {
    const row = load<i32>(rows + ((<usize>i) << 2));
    const both = v128.load(pay + ((<usize>i) << 4));
    const side = <i32>(<i32>load<u8>(own + <usize>row * line) > code);
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
