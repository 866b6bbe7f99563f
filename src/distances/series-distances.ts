import { DataError, Run, type RunContext, readOptions } from '../base/index.ts';
import type { Panel } from '../numeric/index.ts';
import type { DistanceBlock } from './distance-blocks.ts';
import { elasticBlocks } from './elastic-blocks.ts';
import { type SeriesMeasure, seriesMeasureTable } from './series-measure.ts';
import { checkPanel, type ElasticMeasure, lengthOrder, takeSeries } from './series-panels.ts';
import { shapeBlocks } from './shape-blocks.ts';
import { longRows } from './standardize-series.ts';

/**
 * Distances from every series of x to every series of y, some series of x at a time.
 *
 * Lengths may differ, but not for euclidean. Several channels: dtw, erp and twe move through all of them
 * together and compare steps by the Euclidean distance over channels (dtw by its square); msm is the sum
 * and sbd the mean over channels, each by itself.
 *
 * A window of w lets step i meet step j when −r − max(0, n − m) ≤ j − i ≤ r + max(0, m − n), where
 * r = ⌊w · min(n, m)⌋: for one length aeon's band, for two tslearn's.
 *
 * Cost: O(n·m·t²·c) on all threads, t² less what a window leaves out; memory a copy of both in f64 and one block.
 * Repeatable: the same bits on any thread count; sums are 64-bit, results 32-bit.
 *
 * Source: Sakoe & Chiba 1978 (dtw); Stefan, Athitsos & Das 2013 (msm); Marteau 2009 (twe); Chen & Ng 2004 (erp);
 * Paparrizos & Gravano 2015 (sbd; a constant series is 1 from every other shape and 0 from its like).
 * Differs: aeon 1.6 charges erp the whole of a series' gaps at its first; here they add up step by step, as published.
 *
 * @throws {DataError} numbers of channels that differ, lengths that differ with euclidean, numbers that are not finite
 * @example for await (const { begin, end, distances } of seriesBlocks(x, y, { measure: 'dtw', window: 0.1 })) …
 */
export async function* seriesBlocks(
  x: Panel,
  y: Panel,
  options: Partial<SeriesMeasure> = {},
  context: RunContext = {},
): AsyncGenerator<DistanceBlock> {
  const run = new Run(context);
  const measure = readOptions('seriesBlocks', seriesMeasureTable, options);
  checkPair('seriesBlocks', x, y, measure);
  const order = sortedOrder(y);
  const columns = order === undefined ? y : takeSeries(y, order);
  for await (const block of blocksOf(x, columns, measure, false, run)) {
    if (order === undefined) yield block;
    else yield { ...block, distances: unsort(block, order) };
  }
}

/**
 * The distances of all pairs of series: n × n, the same on both sides of the diagonal.
 *
 * Rules, channels and lengths as in `seriesBlocks`. Cost: half of it; memory 4·n² bytes.
 *
 * @example const distances = await seriesMatrix(x, { measure: 'msm' });
 */
export async function seriesMatrix(
  x: Panel,
  options: Partial<SeriesMeasure> = {},
  context: RunContext = {},
): Promise<Float32Array> {
  const run = new Run(context);
  const measure = readOptions('seriesMatrix', seriesMeasureTable, options);
  checkPair('seriesMatrix', x, x, measure);
  const n = x.series;
  const order = sortedOrder(x);
  const sorted = order === undefined ? x : takeSeries(x, order);
  const matrix = new Float32Array(n * n);
  for await (const block of blocksOf(sorted, sorted, measure, true, run)) {
    for (let i = block.begin; i < block.end; i++) {
      const from = (i - block.begin) * n;
      const row = order === undefined ? i : order[i];
      for (let j = i + 1; j < n; j++) {
        const col = order === undefined ? j : order[j];
        const distance = block.distances[from + j];
        matrix[row * n + col] = distance;
        matrix[col * n + row] = distance;
      }
    }
    run.progress('distances', block.end, n);
  }
  return matrix;
}

function blocksOf(
  x: Panel,
  y: Panel,
  measure: SeriesMeasure,
  triangle: boolean,
  run: Run,
): AsyncGenerator<DistanceBlock> {
  return measure.measure === 'sbd'
    ? meanOfChannels(x, y, measure, triangle, run)
    : elasticBlocks(x, y, measure as ElasticMeasure, triangle, run);
}

async function* meanOfChannels(
  x: Panel,
  y: Panel,
  { standardize }: SeriesMeasure,
  triangle: boolean,
  run: Run,
): AsyncGenerator<DistanceBlock> {
  const channels = Array.from({ length: x.channels }, (_, c) =>
    shapeBlocks(longRows(x, c, standardize), longRows(y, c, standardize), triangle, run),
  );
  for (;;) {
    const parts = await Promise.all(channels.map((blocks) => blocks.next()));
    const blocks = parts.flatMap(({ value }) => (value === undefined ? [] : [value]));
    if (blocks.length < channels.length) return;
    const [{ begin, end, distances }] = blocks;
    for (let at = 0; blocks.length > 1 && at < distances.length; at++) {
      distances[at] = blocks.reduce((sum, block) => sum + block.distances[at], 0) / blocks.length;
    }
    yield { begin, end, distances };
  }
}

/** By length; undefined when all lengths are equal. */
function sortedOrder(x: Panel): Int32Array | undefined {
  return x.lengths.every((length) => length === x.lengths[0]) ? undefined : lengthOrder(x);
}

function unsort({ begin, end, distances }: DistanceBlock, order: Int32Array): Float32Array {
  const n = order.length;
  const found = new Float32Array(distances.length);
  for (let i = 0; i < end - begin; i++) {
    for (let j = 0; j < n; j++) found[i * n + order[j]] = distances[i * n + j];
  }
  return found;
}

/** Refuses series that the measure cannot compare. */
export function checkPair(where: string, x: Panel, y: Panel, { measure }: SeriesMeasure): void {
  checkPanel(where, x);
  if (y !== x) checkPanel(where, y);
  if (x.channels !== y.channels) {
    throw new DataError(
      `${where}: series must have the same number of channels, got ${x.channels} and ${y.channels}.`,
    );
  }
  if (measure !== 'euclidean') return;
  const [first] = x.series > 0 ? x.lengths : y.lengths;
  const other = [...x.lengths, ...y.lengths].find((length) => length !== first);
  if (other === undefined) return;
  throw new DataError(
    `${where}: series must have one length to be compared step by step, got ${first} and ${other}. Resample them, or use measure "dtw".`,
  );
}
