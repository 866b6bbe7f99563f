// What all points of a tree do to rows, those of a node that is far enough off together: Barnes & Hut.
//
// Up to 16 rows go through the tree at once: those of a leaf, or one row alone. A node stands for its points
// when its longest side is less than θ times the distance from the rows' box to the points' mean.
//
//   means   2L nodes × (2 + c) f64: points below, longest side squared, their mean
//   scratch per lane, f64: c × 16 places of the rows, c × 16 sums, 16 nears, c lows, c highs, c of a point
import {
  beginOf, boxesOf, colsOf, endOf, leafNode, leavesOf, padOf, pointAt, pointsOf, rowNumbersOf,
} from './kd-tree';

let tree: usize = 0;
let means: usize = 0;
let points: usize = 0;
let cols: i32 = 0;
let leaves: i32 = 0;
let width: usize = 0;
let opening: f64 = 0;
let own: usize = 0;
let sums: usize = 0;
let nears: usize = 0;
let lows: usize = 0;
let highs: usize = 0;
let single: usize = 0;
/** Bytes of the rows in a column of the scratch space: 16 rows, or one twice. */
let filled: usize = 0;

/** Fills `means`, node by node from the leaves up. */
export function kdMeans(out: usize, header: usize): void {
  tree = header;
  points = pointsOf(tree);
  cols = colsOf(tree);
  leaves = leavesOf(tree);
  width = (<usize>(cols + 2)) << 3;
  for (let node = 2 * leaves - 1; node > 0; node--) {
    const to = out + <usize>node * width;
    const count = endOf(tree, node) - beginOf(tree, node);
    store<f64>(to, <f64>count);
    const box = boxesOf(tree) + (<usize>node * <usize>padOf(tree) << 3);
    let longest: f64 = 0;
    for (let a = 0; a < cols; a++) {
      const low = box + ((<usize>a) << 2);
      const side = <f64>load<f32>(low + ((<usize>padOf(tree)) << 2)) - <f64>load<f32>(low);
      longest = max(longest, side);
      let sum: f64 = 0;
      const at = (<usize>(a + 2)) << 3;
      if (node < leaves) {
        const left = out + <usize>(2 * node) * width;
        const right = left + width;
        sum = load<f64>(left) * load<f64>(left + at) + load<f64>(right) * load<f64>(right + at);
      } else {
        const first = pointAt(points, cols, beginOf(tree, node)) + ((<usize>a) << 6);
        for (let p: usize = 0; p < <usize>count; p++) sum += <f64>load<f32>(first + (p << 2));
      }
      store<f64>(to + at, sum / <f64>count);
    }
    store<f64>(to, longest * longest, 8);
  }
}

/** The rows' push from `count` points at `place`. */
function push(place: usize, count: f64): void {
  const one = f64x2.splat(1);
  const mass = f64x2.splat(count);
  for (let v: usize = 0; v < filled; v += 16) {
    let square = f64x2.splat(0);
    let at = own + v;
    for (let a = 0; a < cols; a++, at += 128) {
      const d = f64x2.sub(v128.load(at), v128.load64_splat(place + ((<usize>a) << 3)));
      square = f64x2.add(square, f64x2.mul(d, d));
    }
    const w = f64x2.div(one, f64x2.add(one, square));
    const near = f64x2.mul(mass, w);
    v128.store(nears + v, f64x2.add(v128.load(nears + v), near));
    const force = f64x2.mul(near, w);
    at = own + v;
    for (let a = 0; a < cols; a++, at += 128) {
      const d = f64x2.sub(v128.load(at), v128.load64_splat(place + ((<usize>a) << 3)));
      const to = at - own + sums;
      v128.store(to, f64x2.add(v128.load(to), f64x2.mul(force, d)));
    }
  }
}

function visit(node: i32): void {
  const mean = means + <usize>node * width;
  let square: f64 = 0;
  for (let a: usize = 0; a < (<usize>cols) << 3; a += 8) {
    const place = load<f64>(mean + 16 + a);
    const off = max(0.0, max(load<f64>(lows + a) - place, place - load<f64>(highs + a)));
    square += off * off;
  }
  if (load<f64>(mean, 8) < opening * square) {
    push(mean + 16, load<f64>(mean));
    return;
  }
  if (node < leaves) {
    visit(2 * node);
    visit(2 * node + 1);
    return;
  }
  const count = endOf(tree, node) - beginOf(tree, node);
  let at = pointAt(points, cols, beginOf(tree, node));
  for (let p = 0; p < count; p++, at += 4) {
    for (let a: usize = 0; a < <usize>cols; a++) {
      store<f64>(single + (a << 3), <f64>load<f32>(at + (a << 6)));
    }
    push(single, 1);
  }
}

/**
 * Row by row of `y` (n × c f64), or of the tree's points when y is 0, and then leaf by leaf: forces
 * n × c and nears n, both f64 and by row. A point's own share, w = 1, is in `nears`.
 */
export function kdRepel(
  forces: usize, outNears: usize, header: usize, nodes: usize, y: usize, theta: f64,
  scratch: usize, scratchSize: i32, begin: i32, end: i32, chunk: i32, lane: i32,
): void {
  tree = header;
  means = nodes;
  points = pointsOf(tree);
  cols = colsOf(tree);
  leaves = leavesOf(tree);
  width = (<usize>(cols + 2)) << 3;
  opening = theta * theta;
  const column = (<usize>cols) << 3;
  own = scratch + <usize>lane * <usize>scratchSize;
  sums = own + (<usize>cols << 7);
  nears = sums + (<usize>cols << 7);
  lows = nears + 128;
  highs = lows + column;
  single = highs + column;
  filled = y ? 16 : 128;
  const rows = rowNumbersOf(tree);
  for (let item = begin; item < end; item++) {
    memory.fill(sums, 0, (<usize>cols << 7) + 128);
    const first = y ? item : beginOf(tree, leafNode(leaves, item));
    const count = y ? 1 : endOf(tree, leafNode(leaves, item)) - first;
    for (let a: usize = 0; a < <usize>cols; a++) {
      let low = Infinity;
      let high = -Infinity;
      for (let r = 0; r < 16; r++) {
        // Rows that are not there stand where the first does.
        const place = r < count ? first + r : first;
        const value = y
          ? load<f64>(y + <usize>item * column + (a << 3))
          : <f64>load<f32>(pointAt(points, cols, place) + (a << 6));
        store<f64>(own + (a << 7) + ((<usize>r) << 3), value);
        low = min(low, value);
        high = max(high, value);
      }
      store<f64>(lows + (a << 3), low);
      store<f64>(highs + (a << 3), high);
    }
    visit(1);
    for (let r = 0; r < count; r++) {
      const row = y ? item : load<i32>(rows + ((<usize>(first + r)) << 2));
      const from = (<usize>r) << 3;
      store<f64>(outNears + ((<usize>row) << 3), load<f64>(nears + from));
      for (let a: usize = 0; a < <usize>cols; a++) {
        store<f64>(forces + <usize>row * column + (a << 3), load<f64>(sums + (a << 7) + from));
      }
    }
  }
}
