import type { Random, Run } from '../base/index.ts';
import { barycentreFrom } from '../distances/index.ts';
import { Matrix, Panel, panelOf, SeriesMatrix } from '../numeric/index.ts';
import { type NearestCenters, nearestOf } from './series-rows.ts';

/** Centres, and how the search for them went. */
export interface FoundCourses {
  readonly centers: Matrix;
  /** The mean of the squared distances. */
  readonly inertia: number;
  readonly iterations: number;
  readonly stopped: 'converged' | 'max-iterations';
}

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

/** Series to start from: each next one drawn with a chance in proportion to its squared distance to those before. */
export async function drawSeries(
  x: Matrix,
  { clusters, init, window }: SearchRules,
  random: Random,
  run: Run,
): Promise<Int32Array> {
  if (init === 'random') return random.sample(x.rows, clusters);
  const near = new Float64Array(x.rows).fill(Number.POSITIVE_INFINITY);
  const chosen = [random.integer(x.rows)];
  while (chosen.length < clusters) {
    const { distances } = await nearestCourses(x, x.takeRows(chosen.slice(-1)), window, run);
    let all = 0;
    for (let i = 0; i < x.rows; i++) {
      near[i] = Math.min(near[i], distances[i] ** 2);
      all += near[i];
    }
    let left = random.next() * all;
    let at = -1;
    for (let i = 0; i < x.rows && left >= 0; i++) {
      if (near[i] === 0) continue;
      left -= near[i];
      at = i;
    }
    chosen.push(at < 0 ? random.integer(x.rows) : at);
  }
  return Int32Array.from(chosen);
}

/** Moves centres and series in turn until the inertia stops falling; keeps the centres that had the least. */
export async function refineCourses(
  x: Matrix,
  start: Matrix,
  options: SearchRules,
  run: Run,
): Promise<FoundCourses> {
  const { window, maxIterations, tolerance } = options;
  const inertiaOf = ({ distances }: NearestCenters) =>
    distances.reduce((sum, d) => sum + d * d, 0) / x.rows;
  let centers = start;
  let found = await nearestCourses(x, centers, window, run);
  let best = { centers, inertia: inertiaOf(found) };
  let last = best.inertia;
  for (let iteration = 1; iteration <= maxIterations; iteration++) {
    await run.pause();
    const { labels } = found;
    centers = await moveCourses(x, centers, withoutEmpty(found, centers.rows), options, run);
    found = await nearestCourses(x, centers, window, run, labels);
    const inertia = inertiaOf(found);
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

/** The labels, where every cluster without series has the one that is farthest from its own centre. */
function withoutEmpty({ labels, distances }: NearestCenters, k: number): Int32Array {
  const filled = labels.slice();
  const far = distances.slice();
  const sizes = new Int32Array(k);
  for (const label of labels) sizes[label]++;
  for (let c = 0; c < k; c++) {
    if (sizes[c] > 0) continue;
    let at = -1;
    for (let i = 0; i < far.length; i++) {
      if (sizes[filled[i]] > 1 && far[i] > 0 && (at < 0 || far[i] > far[at])) at = i;
    }
    if (at < 0) break;
    sizes[filled[at]]--;
    sizes[c]++;
    filled[at] = c;
    far[at] = 0;
  }
  return filled;
}
