import { Run, type RunContext, readOptions } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Panel } from '../numeric/index.ts';
import { checkPair, seriesBlocks, sortedOrder } from './series-distances.ts';
import { type SeriesMeasure, seriesMeasureTable } from './series-measure.ts';
import {
  type ElasticMeasure,
  KINDS,
  LANES,
  seriesPanels,
  seriesRows,
  takeSeries,
} from './series-panels.ts';

/** For each series of x the nearest of y. */
export interface NearestSeries {
  /** Its place in y; −1 where y is empty. */
  readonly neighbors: Int32Array;
  readonly distances: Float64Array;
  /** How many eights of series were compared to the end; the others were known to be farther before. */
  readonly compared: number;
}

/** Series of x in one call of the kernel. */
const ROWS = 256;

/**
 * The nearest series of y to every series of x, without comparing all of them to the end.
 *
 * Under dtw eight series whose lower bounds (LB_Kim and LB_Keogh) lie beyond the nearest so far are passed over; under
 * all measures but sbd a comparison ends as soon as no way can be shorter. Of equally near ones the first is taken,
 * or the first of the shortest where lengths differ.
 *
 * Cost: at most that of `seriesBlocks`; narrow windows and near neighbours make it a fraction.
 * Repeatable: the same bits on any thread count.
 *
 * Source: Keogh & Ratanamahatana 2005, "Exact indexing of dynamic time warping"; Kim, Park & Chu 2001.
 *
 * @throws {DataError} as in `seriesBlocks`
 * @example const { neighbors } = await nearestSeries(fresh, known, { measure: 'dtw', window: 0.1 });
 */
export async function nearestSeries(
  x: Panel,
  y: Panel,
  options: Partial<SeriesMeasure> = {},
  context: RunContext = {},
): Promise<NearestSeries> {
  const run = new Run(context);
  const measure = readOptions('nearestSeries', seriesMeasureTable, options);
  checkPair('nearestSeries', x, y, measure);
  if (measure.measure === 'sbd' || (measure.measure === 'msm' && x.channels > 1)) {
    return nearestOfAll(x, y, measure, run);
  }
  const order = sortedOrder(y);
  const elastic = measure as ElasticMeasure;
  const own = seriesRows(x, elastic);
  const other = seriesPanels(
    order === undefined ? y : takeSeries(y, order),
    elastic,
    measure.window < 1,
  );
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const kind = KINDS[elastic.measure];
  const [neighbors, compared] = [scope.i32(x.series), scope.i32(x.series)];
  const distances = scope.f64(x.series);
  const [values, beside] = [scope.put(own.values).at, scope.put(own.beside).at];
  const lengths = scope.put(x.lengths).at;
  const panels = [other.values, other.beside, other.ends, other.spans].map((a) => scope.put(a).at);
  const perLane = (y.steps + 1) * LANES + 2 * y.steps * y.channels;
  const scratch = scope.f64(compute.threads * perLane).at;
  const rest = [x.steps, ...panels, other.spans.length / 2, y.steps, x.channels, kind];
  for (let begin = 0; begin < x.series; begin += ROWS) {
    await run.pause();
    const end = Math.min(x.series, begin + ROWS);
    compute.run('elasticNearest', end - begin, 1, [
      neighbors.at + 4 * begin,
      distances.at + 8 * begin,
      compared.at + 4 * begin,
      values + begin * x.steps * x.channels * 8,
      beside + begin * x.steps * 8,
      lengths + 4 * begin,
      ...rest,
      measure.window,
      measure.stiffness,
      scratch,
    ]);
  }
  const found = distances.copy();
  const rooted = measure.root && kind < 2;
  return {
    neighbors:
      order === undefined ? neighbors.copy() : neighbors.copy().map((at) => order[at] ?? -1),
    distances: rooted ? found.map(Math.sqrt) : found,
    compared: compared.view.reduce((sum, count) => sum + count, 0),
  };
}

async function nearestOfAll(
  x: Panel,
  y: Panel,
  measure: SeriesMeasure,
  run: Run,
): Promise<NearestSeries> {
  const neighbors = new Int32Array(x.series).fill(-1);
  const nearest = new Float64Array(x.series).fill(Number.POSITIVE_INFINITY);
  for await (const { begin, end, distances } of seriesBlocks(x, y, measure, run)) {
    for (let i = begin; i < end; i++) {
      for (let j = 0; j < y.series; j++) {
        const distance = distances[(i - begin) * y.series + j];
        if (neighbors[i] >= 0 && distance >= nearest[i]) continue;
        neighbors[i] = j;
        nearest[i] = distance;
      }
    }
  }
  return { neighbors, distances: nearest, compared: x.series * Math.ceil(y.series / LANES) };
}
