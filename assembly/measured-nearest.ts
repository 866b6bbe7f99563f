// The k nearest rows of each query by a metric that is not Euclidean: 8 rows at a time are measured in f32,
// and those that may be near again in f64.
//
//   panel p      [ column 0 of rows 8p … 8p + 7 | column 1 of them | … ]   f32
import { emptyList, insertRow, listReach, openList } from './nearest-list';
import { measureOf } from './row-distance';

/** Panels that a chunk's queries go through before the next ones. */
const BLOCK: i32 = 32;

// A wasm global belongs to one instance, and each thread has its own.
let first4: v128 = i64x2.splat(0);
let last4: v128 = i64x2.splat(0);

/** Distances of one query to the 8 rows of a panel, into first4 and last4. */
function measurePanel(metric: i32, query: usize, panel: usize, cols: i32): void {
  const stop = panel + ((<usize>cols) << 5);
  const zero = f32x4.splat(0);
  let a = zero;
  let b = zero;
  if (metric == 1) {
    for (; panel < stop; panel += 32, query += 4) {
      const own = v128.load32_splat(query);
      a = f32x4.add(a, f32x4.abs(f32x4.sub(v128.load(panel), own)));
      b = f32x4.add(b, f32x4.abs(f32x4.sub(v128.load(panel, 16), own)));
    }
  } else if (metric == 2) {
    for (; panel < stop; panel += 32, query += 4) {
      const own = v128.load32_splat(query);
      a = f32x4.max(a, f32x4.abs(f32x4.sub(v128.load(panel), own)));
      b = f32x4.max(b, f32x4.abs(f32x4.sub(v128.load(panel, 16), own)));
    }
  } else if (metric == 3) {
    // A comparison gives −1 where it holds.
    for (; panel < stop; panel += 32, query += 4) {
      const own = v128.load32_splat(query);
      a = i32x4.sub(a, f32x4.ne(v128.load(panel), own));
      b = i32x4.sub(b, f32x4.ne(v128.load(panel, 16), own));
    }
    const all = f32x4.splat(<f32>cols);
    a = f32x4.div(f32x4.convert_i32x4_s(a), all);
    b = f32x4.div(f32x4.convert_i32x4_s(b), all);
  } else {
    let eitherA = zero;
    let eitherB = zero;
    for (; panel < stop; panel += 32, query += 4) {
      const own = f32x4.ne(v128.load32_splat(query), zero);
      const inA = f32x4.ne(v128.load(panel), zero);
      const inB = f32x4.ne(v128.load(panel, 16), zero);
      a = i32x4.sub(a, v128.xor(own, inA));
      b = i32x4.sub(b, v128.xor(own, inB));
      eitherA = i32x4.sub(eitherA, v128.or(own, inA));
      eitherB = i32x4.sub(eitherB, v128.or(own, inB));
    }
    const one = i32x4.splat(1);
    a = f32x4.div(f32x4.convert_i32x4_s(a), f32x4.convert_i32x4_s(i32x4.max_s(eitherA, one)));
    b = f32x4.div(f32x4.convert_i32x4_s(b), f32x4.convert_i32x4_s(i32x4.max_s(eitherB, one)));
  }
  first4 = a;
  last4 = b;
}

/**
 * Row i of outDistances (f64) and outRows (i32): distances and numbers of the k rows of x nearest to
 * query i of y by a metric (see row-distance.ts).
 *
 * @param own 1 when y is x: a row is not its own neighbour
 * @param slack relative error that distances in f32 stay under
 */
export function measuredNearest(
  outDistances: usize, outRows: usize, panels: usize, x: usize, y: usize, cols: i32, count: i32, k: i32,
  metric: i32, own: i32, slack: f64, first: i32, begin: i32, end: i32, _chunk: i32, _lane: i32,
): void {
  begin += first;
  end += first;
  const row = (<usize>cols) << 2;
  const all = (count + 7) >> 3;
  for (let i = begin; i < end; i++) {
    openList(outDistances, outRows, k, i);
    emptyList();
  }
  for (let block = 0; block < all; block += BLOCK) {
    const stop = min(all, block + BLOCK);
    for (let i = begin; i < end; i++) {
      openList(outDistances, outRows, k, i);
      const query = y + <usize>i * row;
      let reach = f32x4.splat(<f32>min(listReach() * slack, 3e38));
      for (let p = block; p < stop; p++) {
        measurePanel(metric, query, panels + <usize>p * (row << 3), cols);
        let mask =
          i32x4.bitmask(f32x4.le(first4, reach)) | (i32x4.bitmask(f32x4.le(last4, reach)) << 4);
        if (mask == 0) continue;
        for (; mask != 0; mask &= mask - 1) {
          const other = p * 8 + ctz(mask);
          if (other >= count) break;
          if (own != 0 && other == i) continue;
          insertRow(measureOf(metric, x + <usize>other * row, query, cols), other);
        }
        reach = f32x4.splat(<f32>min(listReach() * slack, 3e38));
      }
    }
  }
}
