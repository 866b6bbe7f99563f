import type { Run } from '../base/index.ts';
import type { Matrix } from '../numeric/index.ts';
import { chunkRows, computeFor, place, placeRows, roundUp, tileWords } from './rows.ts';

/** The nearest centre of each row, the first of equals, and the squared distance to it in f64. */
export async function nearestCenters(
  x: Matrix,
  centers: Matrix,
  run: Run,
): Promise<{ labels: Int32Array; squares: Float64Array }> {
  const compute = await computeFor(run);
  using scope = compute.scope();
  const rows = await placeRows(x, scope, compute);
  const { stride, count } = rows;
  const k = centers.rows;
  const placed = place(centers, scope, roundUp(k, 4));
  const labels = scope.i32(count);
  labels.view.fill(-1);
  const tiles = scope.f32(compute.threads * tileWords(stride));
  const squares = scope.f64(count);
  const chunk = chunkRows(k * stride);
  compute.run('kMeansLloyd', count, chunk, [
    labels.at,
    0,
    0,
    rows.x.at,
    stride,
    placed.at,
    k,
    tiles.at,
  ]);
  compute.run('kMeansSquares', count, chunk, [squares.at, labels.at, rows.x.at, stride, placed.at]);
  return { labels: labels.copy(), squares: squares.copy() };
}
