/**
 * Silhouette (Rousseeuw 1987, "Silhouettes: a graphical aid to the interpretation and validation of
 * cluster analysis"): how much nearer a row is to its own segment than to the next one.
 */
import { Run, type RunContext } from '../base/index.ts';
import { silhouetteRows } from '../compute/reference/silhouette.ts';
import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { checkSameLength, sortByCluster } from './codes.ts';

export interface Silhouette {
  /** Mean over the rows that are in a segment; NaN with fewer than two segments. */
  readonly mean: number;
  /** One number from −1 to 1 per row; NaN for noise and for rows outside the sample. */
  readonly perRow: Float32Array;
  /** Mean of each segment, by label; NaN for a label that no row has. */
  readonly perSegment: Float64Array;
  /** Share of rows that are nearer to another segment than to their own. */
  readonly negativeShare: number;
  /** Rows the figures rest on. */
  readonly scored: number;
  /** True when `scored` is a sample. */
  readonly sampled: boolean;
}

export async function silhouette(
  x: Matrix,
  labels: ArrayLike<number>,
  context: RunContext = {},
): Promise<Silhouette> {
  const run = new Run(context);
  checkMatrix('silhouette', x, 0);
  checkSameLength('silhouette', labels.length, x.rows);
  run.check();
  const { rows, labels: names, offsets } = sortByCluster(labels);
  const perRow = new Float32Array(x.rows).fill(Number.NaN);
  const perSegment = new Float64Array((names.at(-1) ?? -1) + 1).fill(Number.NaN);
  const empty = { perRow, perSegment, scored: 0, sampled: false };
  if (names.length < 2) return { mean: Number.NaN, negativeShare: Number.NaN, ...empty };
  const values = new Float64Array(rows.length);
  const codes = new Int32Array(rows.length);
  names.forEach((_, c) => {
    codes.fill(c, offsets[c], offsets[c + 1]);
  });
  silhouetteRows(values, x.takeRows(rows).data, x.cols, codes, names.length);
  let total = 0;
  let negative = 0;
  names.forEach((label, c) => {
    let sum = 0;
    for (let r = offsets[c]; r < offsets[c + 1]; r++) {
      sum += values[r];
      if (values[r] < 0) negative++;
      perRow[rows[r]] = values[r];
    }
    perSegment[label] = sum / (offsets[c + 1] - offsets[c]);
    total += sum;
  });
  return {
    mean: total / rows.length,
    perRow,
    perSegment,
    negativeShare: negative / rows.length,
    scored: rows.length,
    sampled: false,
  };
}

/**
 * The mean silhouette when noise counts as one more cluster, as in studies that hand DBSCAN's labels
 * to a silhouette unchanged. For comparison only: noise rows are near each other by accident at most,
 * and the figure favours one cluster with much noise over several with little.
 */
export async function silhouetteWithNoiseAsCluster(
  x: Matrix,
  labels: ArrayLike<number>,
  context: RunContext = {},
): Promise<Silhouette> {
  let highest = -1;
  for (let i = 0; i < labels.length; i++) highest = Math.max(highest, labels[i]);
  const renamed = Int32Array.from(labels, (label) => (label < 0 ? highest + 1 : label));
  return silhouette(x, renamed, context);
}
