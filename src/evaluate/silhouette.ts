/**
 * Silhouette: how much nearer a row is to its own segment than to the next one.
 *
 * Source: Rousseeuw 1987, "Silhouettes: a graphical aid to the interpretation and validation of
 * cluster analysis". Differs: noise is left out, and many rows are sampled.
 */
import { integer, type OptionTable, Run, type RunContext, readOptions } from '../base/index.ts';
import { type SeriesMeasure, seriesMatrix } from '../distances/index.ts';
import { checkMatrix, type Matrix, panelOf } from '../numeric/index.ts';
import { checkSameLength, sortByCluster } from './codes.ts';
import { sampleClusters } from './sample-clusters.ts';
import { silhouetteRows } from './silhouette-rows.ts';

export interface SilhouetteOptions {
  /**
   * Rows up to which the figure is exact; above it about this many are drawn, by segment. Time grows
   * with the square: 50,000 rows of 16 numbers take a few seconds. Default 50,000.
   */
  rows: number;
  /** Seed of the draw. Default 0. */
  seed: number;
}

const silhouetteTable: OptionTable<SilhouetteOptions> = {
  rows: integer({ min: 2, default: 50_000, meaning: 'Rows up to which the silhouette is exact' }),
  seed: integer({ min: 0, default: 0, meaning: 'Seed of the sample above that' }),
};

export interface Silhouette {
  /** Mean over the rows that are in a segment; NaN with fewer than two segments. */
  readonly mean: number;
  /** One number from −1 to 1 per row of x; NaN for noise and for rows outside the sample. */
  readonly perRow: Float32Array;
  /** Mean of each segment, by label; NaN for a label that no row has. */
  readonly perSegment: Float64Array;
  /** Share of rows that are nearer to another segment than to their own; NaN like `mean`. */
  readonly negativeShare: number;
  /** Rows that the figures rest on. */
  readonly scored: number;
  /** True when `scored` is a sample of the rows in segments. */
  readonly sampled: boolean;
}

/**
 * The silhouette of each row, of each segment and of all, with Euclidean distances.
 *
 * Near 1: rows lie well inside their segment; near 0: between two; below 0: nearer to another. The
 * only row of a segment counts 0. It favours round, well separated segments, so a good density-based
 * clustering of long shapes can score low.
 *
 * Shapes: x is n × d, labels n whole numbers; −1 is noise and left out.   Missing: NaN not allowed.
 * Cost: O(n²·d) up to `rows` rows; memory a few copies of x, no distance matrix.
 * Repeatable: yes, the same bits on any thread count.
 * Warns: 'silhouette-sampled' when there are more rows than `rows`.
 *
 * @throws {DataError} a number that is not finite, or another number of labels than of rows
 * @example
 * const { mean, perSegment } = await silhouette(x, model.labels);
 */
export async function silhouette(
  x: Matrix,
  labels: ArrayLike<number>,
  context: RunContext = {},
  options: Partial<SilhouetteOptions> = {},
): Promise<Silhouette> {
  const limits = readOptions('silhouette', silhouetteTable, options);
  return score(x, labels, limits, new Run(context), (taken, offsets, run) =>
    silhouetteRows(taken, offsets, run),
  );
}

/** What is taken as all rows where every pair needs a table: 1,000 series of 140 steps take 5 seconds on two threads. */
const SERIES_ROWS = 1000;

/**
 * The same under a measure of series: what a clustering by dtw, msm or shapes found is misjudged by Euclidean distances.
 *
 * Shapes: x is n × steps, or a SeriesMatrix. Cost: all pairs of up to `rows` series, 1,000 by default.
 *
 * @example const { mean } = await seriesSilhouette(x, model.labels, { measure: 'msm' });
 */
export async function seriesSilhouette(
  x: Matrix,
  labels: ArrayLike<number>,
  measure: Partial<SeriesMeasure>,
  context: RunContext = {},
  options: Partial<SilhouetteOptions> = {},
): Promise<Silhouette> {
  const given = { ...options, rows: options.rows ?? SERIES_ROWS };
  const limits = readOptions('seriesSilhouette', silhouetteTable, given);
  return score(x, labels, limits, new Run(context), async (taken, offsets, run) =>
    fromDistances(await seriesMatrix(panelOf(taken), measure, run), offsets),
  );
}

/** Of rows ordered by cluster: how much nearer each is to its own than to the next. */
function fromDistances(distances: Float32Array, offsets: Int32Array): Float64Array {
  const rows = offsets[offsets.length - 1];
  const found = new Float64Array(rows);
  for (let own = 0; own + 1 < offsets.length; own++) {
    for (let i = offsets[own]; i < offsets[own + 1]; i++) {
      let within = 0;
      let next = Number.POSITIVE_INFINITY;
      for (let c = 0; c + 1 < offsets.length; c++) {
        let sum = 0;
        for (let j = offsets[c]; j < offsets[c + 1]; j++) sum += distances[i * rows + j];
        const size = offsets[c + 1] - offsets[c];
        if (c === own) within = size > 1 ? sum / (size - 1) : Number.NaN;
        else next = Math.min(next, sum / size);
      }
      // The only row of a segment, and rows that nothing tells apart, count 0.
      found[i] = (next - within) / Math.max(next, within) || 0;
    }
  }
  return found;
}

async function score(
  x: Matrix,
  labels: ArrayLike<number>,
  { rows: limit, seed }: SilhouetteOptions,
  run: Run,
  valuesOf: (taken: Matrix, offsets: Int32Array, run: Run) => Promise<Float64Array>,
): Promise<Silhouette> {
  run.check();
  checkMatrix('silhouette', x, 0);
  checkSameLength('silhouette', labels.length, x.rows);
  const all = sortByCluster(labels);
  const perRow = new Float32Array(x.rows).fill(Number.NaN);
  const perSegment = new Float64Array((all.labels.at(-1) ?? -1) + 1).fill(Number.NaN);
  const none = { perRow, perSegment, scored: 0, sampled: false };
  if (all.labels.length < 2) return { mean: Number.NaN, negativeShare: Number.NaN, ...none };

  const taken = all.rows.length > limit ? sampleClusters(all, limit, seed) : all;
  const scored = taken.rows.length;
  const sampled = scored < all.rows.length;
  if (sampled) {
    run.warn(
      'silhouette-sampled',
      `The silhouette rests on a sample of ${scored} of ${all.rows.length} rows, drawn by segment.`,
    );
  }
  const values = await valuesOf(x.takeRows(taken.rows), taken.offsets, run);
  let mean = 0;
  let negativeShare = 0;
  taken.labels.forEach((label, c) => {
    const [begin, end] = [taken.offsets[c], taken.offsets[c + 1]];
    let sum = 0;
    let negative = 0;
    for (let r = begin; r < end; r++) {
      sum += values[r];
      if (values[r] < 0) negative++;
      perRow[taken.rows[r]] = values[r];
    }
    const weight = (all.offsets[c + 1] - all.offsets[c]) / all.rows.length;
    perSegment[label] = sum / (end - begin);
    mean += weight * perSegment[label];
    negativeShare += (weight * negative) / (end - begin);
  });
  return { mean, perRow, perSegment, negativeShare, scored, sampled };
}

/**
 * The silhouette when noise counts as one more segment, as in studies that hand DBSCAN's labels to a
 * silhouette unchanged. For comparison only: noise rows have nothing in common but being far from
 * others, and the figure favours one segment with much noise over several with little.
 */
export async function silhouetteWithNoiseAsCluster(
  x: Matrix,
  labels: ArrayLike<number>,
  context: RunContext = {},
  options: Partial<SilhouetteOptions> = {},
): Promise<Silhouette> {
  let highest = -1;
  for (let i = 0; i < labels.length; i++) highest = Math.max(highest, labels[i]);
  const renamed = Int32Array.from(labels, (label) => (label < 0 ? highest + 1 : label));
  return silhouette(x, renamed, context, options);
}
