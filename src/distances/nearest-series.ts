import { Run, type RunContext, readOptions } from '../base/index.ts';
import { openCompute } from '../compute/index.ts';
import type { Panel } from '../numeric/index.ts';
import { checkPair, seriesBlocks } from './series-distances.ts';
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
  /** How many comparisons of a series of y with eight of x went to the end; the others were known to be farther before. */
  readonly compared: number;
}

/** Cells of tables in one call of the kernel: about a second on one thread. */
const WORK = 2 ** 29;

/**
 * The nearest series of y to every series of x, without comparing all of them to the end.
 *
 * Eight series of x meet one of y at a time. Under dtw it is passed over when its lower bounds (LB_Kim and LB_Keogh,
 * for series of one length) lie beyond the nearest so far of all eight; under all measures but sbd their comparison
 * ends as soon as no way can be shorter for any of them. Of equally near ones the first is taken.
 *
 * Cost: at most that of `seriesBlocks`; narrow windows and good hints make it a fraction; memory a copy of both in f64,
 * and twice y for the bounds. Repeatable: the same bits on any thread count, with any hints.
 *
 * Source: Keogh & Ratanamahatana 2005, "Exact indexing of dynamic time warping"; Kim, Park & Chu 2001.
 *
 * @param hints for each series of x the one of y to begin with, such as its nearest of the last time; −1: none
 * @throws {DataError} as in `seriesBlocks`
 * @example const { neighbors } = await nearestSeries(fresh, known, { measure: 'dtw', window: 0.1 });
 */
export async function nearestSeries(
  x: Panel,
  y: Panel,
  options: Partial<SeriesMeasure> = {},
  context: RunContext = {},
  hints: Int32Array = new Int32Array(x.series).fill(-1),
): Promise<NearestSeries> {
  const run = new Run(context);
  const measure = readOptions('nearestSeries', seriesMeasureTable, options);
  checkPair('nearestSeries', x, y, measure);
  if (measure.measure === 'sbd' || (measure.measure === 'msm' && x.channels > 1)) {
    return nearestOfAll(x, y, measure, run);
  }
  const order = likeTogether(x, hints);
  const elastic = measure as ElasticMeasure;
  const [eights, own] = [
    seriesPanels(takeSeries(x, order), elastic, measure.window < 1),
    seriesRows(y, elastic),
  ];
  const panels = eights.spans.length / 2;
  const compute = await openCompute(run.threads);
  using scope = compute.scope();
  const kind = KINDS[elastic.measure];
  const [found, tables] = [scope.i32(x.series), scope.i32(panels)];
  const nearest = scope.f64(x.series);
  const [values, beside] = [scope.put(eights.values).at, scope.put(eights.beside).at];
  const [ends, spans] = [scope.put(eights.ends).at, scope.put(eights.spans).at];
  const rows = scope.put(own.values).at;
  let bounds = 0;
  if (kind === KINDS.dtw && y.series > 1 && [x, y].every(isEven)) {
    bounds = scope.f64(2 * y.series * x.steps * x.channels).at;
    const args = [bounds, rows, y.steps, x.steps, x.channels, measure.window];
    compute.run('elasticBounds', y.series, 16, args);
  }
  const rest = [
    scope.put(order.map((i) => hints[i])).at,
    x.steps,
    rows,
    scope.put(own.beside).at,
    scope.put(y.lengths).at,
    y.series,
    y.steps,
    bounds,
    x.channels,
    kind,
    measure.window,
    measure.stiffness,
    scope.f64(compute.threads * (x.steps + 2) * LANES).at,
  ];
  const perPanel = LANES * Math.max(1, y.series * x.steps * y.steps * x.channels);
  const atOnce = Math.max(1, Math.floor(WORK / perPanel));
  const chunk = Math.max(1, Math.floor(2 ** 18 / perPanel));
  for (let begin = 0; begin < panels; begin += atOnce) {
    await run.pause();
    const end = Math.min(panels, begin + atOnce);
    compute.run('elasticNearest', end - begin, chunk, [
      found.at,
      nearest.at,
      tables.at + 4 * begin,
      values + 8 * begin * LANES * x.steps * x.channels,
      beside + 8 * begin * LANES * x.steps,
      ends + 4 * begin * LANES,
      spans + 8 * begin,
      ...rest,
    ]);
  }
  const rooted = measure.root && kind < KINDS.msm;
  const neighbors = new Int32Array(x.series);
  const distances = new Float64Array(x.series);
  order.forEach((i, r) => {
    neighbors[i] = found.view[r];
    distances[i] = rooted ? Math.sqrt(nearest.view[r]) : nearest.view[r];
  });
  return { neighbors, distances, compared: tables.view.reduce((sum, count) => sum + count, 0) };
}

/** By length, then by hint: of eight series that are near to the same one all pass over the others. */
function likeTogether(x: Panel, hints: Int32Array): Int32Array {
  const order = Int32Array.from({ length: x.series }, (_, i) => i);
  return order.sort((a, b) => x.lengths[a] - x.lengths[b] || hints[a] - hints[b] || a - b);
}

const isEven = (x: Panel) => x.lengths.every((length) => length === x.steps);

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
  return { neighbors, distances: nearest, compared: Math.ceil(x.series / LANES) * y.series };
}
