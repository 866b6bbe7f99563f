import { EngineError, type Run } from '../base/index.ts';
import { type SeriesMeasure, seriesBlocks, seriesMatrix } from '../distances/index.ts';
import { type Matrix, panelOf } from '../numeric/index.ts';

/** A measure among the options of a method; distances are rooted. */
export type RowMeasure = Omit<SeriesMeasure, 'root'>;

/** The distance matrix may take this much: 46,340 rows. */
const MAX_BYTES = 2 ** 33;

function measureOf(options: RowMeasure): SeriesMeasure {
  const { measure, window, cost, gap, stiffness, penalty, standardize } = options;
  return { measure, window, cost, gap, stiffness, penalty, standardize, root: true };
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

/** The nearest of `centers` to each row of x, the first of equals, and the distance to it. */
export async function nearestSeries(
  x: Matrix,
  centers: Matrix,
  options: RowMeasure,
  run: Run,
): Promise<{ labels: Int32Array; distances: Float64Array }> {
  const labels = new Int32Array(x.rows);
  const nearest = new Float64Array(x.rows);
  const k = centers.rows;
  const blocks = seriesBlocks(panelOf(x), panelOf(centers), measureOf(options), run);
  for await (const { begin, end, distances } of blocks) {
    for (let i = begin; i < end; i++) {
      const at = (i - begin) * k;
      let best = 0;
      for (let c = 1; c < k; c++) if (distances[at + c] < distances[at + best]) best = c;
      labels[i] = best;
      nearest[i] = distances[at + best];
    }
  }
  return { labels, distances: nearest };
}
