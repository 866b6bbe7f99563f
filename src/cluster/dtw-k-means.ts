/**
 * k-means for series: k courses such that every series is near to one of them under dynamic time warping. The courses
 * are barycentres, so that neither a shift nor another pace blurs them.
 *
 * Source: Petitjean, Ketterlin & Gançarski 2011, "A global averaging method for dynamic time warping", section 5, as in
 * tslearn's TimeSeriesKMeans; Cuturi & Blondel 2017 for soft centres.
 * Differs: series belong to soft centres by dtw; a centre is averaged a few times per iteration instead of until it
 * stays, which needs fewer passes for the same end; an empty cluster takes the series farthest from its centre.
 */
import {
  choice,
  DataError,
  integer,
  type OptionTable,
  Random,
  Run,
  type RunContext,
  readOptions,
  real,
  type Warning,
} from '../base/index.ts';
import type { SeriesMeasure } from '../distances/index.ts';
import { checkMatrix, type Matrix } from '../numeric/index.ts';
import { drawCourses, nearestCourses, refineCourses } from './dtw-search.ts';
import { readSeriesCenters, SeriesCentersModel } from './series-centers-model.ts';
import { checkLikeFit, type NearestCenters } from './series-rows.ts';
import { type FoundCenters, meanSquare, settleCenters } from './settle-centers.ts';
import type { Clusterer, ClusterMethod } from './types.ts';

export interface DTWKMeansOptions {
  /** How many clusters. Default 8. */
  clusters: number;
  /**
   * How far time may be moved, as a share of the shorter series. 1 (default): anywhere. Smaller is quicker, and keeps
   * what happens at other times apart; 0.1 suits courses that are nearly in step.
   */
  window: number;
  /**
   * What a centre is. dba (default): sharp, and the mean of nearest ways. soft-dtw: smoother, a mean of all ways, some
   * times dearer. Series belong to the nearest centre under dtw either way, so that distances are never below 0.
   */
  centers: 'dba' | 'soft-dtw';
  /** soft-dtw: how much farther ways count, in squared units of the series. Default 1. */
  gamma: number;
  /** Where the centres start: series far from each other (default), or drawn evenly. */
  init: 'k-means++' | 'random';
  /** Starts to try; the least inertia is kept. Default 3. */
  restarts: number;
  /** Most iterations of one start. Default 50. */
  maxIterations: number;
  /** Most times that a centre is averaged within an iteration. Default 5. */
  averages: number;
  /** Stop when the inertia falls by less than this share of it. Default 0.0001. */
  tolerance: number;
  seed: number;
}

const dtwKMeansTable: OptionTable<DTWKMeansOptions> = {
  clusters: integer({ meaning: 'how many clusters', default: 8, min: 1 }),
  window: real({
    meaning: 'how far time may be moved, as a share of the shorter series; 1: anywhere',
    default: 1,
    min: 0,
    max: 1,
  }),
  centers: choice(['dba', 'soft-dtw'], {
    meaning: 'what a centre is: a mean of the nearest ways, or of all ways',
    default: 'dba',
  }),
  gamma: real({ meaning: 'soft-dtw: how much farther ways count', default: 1, min: 1e-9 }),
  init: choice(['k-means++', 'random'], {
    meaning: 'where the centres start',
    default: 'k-means++',
  }),
  restarts: integer({ meaning: 'starts to try; the best is kept', default: 3, min: 1 }),
  maxIterations: integer({ meaning: 'most iterations of one start', default: 50, min: 1 }),
  averages: integer({
    meaning: 'most times that a centre is averaged within an iteration',
    default: 5,
    min: 1,
  }),
  tolerance: real({
    meaning: 'stop when the inertia falls by less than this share of it',
    default: 1e-4,
    min: 0,
  }),
  seed: integer({ meaning: 'seed of the random numbers', default: 0, min: 0 }),
};

type Learned = FoundCenters & { readonly labels: Int32Array };

/** The courses in label order; a series belongs to the nearest under dtw, at the root of a sum of squares. */
export class DTWKMeansModel extends SeriesCentersModel {
  readonly type = 'DTWKMeans';
  readonly options: Readonly<DTWKMeansOptions>;
  /** The mean of the training series' squared distances to their centres. */
  readonly inertia: number;
  readonly stopped: FoundCenters['stopped'];

  constructor(options: Readonly<DTWKMeansOptions>, learned: Learned, warnings: readonly Warning[]) {
    super(learned, warnings);
    this.options = options;
    this.inertia = learned.inertia;
    this.stopped = learned.stopped;
  }

  get seriesMeasure(): Partial<SeriesMeasure> {
    return { measure: 'dtw', window: this.options.window };
  }

  protected nearest(x: Matrix, run: Run): Promise<NearestCenters> {
    return nearestCourses(x, this.centers, this.options.window, run);
  }

  toState(): ArrayBuffer {
    const { options, inertia, iterations, stopped } = this;
    return this.pack(1, { options, inertia, iterations, stopped });
  }

  static fromState(buffer: ArrayBuffer): DTWKMeansModel {
    const learned = readSeriesCenters<Learned & { options: DTWKMeansOptions }>('DTWKMeans', buffer);
    const options = readOptions('DTWKMeans', dtwKMeansTable, learned.options);
    return new DTWKMeansModel(options, learned, learned.warnings);
  }
}

/**
 * Splits series into k clusters around courses of their own kind, whatever the pace at which they are run through.
 *
 * Use it for courses that count with level and scale, but not with timing; where the level should not count either,
 * standardise the series first or use KShape. More clusters are smaller. KMedoids takes more measures, and
 * its centres are series that were seen; there is no such mean under msm, twe and erp.
 *
 * Shapes: x is n × steps, or a SeriesMatrix of any lengths and channels; channels move together.
 * Missing: NaN not allowed.   Units: distances in the units of x.
 * Cost: O(n·(k + averages)·t²·c) per iteration at most, less what lower bounds and a window leave out; memory a few
 * copies of x in f64, no distance matrix.
 * Repeatable: yes, for a seed, on any thread count.
 *
 * @throws {DataError} fewer rows than clusters
 * @example const model = await new DTWKMeans({ clusters: 3, window: 0.1 }).fit(x);
 */
export class DTWKMeans implements Clusterer {
  readonly options: Readonly<DTWKMeansOptions>;

  constructor(options: Partial<DTWKMeansOptions> = {}) {
    this.options = readOptions('DTWKMeans', dtwKMeansTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<DTWKMeansModel> {
    const { clusters, restarts, seed } = this.options;
    const run = new Run(context);
    run.check();
    checkMatrix('DTWKMeans.fit', x, clusters);
    const random = new Random(seed);
    let best: FoundCenters | undefined;
    for (let start = 0; start < restarts; start++) {
      const first = await drawCourses(x, this.options, random.fork(start), run);
      const found = await refineCourses(x, first, this.options, run);
      if (best === undefined || found.inertia < best.inertia) best = found;
    }
    return this.#model(x, best!, run);
  }

  /** Fits from given series instead of drawn ones: one start, no randomness. Each centre keeps its number of steps. */
  async fitFrom(x: Matrix, centers: Matrix, context: RunContext = {}): Promise<DTWKMeansModel> {
    const { clusters } = this.options;
    const run = new Run(context);
    run.check();
    checkMatrix('DTWKMeans.fitFrom', x, clusters);
    checkMatrix('DTWKMeans.fitFrom', centers);
    checkLikeFit('DTWKMeans.fitFrom', centers, x);
    if (centers.rows !== clusters) {
      throw new DataError(
        `DTWKMeans.fitFrom: there must be ${clusters} centers, got ${centers.rows}.`,
      );
    }
    return this.#model(x, await refineCourses(x, centers, this.options, run), run);
  }

  async #model(x: Matrix, found: FoundCenters, run: Run): Promise<DTWKMeansModel> {
    const { clusters, maxIterations, window } = this.options;
    if (found.stopped === 'max-iterations') {
      run.warn(
        'not-converged',
        `DTWKMeans: the inertia must stop falling, but still fell after ${maxIterations} iterations. Raise maxIterations or tolerance.`,
      );
    }
    const nearest = (centers: Matrix) => nearestCourses(x, centers, window, run);
    const settled = await settleCenters('DTWKMeans', found.centers, clusters, nearest, run);
    const inertia = meanSquare(settled.distances);
    return new DTWKMeansModel(this.options, { ...found, ...settled, inertia }, run.warnings);
  }
}

export const dtwKMeansMethod = {
  meaning:
    'Segments of series around mean courses, whatever the pace at which they are run through.',
  table: dtwKMeansTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { noise: false, findsCount: false, seeded: true, measure: 'distance', series: true },
  create: (options: Partial<DTWKMeansOptions>) => new DTWKMeans(options),
  load: (state: ArrayBuffer) => DTWKMeansModel.fromState(state),
} satisfies ClusterMethod;
