import type { Run } from '../base/index.ts';
import type { Matrix } from '../numeric/index.ts';
import type { Nearest } from './nearest-rows.ts';
import { nearestSketched } from './wide-rows.ts';

/** Rows whose neighbours are searched again: a recall of 0.95 is then known to about 0.004. */
const SAMPLE = 256;

/**
 * The share of true neighbours among those found, from rows spread evenly over x, whose sketches
 * are `points`. Cost: 256 exact searches.
 */
export async function measureRecall(
  x: Matrix,
  k: number,
  found: Nearest,
  points: Matrix,
  run: Run,
): Promise<number> {
  const size = Math.min(SAMPLE, x.rows);
  const sample = Int32Array.from({ length: size }, (_, i) => Math.floor((i * x.rows) / size));
  // A row is the nearest of its own neighbours, so one more is asked for and the last counts.
  const sketches = { points, queries: points.takeRows(sample) };
  const exact = await nearestSketched(x, k + 1, x.takeRows(sample), sketches, run);
  let right = 0;
  sample.forEach((row, i) => {
    const reach = exact.distances[(i + 1) * (k + 1) - 1];
    for (let at = row * k; at < (row + 1) * k; at++) if (found.distances[at] <= reach) right++;
  });
  return right / (size * k);
}
