// How much worse trees say the target of rows that they did not draw when one column is shuffled among these.
import { drawBelow, seedDraws } from './forest-draw';
import { leafOf } from './forest-walk';

/** Bytes that one lane needs. */
export function permuteBytes(count: i32, width: i32): i32 {
  return (count << 3) + (width << 2) + 64;
}

/**
 * outRises: trees × columns, f64: by how much the mean squared error rises; outErrors: trees × [mean squared
 * error, rows].
 *
 * @param gains trees × columns, f64: a column without any cannot matter
 * @param drawn trees × count, u8: rows that a tree drew are left out
 * @param most rows of a tree that are looked at; of more, some are drawn
 */
export function forestPermute(
  outRises: usize, outErrors: usize, nodes: usize, offsets: usize, gains: usize, x: usize, cols: i32, y: usize,
  drawn: usize, count: i32, most: i32, seeds: usize, scratch: usize, scratchBytes: f64, begin: i32, end: i32,
  _chunk: i32, lane: i32,
): void {
  const rows = scratch + <usize>lane * <usize>scratchBytes;
  const places = rows + ((<usize>count) << 2);
  const changed = places + ((<usize>count) << 2);
  const line = (<usize>cols) << 2;
  for (let t = <usize>begin; t < <usize>end; t++) {
    const tree = nodes + ((<usize>load<i32>(offsets + (t << 2))) << 4);
    seedDraws(load<u32>(seeds + (t << 2)));
    const held = chooseRows(rows, drawn + t * <usize>count, count, most);
    let before: f64 = 0;
    for (let i = 0; i < held; i++) {
      const row = <usize>load<i32>(rows + ((<usize>i) << 2));
      before += square(leafOf(tree, x + row * line), y + (row << 3));
    }
    store<f64>(outErrors + (t << 4), before);
    store<f64>(outErrors + (t << 4), <f64>held, 8);
    for (let j: usize = 0; j < <usize>cols; j++) {
      const at = (t * <usize>cols + j) << 3;
      store<f64>(outRises + at, 0);
      if (load<f64>(gains + at) == 0) continue;
      shuffle(places, rows, held);
      let after: f64 = 0;
      for (let i = 0; i < held; i++) {
        const row = <usize>load<i32>(rows + ((<usize>i) << 2));
        const other = <usize>load<i32>(places + ((<usize>i) << 2));
        memory.copy(changed, x + row * line, line);
        store<f32>(changed + (j << 2), load<f32>(x + other * line + (j << 2)));
        after += square(leafOf(tree, changed), y + (row << 3));
      }
      store<f64>(outRises + at, after - before);
    }
  }
}

/** Rows that the tree did not draw; of more than `most`, the first of a shuffle. */
function chooseRows(rows: usize, drawn: usize, count: i32, most: i32): i32 {
  let held = 0;
  for (let i = 0; i < count; i++) {
    if (load<u8>(drawn + <usize>i) != 0) continue;
    store<i32>(rows + ((<usize>held) << 2), i);
    held++;
  }
  if (held <= most) return held;
  for (let i = 0; i < most; i++) swap(rows, i, i + drawBelow(held - i));
  return most;
}

function shuffle(places: usize, rows: usize, held: i32): void {
  memory.copy(places, rows, (<usize>held) << 2);
  for (let i = 0; i < held; i++) swap(places, i, i + drawBelow(held - i));
}

// @ts-ignore: decorator
@inline function swap(list: usize, a: i32, b: i32): void {
  const at = list + ((<usize>a) << 2);
  const other = list + ((<usize>b) << 2);
  const value = load<i32>(at);
  store<i32>(at, load<i32>(other));
  store<i32>(other, value);
}

// @ts-ignore: decorator
@inline function square(leaf: usize, target: usize): f64 {
  const apart = <f64>load<f32>(leaf, 4) - load<f64>(target);
  return apart * apart;
}
