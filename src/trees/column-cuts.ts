import type { Matrix } from '../numeric/index.ts';

/** Rows that the cuts of a column rest on: quantiles of 256 parts are then right within a twentieth of a part. */
const SAMPLE = 65_536;
const CUTS = 255;

/**
 * Up to 255 cuts per column between its values: all of them where there are no more, else quantiles.
 *
 * Shapes: d × 256, ascending, filled up with +∞. A value belongs to code c when c cuts lie below it.
 * Cost: a sort of each column's sample of every k-th row.
 */
export function columnCuts(x: Matrix): Float32Array {
  const { data, rows, cols } = x;
  const step = Math.ceil(rows / SAMPLE);
  const cuts = new Float32Array(cols * (CUTS + 1)).fill(Number.POSITIVE_INFINITY);
  const sample = new Float32Array(Math.ceil(rows / step));
  for (let j = 0; j < cols; j++) {
    for (let i = 0; i < sample.length; i++) sample[i] = data[i * step * cols + j];
    cuts.set(cutsOf(sample.slice().sort()), j * (CUTS + 1));
  }
  return cuts;
}

/** @param sorted ascending */
function cutsOf(sorted: Float32Array): number[] {
  const ends: number[] = [];
  for (let i = 0; i + 1 < sorted.length; i++) if (sorted[i] < sorted[i + 1]) ends.push(i);
  const cut = (end: number) => between(sorted[end], sorted[end + 1]);
  if (ends.length <= CUTS) return ends.map(cut);
  const cuts: number[] = [];
  // Behind the value in which a part ends: equal values stay together.
  let next = 1;
  for (const end of ends) {
    const parts = Math.floor(((end + 1) * (CUTS + 1)) / sorted.length);
    if (parts < next) continue;
    cuts.push(cut(end));
    next = parts + 1;
  }
  return cuts;
}

/** A number from `low` up to, but not, `high`. */
function between(low: number, high: number): number {
  const middle = Math.fround((low + high) / 2);
  return middle < high ? middle : low;
}
