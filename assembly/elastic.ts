// Distances of all pairs of series. The tables and their layout: elastic-table.ts.

import { oneTable, radiusOf, WIDE } from './elastic-table';

// Distances of rows begin … end−1 of x to every series of y.
//
//   out       rows × stride f32; with `add` the numbers are added to what is there
//   x, xs     f64, `steps` steps a row; lengths i32 per row
//   y, ys     f64 panels of `stepsY` steps; ends i32 per lane, spans i32 per panel: first series, number of them
//   first     the row's own number among the series of y: panels before it are passed over. −1: none are
//   root      1: the square root of the sum
//   scratch   per lane (stepsY + 1) × 8 f64
export function elasticBlock(
  out: usize,
  stride: i32,
  x: usize,
  xs: usize,
  lengths: usize,
  steps: i32,
  y: usize,
  ys: usize,
  ends: usize,
  spans: usize,
  panels: i32,
  stepsY: i32,
  channels: i32,
  kind: i32,
  window: f64,
  stiffness: f64,
  first: i32,
  root: i32,
  add: i32,
  scratch: usize,
  begin: i32,
  end: i32,
  chunk: i32,
  lane: i32,
): void {
  const row = scratch + <usize>lane * ((<usize>(stepsY + 1)) << 6);
  const panelBytes = <usize>stepsY * <usize>channels * WIDE;
  const asideBytes = <usize>stepsY * WIDE;
  for (let i = begin; i < end; i++) {
    const n = load<i32>(lengths + ((<usize>i) << 2));
    const own = x + <usize>i * <usize>steps * <usize>channels * 8;
    const aside = xs + <usize>i * <usize>steps * 8;
    for (let p = 0; p < panels; p++) {
      const base = load<i32>(spans + ((<usize>p) << 3));
      const count = load<i32>(spans + ((<usize>p) << 3), 4);
      if (first >= 0 && base + count <= first + i) continue;
      const stops = ends + ((<usize>p) << 5);
      let m = 0;
      for (let l = 0; l < count; l++) m = max(m, load<i32>(stops + ((<usize>l) << 2)));
      const yj = y + <usize>p * panelBytes;
      const beside = ys + <usize>p * asideBytes;
      const radius = radiusOf(window, n, m);
      oneTable(kind, channels, row, own, aside, n, yj, beside, m, radius, stiffness, 0);
      let to = out + ((<usize>i * <usize>stride + <usize>base) << 2);
      for (let l = 0; l < count; l++, to += 4) {
        const stop = load<i32>(stops + ((<usize>l) << 2));
        let found = load<f64>(row + ((<usize>stop) << 6) + ((<usize>l) << 3));
        if (root) found = sqrt(found);
        if (add) found += <f64>load<f32>(to);
        store<f32>(to, <f32>found);
      }
    }
  }
}
