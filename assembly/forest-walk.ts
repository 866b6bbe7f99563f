// Rows go down grown trees (see forest-tree for the nodes), eight at a time, so that the next node of one is
// fetched while others are compared. A leaf leads to itself: rows that are there early wait for the others.

/** Where a row goes from a node. */
// @ts-ignore: decorator
@inline function step(nodes: usize, node: i32, row: usize): i32 {
  const at = nodes + ((<usize>node) << 4);
  const feature = load<i32>(at);
  const value = load<f32>(row + ((<usize>select<i32>(feature, 0, feature >= 0)) << 2));
  // An address, not a branch: which way a row goes cannot be foretold.
  return load<i32>(at + (<usize>!(value <= load<f32>(at, 4)) << 2), 8);
}

/** The leaf of one row. */
// @ts-ignore: decorator
@inline export function leafOf(nodes: usize, row: usize): usize {
  let node = 0;
  let next = step(nodes, node, row);
  while (next != node) {
    node = next;
    next = step(nodes, node, row);
  }
  return nodes + ((<usize>node) << 4);
}

// @ts-ignore: decorator
@inline function numberOf(leaf: usize): f32 {
  const held = load<i32>(leaf);
  return <f32>(-(held + 1));
}

/** Leaves of 8 rows from `row` on, `line` bytes apart, as eight addresses (u32). */
export function leavesOf(out: usize, nodes: usize, row: usize, line: usize): void {
  const row1 = row + line;
  const row2 = row1 + line;
  const row3 = row2 + line;
  const row4 = row3 + line;
  const row5 = row4 + line;
  const row6 = row5 + line;
  const row7 = row6 + line;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let e = 0;
  let f = 0;
  let g = 0;
  let h = 0;
  for (;;) {
    const a1 = step(nodes, a, row);
    const b1 = step(nodes, b, row1);
    const c1 = step(nodes, c, row2);
    const d1 = step(nodes, d, row3);
    const e1 = step(nodes, e, row4);
    const f1 = step(nodes, f, row5);
    const g1 = step(nodes, g, row6);
    const h1 = step(nodes, h, row7);
    const moved =
      (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1) | (e ^ e1) | (f ^ f1) | (g ^ g1) | (h ^ h1);
    a = a1;
    b = b1;
    c = c1;
    d = d1;
    e = e1;
    f = f1;
    g = g1;
    h = h1;
    if (moved == 0) break;
  }
  store<u32>(out, <u32>nodes + ((<u32>a) << 4));
  store<u32>(out, <u32>nodes + ((<u32>b) << 4), 4);
  store<u32>(out, <u32>nodes + ((<u32>c) << 4), 8);
  store<u32>(out, <u32>nodes + ((<u32>d) << 4), 12);
  store<u32>(out, <u32>nodes + ((<u32>e) << 4), 16);
  store<u32>(out, <u32>nodes + ((<u32>f) << 4), 20);
  store<u32>(out, <u32>nodes + ((<u32>g) << 4), 24);
  store<u32>(out, <u32>nodes + ((<u32>h) << 4), 28);
}

/**
 * Row i of `out` (f32, `all` columns): from column `column` on the number of its leaf in each of `trees`
 * trees. offsets: i32, the first node of each tree.
 *
 * @param scratch 32 bytes per lane
 */
export function forestLeaves(
  out: usize, nodes: usize, offsets: usize, trees: i32, all: i32, column: i32, x: usize, cols: i32,
  scratch: usize, begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  const eight = scratch + ((<usize>lane) << 5);
  const line = (<usize>cols) << 2;
  for (let t = 0; t < trees; t++) {
    const tree = nodes + ((<usize>load<i32>(offsets + ((<usize>t) << 2))) << 4);
    let at = out + ((<usize>begin * <usize>all + <usize>(column + t)) << 2);
    let i = begin;
    for (; i + 8 <= end; i += 8) {
      leavesOf(eight, tree, x + <usize>i * line, line);
      for (let j: usize = 0; j < 32; j += 4, at += (<usize>all) << 2) {
        store<f32>(at, numberOf(load<u32>(eight + j)));
      }
    }
    for (; i < end; i++, at += (<usize>all) << 2) {
      store<f32>(at, numberOf(leafOf(tree, x + <usize>i * line)));
    }
  }
}

/**
 * Adds to row i of outSums (f64) the values of its leaves in `trees` trees, and to outTimes (i32) how many.
 *
 * @param drawn 0, or how often each tree drew each row (u8, trees × count): only trees that did not count
 * @param scratch 32 bytes per lane
 */
export function forestSums(
  outSums: usize, outTimes: usize, nodes: usize, offsets: usize, trees: i32, x: usize, cols: i32,
  drawn: usize, count: i32, scratch: usize, begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  const eight = scratch + ((<usize>lane) << 5);
  const line = (<usize>cols) << 2;
  for (let t = 0; t < trees; t++) {
    const tree = nodes + ((<usize>load<i32>(offsets + ((<usize>t) << 2))) << 4);
    const held = drawn + <usize>t * <usize>count;
    let i = begin;
    if (drawn == 0) {
      for (; i + 8 <= end; i += 8) {
        leavesOf(eight, tree, x + <usize>i * line, line);
        for (let j = 0; j < 8; j++) add(outSums, outTimes, i + j, load<u32>(eight + ((<usize>j) << 2)));
      }
    }
    for (; i < end; i++) {
      if (drawn != 0 && load<u8>(held + <usize>i) != 0) continue;
      add(outSums, outTimes, i, leafOf(tree, x + <usize>i * line));
    }
  }
}

// @ts-ignore: decorator
@inline function add(sums: usize, times: usize, row: i32, leaf: usize): void {
  const at = sums + ((<usize>row) << 3);
  store<f64>(at, load<f64>(at) + <f64>load<f32>(leaf, 4));
  const many = times + ((<usize>row) << 2);
  store<i32>(many, load<i32>(many) + 1);
}
