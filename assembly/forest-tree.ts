// One tree while it grows: the rows that were drawn, the nodes that wait, and the nodes that are done.
//
// Nodes are numbered as they are reached, left before right, so that a node's left child is the next one.
//
//   node, 16 bytes     feature i32         threshold f32       left i32     right i32
//   leaf               −1 − its number     its value           itself       itself
//
// Targets are whole numbers whose sums stay below 2⁵³: every sum is exact, in any order.
import { drawBelow, drawBits, seedDraws } from './forest-draw';

// A wasm global belongs to one instance, and each thread has its own.
export let cols: i32 = 0;
export let x: usize = 0;
/** Rows that were drawn, each once, in the order of the nodes: i32. */
export let rows: usize = 0;
/** Beside them: times drawn × target, times drawn: f64x2. */
export let pay: usize = 0;
/** Room for as many rows and pay again. */
export let otherRows: usize = 0;
export let otherPay: usize = 0;
/** The columns, in the order in which they are drawn: i32. */
export let deck: usize = 0;
export let maxFeatures: i32 = 0;
export let minLeaf: f64 = 0;
export let minSplit: f64 = 0;
export let maxDepth: i32 = 0;
export let small: i32 = 0;
/** Free room behind what this file keeps. */
export let room: usize = 0;

let grown: usize = 0;
let importance: usize = 0;
let nodes: i32 = 0;
let leaves: i32 = 0;
let mean: f64 = 0;
let unit: f64 = 0;

// The node at hand.
export let begin: i32 = 0;
export let end: i32 = 0;
export let depth: i32 = 0;
export let sum: f64 = 0;
export let weight: f64 = 0;
/** Whatever the search keeps of a node that waits. */
export let mark: i32 = 0;
let parent: i32 = 0;
let node: i32 = 0;
let stack: usize = 0;
let height: usize = 0;

/** Bytes of a node that waits: sum, weight, begin, end, depth, parent, mark. */
const WAITING: usize = 40;

/** Bytes that a tree over `count` rows keeps, whatever its method. */
export function treeBytes(count: i32, width: i32): i32 {
  return (count + 1) * (4 + 16) * 2 + (count + 2) * <i32>WAITING + ((width + 3) & ~3) * 4 + 64;
}

/**
 * Draws the rows of a tree.
 *
 * settings, f64: columns, rows, features tried, least weight of a leaf, least weight that is split, greatest
 * depth, rows drawn, 1 for drawing with replacement, most rows of a small node, the targets' mean, the
 * size of a step of the whole-number targets
 */
export function openTree(
  outNodes: usize, outImportance: usize, outDrawn: usize, values: usize, targets: usize, seed: u32,
  settings: usize, scratch: usize,
): void {
  grown = outNodes;
  importance = outImportance;
  x = values;
  cols = <i32>load<f64>(settings);
  const count = <i32>load<f64>(settings, 8);
  maxFeatures = <i32>load<f64>(settings, 16);
  minLeaf = load<f64>(settings, 24);
  minSplit = load<f64>(settings, 32);
  maxDepth = <i32>load<f64>(settings, 40);
  const drawn = <i32>load<f64>(settings, 48);
  const again = load<f64>(settings, 56) != 0;
  small = <i32>load<f64>(settings, 64);
  mean = load<f64>(settings, 72);
  unit = load<f64>(settings, 80);
  const most = <usize>count + 1;
  pay = scratch;
  otherPay = pay + (most << 4);
  stack = otherPay + (most << 4);
  rows = stack + (most + 1) * WAITING;
  otherRows = rows + (most << 2);
  deck = otherRows + (most << 2);
  room = (deck + ((<usize>cols) << 2) + 63) & ~63;
  nodes = 0;
  leaves = 0;
  height = 0;
  seedDraws(seed);
  drawRows(outDrawn, targets, count, drawn, again);
  for (let j = 0; j < cols; j++) store<i32>(deck + ((<usize>j) << 2), j);
  for (let j = 0; j < cols; j++) store<f64>(importance + ((<usize>j) << 3), 0);
}

function drawRows(outDrawn: usize, targets: usize, count: i32, drawn: i32, again: bool): void {
  memory.fill(outDrawn, 0, <usize>count);
  if (again) {
    for (let i = 0; i < drawn; i++) {
      const at = outDrawn + <usize>drawBelow(count);
      store<u8>(at, load<u8>(at) + 1);
    }
  } else if (drawn == count) {
    memory.fill(outDrawn, 1, <usize>count);
  } else {
    let left = drawn;
    for (let i = 0; i < count; i++) {
      if (drawBelow(count - i) >= left) continue;
      store<u8>(outDrawn + <usize>i, 1);
      left--;
    }
  }
  let held = 0;
  let total: f64 = 0;
  let all: f64 = 0;
  for (let i = 0; i < count; i++) {
    const times = <f64>load<u8>(outDrawn + <usize>i);
    if (times == 0) continue;
    const part = times * load<f64>(targets + ((<usize>i) << 3));
    store<i32>(rows + ((<usize>held) << 2), i);
    store<f64>(pay + ((<usize>held) << 4), part);
    store<f64>(pay + ((<usize>held) << 4), times, 8);
    held++;
    total += part;
    all += times;
  }
  pushNode(0, held, 0, total, all, -1, 0);
}

/** A node that waits. `above` is the node whose right child it is, or −1. */
// @ts-ignore: decorator
@inline function pushNode(
  from: i32, to: i32, level: i32, total: f64, all: f64, above: i32, kept: i32,
): void {
  const at = stack + height * WAITING;
  store<f64>(at, total);
  store<f64>(at, all, 8);
  store<i32>(at, from, 16);
  store<i32>(at, to, 20);
  store<i32>(at, level, 24);
  store<i32>(at, above, 28);
  store<i32>(at, kept, 32);
  height++;
}

/** Nodes that wait. */
export function waiting(): usize {
  return height;
}

/** Makes the node that was put down last the one at hand. */
export function takeNode(): void {
  height--;
  const at = stack + height * WAITING;
  sum = load<f64>(at);
  weight = load<f64>(at, 8);
  begin = load<i32>(at, 16);
  end = load<i32>(at, 20);
  depth = load<i32>(at, 24);
  parent = load<i32>(at, 28);
  mark = load<i32>(at, 32);
}

/** Puts the node at hand down again. */
export function leaveNode(): void {
  height++;
}

/** The node at hand gets its number. */
export function numberNode(): void {
  node = nodes++;
  if (parent >= 0) store<i32>(grown + ((<usize>parent) << 4), node, 12);
}

// @ts-ignore: decorator
@inline export function mayGrow(): bool {
  return end - begin > 1 && depth < maxDepth && weight >= minSplit && weight >= 2 * minLeaf;
}

/** The node at hand is a leaf. */
export function writeLeaf(): void {
  const at = grown + ((<usize>node) << 4);
  store<i32>(at, -1 - leaves++);
  store<f32>(at, <f32>(mean + (sum / weight) * unit), 4);
  store<i32>(at, node, 8);
  store<i32>(at, node, 12);
}

/** The node at hand is split before row `middle` by a column; its children wait, the left one on top. */
export function writeSplit(
  column: i32, threshold: f32, middle: i32, leftSum: f64, leftWeight: f64, score: f64, kept: i32,
): void {
  const at = grown + ((<usize>node) << 4);
  store<i32>(at, column);
  store<f32>(at, threshold, 4);
  store<i32>(at, node + 1, 8);
  const gain = importance + ((<usize>column) << 3);
  store<f64>(gain, load<f64>(gain) + (score - (sum * sum) / weight));
  pushNode(middle, end, depth + 1, sum - leftSum, weight - leftWeight, node, kept);
  pushNode(begin, middle, depth + 1, leftSum, leftWeight, -1, kept);
}

/** The i-th column that this node looks at: cards are drawn from a deck that stays as it was left. */
// @ts-ignore: decorator
@inline export function drawColumn(i: i32): i32 {
  const at = deck + ((<usize>i) << 2);
  const other = deck + ((<usize>(i + drawBelow(cols - i))) << 2);
  const column = load<i32>(other);
  store<i32>(other, load<i32>(at));
  store<i32>(at, column);
  return column;
}

/** Every row of a list of pay has the same target. */
// @ts-ignore: decorator
@inline export function samePay(a: usize, b: usize): bool {
  return load<f64>(a) * load<f64>(b, 8) == load<f64>(b) * load<f64>(a, 8);
}

/** Between two neighbouring values: rows up to the lower one go left. */
// @ts-ignore: decorator
@inline export function between(low: f32, high: f32): f32 {
  const middle = <f32>((<f64>low + <f64>high) / 2);
  return middle < high ? middle : low;
}

/** A number from 0 up to 1. */
// @ts-ignore: decorator
@inline export function drawShare(): f64 {
  return <f64>drawBits() / 4294967296;
}

/** Nodes and leaves of the tree, and its gains as shares of their sum. */
export function closeTree(outCounts: usize): void {
  store<i32>(outCounts, nodes);
  store<i32>(outCounts, leaves, 4);
  let total: f64 = 0;
  for (let j = 0; j < cols; j++) total += load<f64>(importance + ((<usize>j) << 3));
  if (!(total > 0)) return;
  for (let j = 0; j < cols; j++) {
    const at = importance + ((<usize>j) << 3);
    store<f64>(at, load<f64>(at) / total);
  }
}
