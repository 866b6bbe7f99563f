// The k nearest rows of each query among wide rows. Sketches of 4 queries and 8 rows are multiplied at a
// time; the rows with the k nearest sketches are measured in full, and then those whose sketches are
// nearer than the k-th of these.
//
//   panel p      [ column 0 of sketches 8p … 8p + 7 | column 1 of them | … ]   f32
//   4 queries ×  [ low: 4 rows | high: 4 rows ]   eight sums in registers
//
// ‖a − b‖² = ‖a‖² + ‖b‖² − 2·a·b in f32 is off by little of ‖a‖² + ‖b‖², so the norms that come in are
// lessened by that much: what is computed is never above the true square.
import { emptyList, insertRow, listReach, openList } from './nearest-list';
import { squareOf } from './row-distance';

/** Queries whose squares a lane holds at a time. */
const HELD: i32 = 16;
/** Panels that these go through before the next ones: 64 kB of 64 columns. */
const BLOCK: i32 = 32;

/**
 * Squares of `held` sketches, at `queries`, and those of all panels: row q of `squares` has 8·panels.
 * Rows of the last four beyond `held` are rubbish.
 */
function multiply(
  squares: usize, panels: usize, norms: usize, queries: usize, queryNorms: usize, sketch: usize,
  all: i32, held: i32,
): void {
  const line = (<usize>all) << 5;
  const last = held - 1;
  const two = f32x4.splat(2);
  for (let block = 0; block < all; block += BLOCK) {
    const stop = min(all, block + BLOCK);
    for (let q = 0; q < held; q += 4) {
      const q1 = min(q + 1, last);
      const q2 = min(q + 2, last);
      const q3 = min(q + 3, last);
      const from0 = queries + <usize>q * sketch;
      const from1 = queries + <usize>q1 * sketch;
      const from2 = queries + <usize>q2 * sketch;
      const from3 = queries + <usize>q3 * sketch;
      const n0 = v128.load32_splat(queryNorms + ((<usize>q) << 2));
      const n1 = v128.load32_splat(queryNorms + ((<usize>q1) << 2));
      const n2 = v128.load32_splat(queryNorms + ((<usize>q2) << 2));
      const n3 = v128.load32_splat(queryNorms + ((<usize>q3) << 2));
      let to = squares + <usize>q * line + ((<usize>block) << 5);
      let norm = norms + ((<usize>block) << 5);
      let panel = panels + <usize>block * (sketch << 3);
      for (let p = block; p < stop; p++, to += 32, norm += 32) {
        let a0 = f32x4.splat(0);
        let b0 = a0;
        let a1 = a0;
        let b1 = a0;
        let a2 = a0;
        let b2 = a0;
        let a3 = a0;
        let b3 = a0;
        for (let j: usize = 0; j < sketch; j += 4, panel += 32) {
          const low = v128.load(panel);
          const high = v128.load(panel, 16);
          const v0 = v128.load32_splat(from0 + j);
          a0 = f32x4.add(a0, f32x4.mul(v0, low));
          b0 = f32x4.add(b0, f32x4.mul(v0, high));
          const v1 = v128.load32_splat(from1 + j);
          a1 = f32x4.add(a1, f32x4.mul(v1, low));
          b1 = f32x4.add(b1, f32x4.mul(v1, high));
          const v2 = v128.load32_splat(from2 + j);
          a2 = f32x4.add(a2, f32x4.mul(v2, low));
          b2 = f32x4.add(b2, f32x4.mul(v2, high));
          const v3 = v128.load32_splat(from3 + j);
          a3 = f32x4.add(a3, f32x4.mul(v3, low));
          b3 = f32x4.add(b3, f32x4.mul(v3, high));
        }
        const low = v128.load(norm);
        const high = v128.load(norm, 16);
        v128.store(to, f32x4.sub(f32x4.add(n0, low), f32x4.mul(two, a0)));
        v128.store(to, f32x4.sub(f32x4.add(n0, high), f32x4.mul(two, b0)), 16);
        v128.store(to + line, f32x4.sub(f32x4.add(n1, low), f32x4.mul(two, a1)));
        v128.store(to + line, f32x4.sub(f32x4.add(n1, high), f32x4.mul(two, b1)), 16);
        v128.store(to + (line << 1), f32x4.sub(f32x4.add(n2, low), f32x4.mul(two, a2)));
        v128.store(to + (line << 1), f32x4.sub(f32x4.add(n2, high), f32x4.mul(two, b2)), 16);
        v128.store(to + line * 3, f32x4.sub(f32x4.add(n3, low), f32x4.mul(two, a3)));
        v128.store(to + line * 3, f32x4.sub(f32x4.add(n3, high), f32x4.mul(two, b3)), 16);
      }
    }
  }
}

/** Which of 8 squares are not above a bound: so that what overflowed to no number counts too. */
// @ts-ignore: decorator
@inline function within(squares: usize, bound: v128): i32 {
  return 0xff ^ (
    i32x4.bitmask(f32x4.gt(v128.load(squares), bound)) |
    (i32x4.bitmask(f32x4.gt(v128.load(squares, 16), bound)) << 4)
  );
}

// @ts-ignore: decorator
@inline function roundedUp(square: f64): v128 {
  return f32x4.splat(<f32>(square * (1 + 1.0 / 4194304)));
}

/**
 * Row i of outSquares (f64) and outRows (i32): squared distances and numbers of the k rows of x nearest to
 * query i.
 *
 * @param panels sketches of the points, `width` columns;   norms  f32 per point, padded to whole panels
 * @param queries their sketches, row by row;   queryNorms  f32
 * @param x rows of the points, `cols` columns;   y  those of the queries
 * @param self 1 when the queries are the points: a row is not its own neighbour
 * @param scratch per lane: 16 × 8·panels f32, then k i32
 */
export function wideNearest(
  outSquares: usize, outRows: usize, panels: usize, norms: usize, queries: usize, queryNorms: usize,
  x: usize, y: usize, width: i32, cols: i32, count: i32, k: i32, self: i32, scratch: usize, first: i32,
  begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  begin += first;
  end += first;
  const sketch = (<usize>width) << 2;
  const row = (<usize>cols) << 2;
  const all = (count + 7) >> 3;
  const line = (<usize>all) << 5;
  const squares = scratch + <usize>lane * (line * HELD + ((<usize>k) << 2));
  const chosen = squares + line * HELD;
  for (let i = begin; i < end; i += HELD) {
    const held = min(HELD, end - i);
    multiply(
      squares, panels, norms, queries + <usize>i * sketch, queryNorms + ((<usize>i) << 2), sketch, all,
      held,
    );
    for (let q = 0; q < held; q++) {
      const query = i + q;
      const own = self != 0 ? query : -1;
      const from = squares + <usize>q * line;
      const place = y + <usize>query * row;
      openList(outSquares, outRows, k, query);
      emptyList();
      let bound = f32x4.splat(Infinity);
      for (let p = 0; p < all; p++) {
        let mask = within(from + ((<usize>p) << 5), bound);
        if (mask == 0) continue;
        for (; mask != 0; mask &= mask - 1) {
          const other = p * 8 + ctz(mask);
          if (other >= count) break;
          if (other == own) continue;
          insertRow(<f64>load<f32>(from + ((<usize>other) << 2)), other);
        }
        bound = f32x4.splat(<f32>listReach());
      }
      memory.copy(chosen, outRows + (<usize>query * <usize>k << 2), (<usize>k) << 2);
      emptyList();
      for (let c = 0; c < k; c++) {
        const other = load<i32>(chosen + ((<usize>c) << 2));
        if (other < 0) continue;
        insertRow(squareOf(x + <usize>other * row, place, cols), other);
        // Measured; the second look leaves it out.
        store<f32>(from + ((<usize>other) << 2), f32.MAX_VALUE);
      }
      bound = roundedUp(listReach());
      for (let p = 0; p < all; p++) {
        let mask = within(from + ((<usize>p) << 5), bound);
        if (mask == 0) continue;
        for (; mask != 0; mask &= mask - 1) {
          const other = p * 8 + ctz(mask);
          if (other >= count) break;
          if (other == own || listed(chosen, k, other)) continue;
          insertRow(squareOf(x + <usize>other * row, place, cols), other);
        }
        bound = roundedUp(listReach());
      }
    }
  }
}

/** Only asked of squares that the mark above cannot be told from: with bounds beyond it. */
function listed(chosen: usize, k: i32, row: i32): bool {
  for (let c = 0; c < k; c++) if (load<i32>(chosen + ((<usize>c) << 2)) == row) return true;
  return false;
}

/** Row i of the outputs: the k nearest of the `size` rows that list i of `lists` names, measured in full. */
export function nearestListed(
  outSquares: usize, outRows: usize, lists: usize, size: i32, x: usize, cols: i32, k: i32, first: i32,
  begin: i32, end: i32, _chunk: i32, _lane: i32,
): void {
  const row = (<usize>cols) << 2;
  for (let i = first + begin; i < first + end; i++) {
    openList(outSquares, outRows, k, i);
    emptyList();
    const own = x + <usize>i * row;
    for (let j = 0; j < size; j++) {
      const other = load<i32>(lists + ((<usize>(i * size + j)) << 2));
      if (other >= 0) insertRow(squareOf(x + <usize>other * row, own, cols), other);
    }
  }
}
