/**
 * One series in the middle of several: the mean of a world in which time may stretch.
 *
 * Source: Petitjean, Ketterlin & Gançarski 2011, "A global averaging method for dynamic time warping" (DBA); Cuturi &
 * Blondel 2017, "Soft-DTW: a differentiable loss function for time-series".   Differs: starts from the
 * medoid of at most 50 of the series, where tslearn takes their mean: see below; losses are compared by share.
 */
import {
  choice,
  DataError,
  integer,
  type OptionTable,
  Run,
  type RunContext,
  readOptions,
  real,
} from '../base/index.ts';
import { type Panel, stretch } from '../numeric/index.ts';
import type { Course } from './center-sums.ts';
import { averageByPaths } from './path-average.ts';
import { seriesMatrix } from './series-distances.ts';
import { checkPanel, takeSeries } from './series-panels.ts';
import { averageSoftly } from './soft-average.ts';

/** Series that a start is chosen from: 1,225 distances. */
const STARTS = 50;

export interface BarycentreOptions {
  /**
   * dba (default): each step is the mean of all steps that meet it on the nearest ways under dtw; sharp, and of the
   * series' own height. soft-dtw: all ways count, the nearer the more; smoother. mean: step by step, series
   * of other lengths stretched.
   */
  kind: 'dba' | 'soft-dtw' | 'mean';
  /** How far dtw may look aside, as a share of the shorter series. 1 (default): anywhere. */
  window: number;
  /** soft-dtw: how much farther ways count, in squared units of the series. Near 0 it is dtw. Default 1. */
  gamma: number;
  /** How many steps it has. 'auto' (default): as many as the series that it starts from; mean: the mean length, rounded. */
  steps: number | 'auto';
  /** Most times that it is moved. Default 30. */
  maxIterations: number;
  /** Stop when the loss falls by less than this share of it. Default 0.00001. */
  tolerance: number;
}

const barycentreTable: OptionTable<BarycentreOptions> = {
  kind: choice(['dba', 'soft-dtw', 'mean'], {
    meaning: 'what the middle is: of the nearest ways, of all ways, or step by step',
    default: 'dba',
  }),
  window: real({
    meaning: 'how far dtw may look aside, as a share of the shorter series; 1: anywhere',
    default: 1,
    min: 0,
    max: 1,
  }),
  gamma: real({ meaning: 'soft-dtw: how much farther ways count', default: 1, min: 1e-9 }),
  steps: integer<number | 'auto'>({
    meaning: 'how many steps it has; auto: as many as the series that it starts from',
    default: 'auto',
    min: 1,
    words: ['auto'],
  }),
  maxIterations: integer({ meaning: 'most times that it is moved', default: 30, min: 1 }),
  tolerance: real({
    meaning: 'stop when the loss falls by less than this share of it',
    default: 1e-5,
    min: 0,
  }),
};

/** A series, and how near it is to those that it stands for. */
export interface Barycentre {
  /** Channels × steps, channel after channel. */
  readonly values: Float64Array;
  readonly channels: number;
  readonly steps: number;
  /** The mean over the series of what it makes small: dtw's sum of squares, soft-dtw's value, or the sum of squares. */
  readonly loss: number;
  /** How often it was moved. */
  readonly iterations: number;
}

/**
 * The series in the middle of those at `places`.
 *
 * Use dba to show what a segment's series have in common when the same course comes earlier or later, faster or
 * slower; the plain mean blurs it. For series that are in step the mean is as good and at once.
 *
 * Shapes: any lengths and channels; all channels move together.   Missing: NaN not allowed.
 * Cost: O(n·t²·c) per iteration on all threads; memory a copy of the series in f64.
 * Repeatable: the same bits on any thread count.
 *
 * @param places which series; twice the same counts twice
 * @throws {DataError} no places, or a number that is not finite
 * @example const { values } = await barycentre(panel, members, { window: 0.1 });
 */
export async function barycentre(
  x: Panel,
  places: ArrayLike<number>,
  options: Partial<BarycentreOptions> = {},
  context: RunContext = {},
): Promise<Barycentre> {
  const given = readOptions('barycentre', barycentreTable, options);
  const members = membersOf('barycentre', x, places);
  const { lengths, series } = members;
  const wanted = given.steps === 'auto' ? undefined : given.steps;
  if (given.kind !== 'mean') {
    const run = new Run(context);
    const one = takeSeries(members, [await middleOf(members, given.window, run)]);
    return refine(members, meanSeries(one, wanted ?? one.lengths[0]), given, run);
  }
  const all = lengths.reduce((sum, length) => sum + length, 0);
  const start = meanSeries(members, wanted ?? Math.round(all / series));
  return { ...start, loss: spread(members, start), iterations: 0 };
}

/**
 * The same from a given start instead of the mean; it keeps the start's number of steps, whatever `steps` says.
 *
 * @param start channels × steps, channel after channel
 */
export async function barycentreFrom(
  x: Panel,
  places: ArrayLike<number>,
  start: ArrayLike<number>,
  options: Partial<BarycentreOptions> = {},
  context: RunContext = {},
): Promise<Barycentre> {
  const given = readOptions('barycentreFrom', barycentreTable, options);
  const members = membersOf('barycentreFrom', x, places);
  const steps = start.length / x.channels;
  if (given.kind === 'mean' || !Number.isInteger(steps) || steps < 1) {
    throw new DataError(
      `barycentreFrom: the start must be ${x.channels} channels of as many steps for dba or soft-dtw, got ${start.length} numbers and kind "${given.kind}".`,
    );
  }
  const first = { values: Float64Array.from(start), channels: x.channels, steps };
  return refine(members, first, given, new Run(context));
}

function refine(
  members: Panel,
  start: Course,
  options: BarycentreOptions,
  run: Run,
): Promise<Barycentre> {
  const average = options.kind === 'dba' ? averageByPaths : averageSoftly;
  return average(members, start, options, run);
}

function membersOf(where: string, x: Panel, places: ArrayLike<number>): Panel {
  if (places.length === 0) {
    throw new DataError(`${where}: there must be at least 1 series to be in the middle of, got 0.`);
  }
  const members = takeSeries(x, places);
  checkPanel(where, members);
  return members;
}

/**
 * The series with the least sum of distances to all, of at most `STARTS` evenly spread ones.
 *
 * A mean of courses that come at two times has both at half their height, and no averaging brings them together again.
 */
async function middleOf(x: Panel, window: number, run: Run): Promise<number> {
  const taken = Math.min(x.series, STARTS);
  const places = Array.from({ length: taken }, (_, i) => Math.floor((i * x.series) / taken));
  const sample = takeSeries(x, places);
  const distances = await seriesMatrix(sample, { measure: 'dtw', window }, run.quiet());
  const sums = places.map((_, i) =>
    distances.subarray(i * taken, (i + 1) * taken).reduce((sum, distance) => sum + distance, 0),
  );
  return places[sums.indexOf(Math.min(...sums))];
}

/** Step by step, each series stretched to `steps`. */
function meanSeries(x: Panel, steps: number): Course {
  const values = new Float64Array(x.channels * steps);
  const one = new Float64Array(steps);
  eachStretched(x, one, (c) => {
    for (let t = 0; t < steps; t++) values[c * steps + t] += one[t] / x.series;
  });
  return { values, channels: x.channels, steps };
}

function spread(x: Panel, { values, steps }: Course): number {
  const one = new Float64Array(steps);
  let sum = 0;
  eachStretched(x, one, (c) => {
    for (let t = 0; t < steps; t++) sum += (one[t] - values[c * steps + t]) ** 2;
  });
  return sum / x.series;
}

function eachStretched(x: Panel, one: Float64Array, see: (channel: number) => void): void {
  for (let i = 0; i < x.series; i++) {
    const row = x.row(i);
    for (let c = 0; c < x.channels; c++) {
      stretch(row.subarray(c * x.steps, c * x.steps + x.lengths[i]), one);
      see(c);
    }
  }
}
