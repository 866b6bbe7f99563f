// The k nearest rows by the share of columns that differ, where columns have many values: rows that share none are
// never looked at. For every column the rows are listed by value; a query counts those listed with its own values.
//
//   members    column 0: count rows, those of a value together | column 1 | …      i32
//   offsets    column 0: count + 1 | …      members of value group g: offsets[g] … offsets[g + 1]     i32
//   groups     row 0: its value group in each column | row 1 | …      −1: a value that no row has     i32
import { keyOf, sortPairs } from './forest-sort';
import { emptyList, insertRow, openList } from './nearest-list';

/** Bytes that one lane needs for `count` rows. */
export function groupBytes(count: i32): i32 {
  return ((count + 1) << 4) + 4096;
}

/** Lists the rows of columns begin … end − 1 by value. outPairs, f64 per column: how many pairs of rows share one. */
export function valueGroups(
  outMembers: usize, outOffsets: usize, outGroups: usize, outPairs: usize, x: usize, count: i32, cols: i32,
  scratch: usize, scratchBytes: f64, begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  const pairs = scratch + <usize>lane * <usize>scratchBytes;
  const others = pairs + ((<usize>count + 1) << 3);
  const digits = others + ((<usize>count) << 3);
  for (let j = <usize>begin; j < <usize>end; j++) {
    for (let i: usize = 0; i < <usize>count; i++) {
      const key = keyOf(load<f32>(x + ((i * <usize>cols + j) << 2)));
      store<u64>(pairs + (i << 3), ((<u64>key) << 32) | <u64>i);
    }
    const sorted = sortPairs(pairs, others, count, digits);
    const members = outMembers + ((j * <usize>count) << 2);
    const offsets = outOffsets + ((j * (<usize>count + 1)) << 2);
    let group = -1;
    let from: usize = 0;
    let last: u32 = 0;
    let sum: f64 = 0;
    for (let i: usize = 0; i < <usize>count; i++) {
      const pair = load<u64>(sorted + (i << 3));
      const key = <u32>(pair >> 32);
      if (group < 0 || key != last) {
        sum += <f64>(i - from) * <f64>(i - from);
        from = i;
        last = key;
        group++;
        store<i32>(offsets + ((<usize>group) << 2), <i32>i);
      }
      const row = <u32>pair;
      store<i32>(members + (i << 2), row);
      store<i32>(outGroups + ((<usize>row * <usize>cols + j) << 2), group);
    }
    store<i32>(offsets + ((<usize>(group + 1)) << 2), count);
    // What lies behind the last group ends there too.
    for (let g = group + 2; g <= count; g++) store<i32>(offsets + ((<usize>g) << 2), count);
    store<f64>(outPairs + (j << 3), sum + <f64>(<usize>count - from) * <f64>(<usize>count - from));
  }
}

/** Value groups of other rows, y: −1 where no row of x has the value. */
export function valueGroupsOf(
  outGroups: usize, members: usize, offsets: usize, x: usize, count: i32, y: usize, cols: i32, begin: i32,
  end: i32, _chunk: i32, _lane: i32,
): void {
  for (let i = <usize>begin; i < <usize>end; i++) {
    for (let j: usize = 0; j < <usize>cols; j++) {
      const at = (i * <usize>cols + j) << 2;
      const key = keyOf(load<f32>(y + at));
      const own = members + ((j * <usize>count) << 2);
      // The first member that is not below the value.
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (memberKey(own, middle, x, cols, j) < key) low = middle + 1;
        else high = middle;
      }
      let group = -1;
      if (low < count && memberKey(own, low, x, cols, j) == key) {
        group = groupAt(offsets + ((j * (<usize>count + 1)) << 2), low, count);
      }
      store<i32>(outGroups + at, group);
    }
  }
}

// @ts-ignore: decorator
@inline function memberKey(members: usize, place: i32, x: usize, cols: i32, j: usize): u32 {
  const row = load<i32>(members + ((<usize>place) << 2));
  return keyOf(load<f32>(x + ((<usize>row * <usize>cols + j) << 2)));
}

/** The group that begins at a place. */
function groupAt(offsets: usize, place: i32, count: i32): i32 {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<i32>(offsets + ((<usize>middle) << 2)) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Bytes that one lane needs; they must be 0 at first. */
export function sharedBytes(count: i32): i32 {
  return (count << 3) + 64;
}

/**
 * Row i of outDistances (f64) and outRows (i32): the share of columns that differ, and the numbers, of the k
 * rows nearest to query i; equally near ones by the lower row.
 *
 * @param own 1 when the queries are the rows: a row is not its own neighbour
 */
export function sharedNearest(
  outDistances: usize, outRows: usize, groups: usize, members: usize, offsets: usize, count: i32, cols: i32, k: i32,
  own: i32, scratch: usize, scratchBytes: f64, first: i32, begin: i32, end: i32, _chunk: i32, lane: i32,
): void {
  const times = scratch + <usize>lane * <usize>scratchBytes;
  const met = times + ((<usize>count) << 2);
  for (let i = first + begin; i < first + end; i++) {
    openList(outDistances, outRows, k, i);
    emptyList();
    let many: usize = 0;
    for (let j: usize = 0; j < <usize>cols; j++) {
      const group = load<i32>(groups + ((<usize>i * <usize>cols + j) << 2));
      if (group < 0) continue;
      const line = offsets + ((j * (<usize>count + 1) + <usize>group) << 2);
      const list = members + ((j * <usize>count) << 2);
      const stop = list + ((<usize>load<i32>(line, 4)) << 2);
      for (let at = list + ((<usize>load<i32>(line)) << 2); at < stop; at += 4) {
        const row = load<i32>(at);
        const slot = times + ((<usize>row) << 2);
        const shared = load<i32>(slot);
        if (shared == 0) {
          store<i32>(met + (many << 2), row);
          many++;
        }
        store<i32>(slot, shared + 1);
      }
    }
    for (let m: usize = 0; m < many; m++) {
      const row = load<i32>(met + (m << 2));
      if (own != 0 && row == i) continue;
      insertRow(<f64>(cols - load<i32>(times + ((<usize>row) << 2))) / <f64>cols, row);
    }
    // Too few share anything: the lowest of the others, all equally far.
    for (let row = 0, missing = k - <i32>many + own; row < count && missing > 0; row++) {
      if (load<i32>(times + ((<usize>row) << 2)) != 0 || (own != 0 && row == i)) continue;
      insertRow(1, row);
      missing--;
    }
    for (let m: usize = 0; m < many; m++) {
      store<i32>(times + ((<usize>load<i32>(met + (m << 2))) << 2), 0);
    }
  }
}
