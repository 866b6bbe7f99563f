/**
 * Silhouette (Rousseeuw 1987, "Silhouettes: a graphical aid to the interpretation and validation of
 * cluster analysis"): how much nearer a row is to its own segment than to the next one.
 */
import { Run, type RunContext } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import { packPanels } from '../distances/index.ts';
import { checkMatrix, Matrix } from '../numeric/index.ts';
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
  const values = await rowValues(unitScale(x.takeRows(rows)), offsets, run);
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

/** Rows per chunk: a few milliseconds of work at 50,000 rows, and a multiple of the kernel's four. */
const CHUNK = 32;

/** The silhouette of every row of x, whose rows are ordered by cluster. Cost: O(n²·d), memory O(n·d). */
async function rowValues(x: Matrix, offsets: Int32Array, run: Run): Promise<Float64Array> {
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const clusters = offsets.length - 1;
  const panels = packPanels(x, offsets);
  const out = scope.f64(x.rows);
  const args = [
    scope.put(x.data).at,
    x.cols,
    scope.put(panels.data).at,
    scope.put(panels.starts).at,
    scope.put(offsets).at,
    clusters,
    scope.f64(compute.threads * 4 * clusters).at,
  ];
  // Many rows per call keep all threads busy, few keep Ctrl-C and progress alive.
  const step = Math.max(1, Math.ceil(2e8 / (x.rows * (x.cols + 4)) / CHUNK)) * CHUNK;
  for (let begin = 0; begin < x.rows; begin += step) {
    await run.pause();
    run.progress('silhouette', begin, x.rows);
    compute.run('silhouetteRows', Math.min(step, x.rows - begin), CHUNK, [out.at, begin, ...args]);
  }
  run.progress('silhouette', x.rows, x.rows);
  return out.copy();
}

/**
 * x divided by a power of two so that the largest number is about 1. A silhouette does not change by
 * this, and squares of 32-bit numbers can then neither overflow nor all vanish.
 */
function unitScale(x: Matrix): Matrix {
  let largest = 0;
  for (const value of x.data) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return x;
  const factor = 2 ** -Math.floor(Math.log2(largest));
  return new Matrix(
    x.data.map((value) => value * factor),
    x.rows,
    x.cols,
  );
}
