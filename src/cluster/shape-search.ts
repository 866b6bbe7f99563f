import type { Random, Run } from '../base/index.ts';
import { channelRows, type LongRows, shapeBlocks } from '../distances/index.ts';
import { Matrix, Panel, panelOf, SeriesMatrix, stretchPanel } from '../numeric/index.ts';
import { drawApart } from './draw-apart.ts';
import { withoutEmpty } from './fill-empty.ts';
import type { NearestCenters } from './series-rows.ts';
import { type FoundCenters, meanSquare } from './settle-centers.ts';
import { extractShape } from './shape-extraction.ts';

interface NearestShapes extends NearestCenters {
  /** How many steps each series lies behind its shape. */
  readonly shifts: Int32Array;
}

/** Series of one length as shapes compare them: no level, no scale, and all channels shifted together. */
export interface ShapeRows extends LongRows {
  readonly channels: number;
  readonly steps: number;
}

/** @param steps shorter and longer series are stretched to it */
export function shapeRows(x: Matrix, steps: number): ShapeRows {
  const panel = stretchPanel(panelOf(x), steps);
  return { ...channelRows(panel), channels: panel.channels, steps };
}

/** The nearest shape of each series, the first of equals. */
export async function nearestShapes(
  rows: ShapeRows,
  centers: Matrix,
  run: Run,
): Promise<NearestShapes> {
  const n = rows.lengths.length;
  const k = centers.rows;
  const labels = new Int32Array(n);
  const nearest = new Float64Array(n);
  const moved = new Int32Array(n);
  const shapes = shapeRows(centers, rows.steps);
  for await (const { begin, end, distances, shifts } of shapeBlocks(rows, shapes, false, run)) {
    for (let i = begin; i < end; i++) {
      const at = (i - begin) * k;
      let best = 0;
      for (let c = 1; c < k; c++) if (distances[at + c] < distances[at + best]) best = c;
      labels[i] = best;
      nearest[i] = distances[at + best];
      moved[i] = shifts[at + best];
    }
  }
  return { labels, distances: nearest, shifts: moved };
}

/** Series to start from. */
export async function drawShapes(
  rows: ShapeRows,
  options: { readonly clusters: number; readonly init: 'k-means++' | 'random' },
  random: Random,
  run: Run,
): Promise<Matrix> {
  const distancesTo = async (row: number) => {
    const { distances } = await nearestShapes(rows, takeRows(rows, [row]), run);
    // Constant series have no shape to start from.
    return distances.map((distance, i) => (rows.norms[i] === 0 ? 0 : distance));
  };
  return takeRows(rows, await drawApart(rows.lengths.length, options, distancesTo, random, run));
}

function takeRows(rows: ShapeRows, chosen: ArrayLike<number>): Matrix {
  const { channels, steps } = rows;
  const taken = Array.from(chosen, (i) =>
    Array.from({ length: channels }, (_, c) => [...channelOf(rows, i, c)]).flat(),
  );
  return shapesOf(Float32Array.from(taken.flat()), channels, steps);
}

/** Shapes of several channels are series; of one they pass for plain rows. */
function shapesOf(data: Float32Array, channels: number, steps: number): Matrix {
  const count = data.length / (channels * steps);
  if (channels === 1) return new Matrix(data, count, steps);
  return new SeriesMatrix(new Panel(data, count, channels, steps));
}

function channelOf({ values, lengths, steps }: ShapeRows, i: number, channel: number) {
  const from = (i * values.length) / lengths.length + 2 * channel * steps;
  return values.subarray(from, from + steps);
}

/** Moves shapes and series in turn until the distances stop falling; keeps the shapes that had the least. */
export async function refineShapes(
  rows: ShapeRows,
  start: Matrix,
  { maxIterations, tolerance }: { readonly maxIterations: number; readonly tolerance: number },
  run: Run,
): Promise<FoundCenters> {
  let centers = start;
  let found = await nearestShapes(rows, centers, run);
  let best = { centers, inertia: meanSquare(found.distances) };
  // The first shapes are series themselves, each at distance 0: no measure of what comes after.
  let last = Number.POSITIVE_INFINITY;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    await run.pause();
    const next = await moveShapes(rows, centers, found, run);
    found = await nearestShapes(rows, next, run);
    const inertia = meanSquare(found.distances);
    run.progress('k-shape', iteration, maxIterations);
    if (inertia < best.inertia || iteration === 1) best = { centers: next, inertia };
    if (!(last - inertia >= tolerance && last > inertia)) {
      return { ...best, iterations: iteration, stopped: 'converged' };
    }
    last = inertia;
    centers = next;
  }
  return { ...best, iterations: maxIterations, stopped: 'max-iterations' };
}

async function moveShapes(
  rows: ShapeRows,
  centers: Matrix,
  found: NearestShapes,
  run: Run,
): Promise<Matrix> {
  const labels = withoutEmpty(found, centers.rows);
  const { channels, steps } = rows;
  const moved = centers.data.slice();
  const members: number[][] = Array.from({ length: centers.rows }, () => []);
  labels.forEach((label, i) => {
    if (rows.norms[i] > 0) members[label].push(i);
  });
  for (const [cluster, own] of members.entries()) {
    if (own.length === 0) continue;
    for (let c = 0; c < channels; c++) {
      await run.pause();
      const aligned = new Float64Array(own.length * steps);
      own.forEach((i, r) => {
        const row = channelOf(rows, i, c);
        // A series that fills an empty cluster is its shape, and in step with it.
        const shift = labels[i] === found.labels[i] ? found.shifts[i] : 0;
        // Moved back by its shift; what leaves at one end is lost, and zeros come in at the other.
        for (let t = Math.max(0, -shift); t < steps && t + shift < steps; t++) {
          aligned[r * steps + t] = row[t + shift];
        }
      });
      const at = (cluster * channels + c) * steps;
      moved.set(extractShape(aligned, own.length, moved.subarray(at, at + steps)), at);
    }
  }
  return shapesOf(moved, channels, steps);
}
