import type { Random, Run } from '../base/index.ts';
import { barycentreFrom } from '../distances/index.ts';
import { Matrix, Panel, panelOf, SeriesMatrix } from '../numeric/index.ts';
import { drawApart } from './draw-apart.ts';
import { withoutEmpty } from './fill-empty.ts';
import { type NearestCenters, nearestOf } from './series-rows.ts';
import { type FoundCenters, meanSquare } from './settle-centers.ts';

/** How the search goes; see DTWKMeansOptions. */
interface SearchRules {
  readonly clusters: number;
  readonly window: number;
  readonly centers: 'dba' | 'soft-dtw';
  readonly gamma: number;
  readonly init: 'k-means++' | 'random';
  readonly maxIterations: number;
  readonly averages: number;
  readonly tolerance: number;
}

/** What the measure has beside its window has no part in dtw. */
const DTW = {
  measure: 'dtw',
  cost: 0,
  gap: 0,
  stiffness: 0,
  penalty: 0,
  standardize: false,
} as const;

/** The nearest centre of each series under dtw, the first of equals. */
export function nearestCourses(
  x: Matrix,
  centers: Matrix,
  window: number,
  run: Run,
  hints?: Int32Array,
): Promise<NearestCenters> {
  return nearestOf(x, centers, { ...DTW, window }, run, hints);
}

/** Series to start from. */
export async function drawCourses(
  x: Matrix,
  options: SearchRules,
  random: Random,
  run: Run,
): Promise<Matrix> {
  const distancesTo = async (row: number) =>
    (await nearestCourses(x, x.takeRows([row]), options.window, run)).distances;
  return x.takeRows(await drawApart(x.rows, options, distancesTo, random, run));
}

/** Moves centres and series in turn until the inertia stops falling; keeps the centres that had the least. */
export async function refineCourses(
  x: Matrix,
  start: Matrix,
  options: SearchRules,
  run: Run,
): Promise<FoundCenters> {
  const { window, maxIterations, tolerance } = options;
  let centers = start;
  let found = await nearestCourses(x, centers, window, run);
  let best = { centers, inertia: meanSquare(found.distances) };
  let last = best.inertia;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    await run.pause();
    const { labels } = found;
    centers = await moveCourses(x, centers, withoutEmpty(found, centers.rows), options, run);
    found = await nearestCourses(x, centers, window, run, labels);
    const inertia = meanSquare(found.distances);
    run.progress('dtw-k-means', iteration, maxIterations);
    if (inertia < best.inertia) best = { centers, inertia };
    if (!(last - inertia > tolerance * last)) {
      return { ...best, iterations: iteration, stopped: 'converged' };
    }
    last = inertia;
  }
  return { ...best, iterations: maxIterations, stopped: 'max-iterations' };
}

async function moveCourses(
  x: Matrix,
  centers: Matrix,
  labels: Int32Array,
  { window, averages, centers: kind, gamma }: SearchRules,
  run: Run,
): Promise<Matrix> {
  const [series, given] = [panelOf(x), panelOf(centers)];
  const { channels, steps, lengths } = given;
  const data = given.data.slice();
  const members: number[][] = Array.from({ length: centers.rows }, () => []);
  labels.forEach((label, i) => {
    members[label].push(i);
  });
  for (const [c, own] of members.entries()) {
    if (own.length === 0) continue;
    const row = given.row(c);
    const part = (channel: number) => row.subarray(channel * steps, channel * steps + lengths[c]);
    const before = Float64Array.from(
      Array.from({ length: channels }, (_, channel) => [...part(channel)]).flat(),
    );
    const rules = { kind, gamma, window, maxIterations: averages, tolerance: 1e-5 };
    const { values } = await barycentreFrom(series, own, before, rules, run);
    for (let channel = 0; channel < channels; channel++) {
      const from = channel * lengths[c];
      const to = (c * channels + channel) * steps;
      data.set(values.subarray(from, from + lengths[c]), to);
    }
  }
  return centers instanceof SeriesMatrix
    ? new SeriesMatrix(new Panel(data, centers.rows, channels, steps, lengths))
    : new Matrix(data, centers.rows, centers.cols);
}
