import { hashBytes, type Run } from '../base/index.ts';
import { findNeighbors, type Metric } from '../neighbors/index.ts';
import { Matrix } from '../numeric/index.ts';
import type { DistanceCurve } from './distance-curve.ts';
import { memberships } from './memberships.ts';
import { type LayoutSetting, layOut } from './umap-layout.ts';

const EPOCHS = 100;

/** What is known of the rows that stand still. */
export interface FittedMap {
  readonly rows: Matrix;
  readonly places: Matrix;
  readonly curve: DistanceCurve;
  readonly options: Omit<LayoutSetting, 'curve' | 'epochs'> & {
    readonly neighbors: number;
    readonly metric: Metric;
    readonly localConnectivity: number;
    readonly epochs: number | 'auto';
  };
}

/**
 * Places for rows that were not fitted: the mean of their neighbours' places by membership, then moved
 * as in the fit while the fitted rows stand still, a quarter as far per step.
 *
 * A row's random numbers come from what is in it, and no figure is taken over the rows, so that it gets
 * the same place alone or among others.
 *
 * Source: umap-learn's transform. Differs: there memberships and epochs depend on the other new rows,
 * and the nearest neighbour is left out of the sum that sets a row's scale.
 */
export async function placeRows(
  x: Matrix,
  { options, rows, places, curve }: FittedMap,
  run: Run,
): Promise<Matrix> {
  const width = places.cols;
  const count = Math.min(options.neighbors, rows.rows);
  const near = await findNeighbors(rows, { neighbors: count, metric: options.metric, y: x }, run);
  const local = Math.max(0, options.localConnectivity - 1);
  const { weights } = await memberships(near, count, { neighbors: count, local, self: false }, run);
  const start = new Float32Array(x.rows * width);
  const rates = new Float64Array(weights.length);
  for (let i = 0; i < x.rows; i++) {
    let [sum, most] = [0, 0];
    for (let at = i * count; at < (i + 1) * count; at++) {
      sum += weights[at];
      most = Math.max(most, weights[at]);
    }
    for (let at = i * count; at < (i + 1) * count; at++) rates[at] = weights[at] / most;
    for (let c = 0; c < width; c++) {
      let place = 0;
      for (let at = i * count; at < (i + 1) * count; at++) {
        place += (weights[at] / sum) * places.data[near.rows[at] * width + c];
      }
      start[i * width + c] = place;
    }
  }
  const epochs = options.epochs === 'auto' ? EPOCHS : Math.floor(options.epochs / 3);
  const offsets = Int32Array.from({ length: x.rows + 1 }, (_, i) => i * count);
  const keys = Int32Array.from({ length: x.rows }, (_, i) => hashRow(x.row(i)) | 0);
  const moved = await layOut(
    start,
    width,
    { offsets, targets: near.rows, weights: rates },
    { ...options, curve, epochs, learningRate: options.learningRate / 4 },
    run,
    { still: places.data, keys },
  );
  return new Matrix(moved, x.rows, width);
}

/** 32 bits of a row's content. Adding 0 turns −0 into 0, which is the same number. */
function hashRow(row: Float32Array): number {
  return hashBytes(new Uint8Array(row.map((value) => value + 0).buffer));
}
