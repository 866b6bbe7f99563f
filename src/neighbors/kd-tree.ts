import { DataError } from '../base/index.ts';
import type { Block, Compute, Scope } from '../compute/index.ts';
import type { Matrix } from '../numeric/index.ts';

const LEAF = 16;
/** Queries that a flat search holds at a time; fixed in assembly/kd-nearest.ts. */
const QUERIES = 64;

/**
 * The rows of a matrix in kernel memory, so that near rows are found without looking at all.
 *
 * Lives as long as its scope. A row's place in tree order is its position: near positions are near
 * rows, so per-row arrays that a search walks are held by position. assembly/kd-tree.ts draws the layout.
 *
 * Cost: O(n·(d + log n)·log n) to build; memory n·(d + 2) + n·d/4 words.
 */
export class KdTree {
  readonly rows: number;
  readonly cols: number;
  /** Columns rounded up to a whole number of SIMD vectors. */
  readonly pad: number;
  readonly leaves: number;
  /** Byte offset of the header, the first argument that every kd kernel asks for. */
  readonly at: number;
  /** position → row */
  readonly order: Block<Int32Array>;
  /** First position below each node, and one past the last. Nodes 1 … 2·leaves − 1, children 2i and 2i + 1. */
  readonly begins: Int32Array;
  readonly ends: Int32Array;

  constructor(compute: Compute, scope: Scope, x: Matrix) {
    if (x.rows < 1 || x.cols < 1) {
      throw new DataError(
        `KdTree: there must be at least 1 row and 1 column, got ${x.rows} × ${x.cols}.`,
      );
    }
    this.rows = x.rows;
    this.cols = x.cols;
    this.pad = 4 * Math.ceil(x.cols / 4);
    this.leaves = Math.ceil(x.rows / LEAF);
    ({ begins: this.begins, ends: this.ends } = ranges(x.rows, this.leaves));
    this.order = scope.put(Int32Array.from({ length: x.rows }, (_, i) => i));
    const points = scope.f32(this.leaves * LEAF * x.cols);
    const boxes = scope.f32(2 * this.leaves * 2 * this.pad);
    const begins = scope.put(this.begins);
    const ends = scope.put(this.ends);
    const lows = scope.i32(2 * this.leaves);
    const header = [points.at, this.order.at, boxes.at, begins.at, ends.at, lows.at];
    this.at = scope.put(
      // Offsets above 2³¹ wrap here and unwrap in the kernel, which reads them unsigned.
      new Int32Array([x.rows, x.cols, this.pad, this.leaves, ...header].map((word) => word | 0)),
    ).at;
    using building = compute.scope();
    const rows = building.put(x.data);
    const keys = building.f32(x.rows);
    for (const level of this.levels()) {
      const chunk = Math.ceil(level.count / 64);
      compute.run('kdSplit', level.count, chunk, [this.at, rows.at, keys.at, level.first]);
    }
    compute.run('kdPack', this.leaves, 64, [this.at, rows.at]);
    this.#fillLows(lows.view);
  }

  /** The lowest row below each node; a leaf's rows are in ascending order. */
  #fillLows(lows: Int32Array): void {
    const order = this.order.view;
    for (let node = 2 * this.leaves - 1; node >= 1; node--) {
      lows[node] =
        node < this.leaves
          ? Math.min(lows[2 * node], lows[2 * node + 1])
          : order[this.begins[node]];
    }
  }

  /** The nodes of each level, root first. */
  levels(): { first: number; count: number }[] {
    const levels = [];
    for (let first = 1; first < 2 * this.leaves; first *= 2) {
      levels.push({ first, count: Math.min(first, 2 * this.leaves - first) });
    }
    return levels;
  }

  /** Bytes of scratch space per lane for a search. */
  get scratchBytes(): number {
    return QUERIES * this.pad * 4;
  }
}

function ranges(rows: number, leaves: number): { begins: Int32Array; ends: Int32Array } {
  const begins = new Int32Array(2 * leaves);
  const ends = new Int32Array(2 * leaves);
  const level = 2 ** Math.ceil(Math.log2(leaves));
  const deep = 2 * leaves - level;
  for (let leaf = 0; leaf < leaves; leaf++) {
    const node = leaf < deep ? level + leaf : (level + deep) / 2 + leaf - deep;
    begins[node] = leaf * LEAF;
    ends[node] = Math.min(rows, leaf * LEAF + LEAF);
  }
  for (let node = leaves - 1; node >= 1; node--) {
    begins[node] = begins[2 * node];
    ends[node] = ends[2 * node + 1];
  }
  return { begins, ends };
}
