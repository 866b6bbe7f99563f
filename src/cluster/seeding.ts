import type { Random } from '../base/index.ts';
import type { Matrix } from '../numeric/index.ts';

/**
 * The rows on which k-means++ puts the centres: each next one is drawn with a chance in proportion
 * to its squared distance to the nearest centre so far; of 2 + ⌊ln k⌋ draws the one that lowers the
 * total most is kept. Fewer than k when fewer rows are different.
 *
 * Cost: O(n·d·k·log k).
 * Source: Arthur & Vassilvitskii 2007, section 2.2 and the greedy variant of section 6.
 */
export function plusPlusRows(x: Matrix, clusters: number, random: Random): Int32Array {
  const trials = 2 + Math.floor(Math.log(clusters));
  const chosen = [random.integer(x.rows)];
  let near = squaresTo(x, chosen[0]);
  while (chosen.length < clusters) {
    const total = near.reduce((sum, value) => sum + value, 0);
    if (total === 0) break;
    let best: { row: number; near: Float64Array; total: number } | undefined;
    for (let t = 0; t < trials; t++) {
      const row = draw(near, random.next() * total);
      const trial = squaresTo(x, row).map((value, i) => Math.min(value, near[i]));
      const sum = trial.reduce((all, value) => all + value, 0);
      if (best === undefined || sum < best.total) best = { row, near: trial, total: sum };
    }
    chosen.push(best!.row);
    near = best!.near;
  }
  return Int32Array.from(chosen);
}

function draw(weights: Float64Array, at: number): number {
  let sum = 0;
  let last = 0;
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    sum += weights[i];
    last = i;
    if (sum > at) return i;
  }
  return last;
}

function squaresTo(x: Matrix, row: number): Float64Array {
  const center = x.row(row);
  const out = new Float64Array(x.rows);
  for (let i = 0; i < x.rows; i++) {
    for (let j = 0; j < x.cols; j++) out[i] += (x.data[i * x.cols + j] - center[j]) ** 2;
  }
  return out;
}
