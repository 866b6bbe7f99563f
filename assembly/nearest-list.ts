// The k nearest rows of one query found so far: nearest first, equally near ones by the lower row.
// Lists that are not yet full end in infinity and −1.

// A wasm global belongs to one instance, and each thread has its own.
let distances: usize = 0;
let rows: usize = 0;
let last: usize = 0;

/** Turns to list `i` of those at `outDistances` (f64) and `outRows` (i32), k entries each. */
// @ts-ignore: decorator
@inline
export function openList(outDistances: usize, outRows: usize, k: i32, i: i32): void {
  distances = outDistances + (<usize>i * <usize>k << 3);
  rows = outRows + (<usize>i * <usize>k << 2);
  last = <usize>(k - 1);
}

export function emptyList(): void {
  for (let slot: usize = 0; slot <= last; slot++) {
    store<f64>(distances + (slot << 3), Infinity);
    store<i32>(rows + (slot << 2), -1);
  }
}

/** The distance of the last one: farther rows have no place. */
// @ts-ignore: decorator
@inline
export function listReach(): f64 {
  return load<f64>(distances + (last << 3));
}

/** Whether the row stands in the list at this distance. */
export function inList(distance: f64, row: i32): bool {
  for (let slot: usize = 0; slot <= last; slot++) {
    const held = load<f64>(distances + (slot << 3));
    if (held > distance) return false;
    if (load<i32>(rows + (slot << 2)) == row) return true;
  }
  return false;
}

/** Gives a row its place, if it has one; false when it has none. */
export function insertRow(distance: f64, row: i32): bool {
  let slot = last;
  const worst = load<f64>(distances + (slot << 3));
  if (distance > worst) return false;
  if (distance == worst) {
    const held = load<i32>(rows + (slot << 2));
    if (held >= 0 && held < row) return false;
  }
  for (; slot > 0; slot--) {
    const before = load<f64>(distances + (slot << 3) - 8);
    const held = load<i32>(rows + (slot << 2) - 4);
    if (before < distance || (before == distance && held >= 0 && held < row)) break;
    store<f64>(distances + (slot << 3), before);
    store<i32>(rows + (slot << 2), held);
  }
  store<f64>(distances + (slot << 3), distance);
  store<i32>(rows + (slot << 2), row);
  return true;
}
