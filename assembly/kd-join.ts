// Which core points hang together: two of them within the radius belong to one set.
//
// Pairs of nodes are compared, from the whole tree down. A pair is done at once when it is too far
// apart, when it lies wholly within the radius, or when both sides already are one and the same set;
// so dense data costs a walk along the edges of its clusters, not a visit to every pair of neighbours.
// A node's own pairs touch only its own points: all nodes of one level can be joined at the same time.
//
//   parents   union–find over positions, the root of a set being its lowest position
//   joined    per node: 1 when its core points are known to be one set
//   firsts    per node: the position of one of its core points, −1 when it has none
import {
  beginOf, boxesOf, colsOf, endOf, exactSquare, leafWithin, leavesOf, loadPoint, lower, padOf,
  pointsOf, upper,
} from './kd-tree';

// A wasm global belongs to one instance, and each thread has its own.
let tree: usize = 0;
let query: usize = 0;
let points: usize = 0;
let cols: i32 = 0;
let leaves: i32 = 0;
let parents: usize = 0;
let core: usize = 0;
let joined: usize = 0;
let firsts: usize = 0;
let square: f64 = 0;
let surely: f32 = 0;
let maybe: f32 = 0;

// @ts-ignore: decorator
@inline function firstOf(node: i32): i32 {
  return load<i32>(firsts + ((<usize>node) << 2));
}
// @ts-ignore: decorator
@inline function isJoined(node: i32): bool {
  return load<u8>(joined + <usize>node) != 0;
}
// @ts-ignore: decorator
@inline function isCore(position: i32): bool {
  return load<u8>(core + <usize>position) != 0;
}

function find(position: i32): i32 {
  let at = parents + ((<usize>position) << 2);
  let parent = load<i32>(at);
  while (parent != position) {
    const above = load<i32>(parents + ((<usize>parent) << 2));
    store<i32>(at, above);
    position = above;
    at = parents + ((<usize>position) << 2);
    parent = load<i32>(at);
  }
  return position;
}

function unite(a: i32, b: i32): void {
  const x = find(a);
  const y = find(b);
  if (x < y) store<i32>(parents + ((<usize>y) << 2), x);
  else if (y < x) store<i32>(parents + ((<usize>x) << 2), y);
}

function uniteAll(node: i32, first: i32): void {
  const to = endOf(tree, node);
  for (let p = beginOf(tree, node); p < to; p++) if (isCore(p)) unite(first, p);
  for (let from = node, wide = 1; from < 2 * leaves; from *= 2, wide *= 2) {
    memory.fill(joined + <usize>from, 1, min(wide, 2 * leaves - from));
  }
}

function settle(node: i32): void {
  const a = firstOf(2 * node);
  const b = firstOf(2 * node + 1);
  if (a >= 0 && !isJoined(2 * node)) return;
  if (b >= 0 && !isJoined(2 * node + 1)) return;
  if (a >= 0 && b >= 0 && find(a) != find(b)) return;
  store<u8>(joined + <usize>node, 1);
}

/** Core points of leaf b within reach of the core point at position p: joined to it. */
function joinPoint(p: i32, b: i32, oneIsEnough: bool): bool {
  loadPoint(query, tree, p);
  const bits = leafWithin(query, points, cols, b, maybe, surely);
  let found = false;
  for (let open = bits & 0xffff; open != 0; open &= open - 1) {
    const lane = ctz(open);
    const q = b * 16 + lane;
    if (q == p || !isCore(q)) continue;
    if ((bits >>> (16 + lane)) & 1 || exactSquare(query, points, cols, q) <= square) {
      unite(p, q);
      if (oneIsEnough) return true;
      found = true;
    }
  }
  return found;
}

function joinPair(a: i32, b: i32, aJoined: bool, bJoined: bool): void {
  if (firstOf(a) < 0 || firstOf(b) < 0) return;
  aJoined = aJoined || isJoined(a);
  bJoined = bJoined || isJoined(b);
  if (aJoined && bJoined && find(firstOf(a)) == find(firstOf(b))) return;
  const pad = padOf(tree);
  const boxes = boxesOf(tree);
  const size = (<usize>pad) << 2;
  const boxA = boxes + (<usize>a * <usize>pad << 3);
  const boxB = boxes + (<usize>b * <usize>pad << 3);
  const zero = f32x4.splat(0);
  let nearSum = zero;
  let farSum = zero;
  for (let j: usize = 0; j < size; j += 16) {
    const up = f32x4.sub(v128.load(boxB + size + j), v128.load(boxA + j));
    const down = f32x4.sub(v128.load(boxA + size + j), v128.load(boxB + j));
    const far = f32x4.pmax(up, down);
    const near = f32x4.pmax(zero, f32x4.neg(f32x4.pmin(up, down)));
    nearSum = f32x4.add(nearSum, f32x4.mul(near, near));
    farSum = f32x4.add(farSum, f32x4.mul(far, far));
  }
  const near = f32x4.extract_lane(nearSum, 0) + f32x4.extract_lane(nearSum, 1) +
    f32x4.extract_lane(nearSum, 2) + f32x4.extract_lane(nearSum, 3);
  if (near > maybe) return;
  const far = f32x4.extract_lane(farSum, 0) + f32x4.extract_lane(farSum, 1) +
    f32x4.extract_lane(farSum, 2) + f32x4.extract_lane(farSum, 3);
  if (far <= surely) {
    // Every point of one is near every point of the other, so each side is one set through the other.
    const first = firstOf(a);
    if (aJoined) unite(first, firstOf(b));
    else uniteAll(a, first);
    if (bJoined) unite(first, firstOf(b));
    else uniteAll(b, first);
    return;
  }
  const aLeaf = a >= leaves;
  const bLeaf = b >= leaves;
  if (aLeaf && bLeaf) {
    const to = endOf(tree, a);
    for (let p = beginOf(tree, a); p < to; p++) {
      if (isCore(p) && joinPoint(p, beginOf(tree, b) >> 4, bJoined) && aJoined && bJoined) return;
    }
    return;
  }
  // The side with more points is the one to open.
  if (bLeaf || (!aLeaf && endOf(tree, a) - beginOf(tree, a) >= endOf(tree, b) - beginOf(tree, b))) {
    joinPair(2 * a, b, aJoined, bJoined);
    joinPair(2 * a + 1, b, aJoined, bJoined);
    settle(a);
  } else {
    joinPair(a, 2 * b, aJoined, bJoined);
    joinPair(a, 2 * b + 1, aJoined, bJoined);
    settle(b);
  }
}

/**
 * Nodes first + begin … first + end − 1, all on one level, deepest level first: `firsts` is filled in
 * and each node's core points within the radius of one another are joined.
 */
export function kdJoin(
  unions: usize, header: usize, coreMask: usize, joinedNodes: usize, firstCores: usize, radius2: f64,
  scratch: usize, scratchSize: i32, first: i32, begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  tree = header;
  points = pointsOf(tree);
  cols = colsOf(tree);
  leaves = leavesOf(tree);
  query = scratch + <usize>lane * <usize>scratchSize;
  parents = unions;
  core = coreMask;
  joined = joinedNodes;
  firsts = firstCores;
  square = radius2;
  surely = lower(radius2, cols);
  maybe = upper(radius2, cols);
  for (let node = first + begin; node < first + end; node++) {
    const slot = firsts + ((<usize>node) << 2);
    if (node < leaves) {
      store<i32>(slot, firstOf(2 * node) >= 0 ? firstOf(2 * node) : firstOf(2 * node + 1));
      joinPair(2 * node, 2 * node + 1, false, false);
      settle(node);
      continue;
    }
    const from = beginOf(tree, node);
    const to = endOf(tree, node);
    store<i32>(slot, -1);
    let one = true;
    for (let p = to - 1; p >= from; p--) {
      if (!isCore(p)) continue;
      joinPoint(p, from >> 4, false);
      store<i32>(slot, p);
    }
    for (let p = from; p < to; p++) if (isCore(p) && find(p) != find(firstOf(node))) one = false;
    store<u8>(joined + <usize>node, one ? 1 : 0);
  }
}
