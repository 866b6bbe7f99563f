import { DataError, EngineError, type Run } from '../base/index.ts';
import { nearestSeries, type SeriesMeasure, seriesMatrix } from '../distances/index.ts';
import { type Matrix, panelOf, SeriesMatrix } from '../numeric/index.ts';

/** A measure among the options of a method; distances are rooted. */
export type RowMeasure = Omit<SeriesMeasure, 'root'>;

/** The distance matrix may take this much. */
const MAX_BYTES = 2 ** 33;
/** The most rows whose matrix does: 46,340. */
export const MAX_PAIRED = Math.floor(Math.sqrt(MAX_BYTES / 4));

function measureOf(options: RowMeasure): SeriesMeasure {
  const { measure, window, cost, gap, stiffness, penalty, standardize } = options;
  return { measure, window, cost, gap, stiffness, penalty, standardize, root: true };
}

/** What a clustering by this measure is judged by; none: Euclidean distances of rows. */
export function judgedBy(options: RowMeasure): SeriesMeasure | undefined {
  return options.measure === 'euclidean' ? undefined : measureOf(options);
}

/**
 * All pairs of rows, n × n.
 *
 * @throws {EngineError} the matrix would not fit
 */
export async function seriesDistanceMatrix(
  where: string,
  x: Matrix,
  options: RowMeasure,
  run: Run,
): Promise<Float32Array> {
  const bytes = 4 * x.rows ** 2;
  const refusal = (why: string, cause?: unknown) =>
    new EngineError(
      `${where}: the distances of all pairs of ${x.rows} rows must fit in memory, ${(bytes / 2 ** 30).toFixed(1)} GiB, but ${why}. Use KShape or KMeans, which need none, or fewer rows.`,
      { cause },
    );
  if (bytes > MAX_BYTES) throw refusal(`${MAX_BYTES / 2 ** 30} GiB is the limit`);
  try {
    return await seriesMatrix(panelOf(x), measureOf(options), run);
  } catch (cause) {
    if (cause instanceof RangeError) throw refusal('the system gave no more', cause);
    throw cause;
  }
}

/** Labels by the nearest of some centres, and the distances to them. */
export interface NearestCenters {
  readonly labels: Int32Array;
  readonly distances: Float64Array;
}

/**
 * The nearest of `centers` to each row of x, the first of equals, and the distance to it.
 *
 * @param hints where each row's was the last time
 */
export async function nearestOf(
  x: Matrix,
  centers: Matrix,
  options: RowMeasure,
  run: Run,
  hints?: Int32Array,
): Promise<NearestCenters> {
  const measure = measureOf(options);
  const found = await nearestSeries(panelOf(x), panelOf(centers), measure, run, hints);
  return { labels: found.neighbors, distances: found.distances };
}

/**
 * Refuses new rows that the rows of a fit cannot be compared with: plain ones with other columns, and series with
 * other channels. Series may be of any length.
 */
export function checkLikeFit(where: string, x: Matrix, fitted: Matrix): void {
  const [own, other] = [panelOf(x), panelOf(fitted)];
  if (own.channels !== other.channels) {
    throw new DataError(
      `${where}: series must have the ${other.channels} channels of the fit, got ${own.channels}.`,
    );
  }
  if (x instanceof SeriesMatrix || fitted instanceof SeriesMatrix || x.cols === fitted.cols) return;
  throw new DataError(
    `${where}: rows must have the ${fitted.cols} columns of the fit, got ${x.cols}.`,
  );
}
