import type { Random, Run } from '../base/index.ts';
import { chunkRows, type Rows } from './rows.ts';

/**
 * The rows on which k-means++ puts the centres: each next one is drawn with a chance in proportion
 * to its squared distance to the nearest centre so far; of 2 + ⌊ln k⌋ draws the one that lowers the
 * total most is kept. Fewer than k when fewer rows are different.
 *
 * Cost: O(n·d·k·log k).
 * Source: Arthur & Vassilvitskii 2007, section 2.2 and the greedy variant of section 6.
 */
export async function plusPlusRows(
  rows: Rows,
  clusters: number,
  random: Random,
  run: Run,
): Promise<Int32Array> {
  const { compute, x, count, stride } = rows;
  using scope = compute.scope();
  const trials = 2 + Math.floor(Math.log(clusters));
  const chunk = chunkRows(4 * stride);
  const chunks = Math.ceil(count / chunk);
  const near = scope.f32(count);
  near.view.fill(Number.POSITIVE_INFINITY);
  const tried = scope.i32(trials);
  const squares = scope.f32(trials * count);
  const totals = scope.f64(chunks * trials);
  const chosen: number[] = [];
  // Chunk totals of the kept squares, for drawing without a pass over all rows.
  const weights = new Float64Array(chunks);
  while (chosen.length < clusters) {
    await run.pause();
    const draws = chosen.length === 0 ? 1 : trials;
    const all = weights.reduce((sum, value) => sum + value, 0);
    if (chosen.length > 0 && all === 0) break;
    for (let t = 0; t < draws; t++) {
      tried.view[t] =
        chosen.length === 0
          ? random.integer(count)
          : draw(near.view, weights, chunk, random.next() * all);
    }
    compute.run('kMeansTry', count, chunk, [
      squares.at,
      totals.at,
      near.at,
      tried.at,
      draws,
      x.at,
      count,
      stride,
    ]);
    const sums = new Float64Array(draws);
    for (let c = 0; c < chunks; c++) {
      for (let t = 0; t < draws; t++) sums[t] += totals.view[c * draws + t];
    }
    const best = sums.indexOf(Math.min(...sums));
    for (let c = 0; c < chunks; c++) weights[c] = totals.view[c * draws + best];
    near.view.set(squares.view.subarray(best * count, (best + 1) * count));
    chosen.push(tried.view[best]);
  }
  return Int32Array.from(chosen);
}

/** The row in which the running total of `near` first exceeds `at`; never one of weight 0. */
function draw(near: Float32Array, weights: Float64Array, chunk: number, at: number): number {
  let left = at;
  let last = -1;
  for (let c = 0; c < weights.length; c++) {
    if (weights[c] === 0) continue;
    if (left >= weights[c]) {
      left -= weights[c];
      last = c;
      continue;
    }
    const found = within(near, c * chunk, Math.min(near.length, (c + 1) * chunk), left);
    if (found >= 0) return found;
    left = 0;
    last = c;
  }
  return within(near, last * chunk, Math.min(near.length, (last + 1) * chunk), Infinity);
}

/** As `draw`, in rows begin…end−1; the last row of weight when rounding leaves the total short. */
function within(near: Float32Array, begin: number, end: number, at: number): number {
  let sum = 0;
  let last = -1;
  for (let i = begin; i < end; i++) {
    if (near[i] === 0) continue;
    sum += near[i];
    last = i;
    if (sum > at) return i;
  }
  return last;
}
