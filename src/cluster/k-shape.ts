/**
 * k-Shape: k shapes such that every series is near to one of them under some shift, whatever its level and scale.
 * For series whose course matters and not when it begins.
 *
 * Source: Paparrizos & Gravano 2015, "k-Shape: Efficient and Accurate Clustering of Time Series".
 * Differs: starts are series of the data, drawn as k-means++ draws rows; an empty cluster takes the series farthest from
 * its own shape; the search ends when the mean of the squared distances stops falling, as in tslearn.
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
import { checkMatrix, type Matrix, panelOf } from '../numeric/index.ts';
import { readSeriesCenters, SeriesCentersModel } from './series-centers-model.ts';
import { checkLikeFit, type NearestCenters } from './series-rows.ts';
import { type FoundCenters, meanSquare, settleCenters } from './settle-centers.ts';
import {
  drawShapes,
  nearestShapes,
  refineShapes,
  type ShapeRows,
  shapeRows,
} from './shape-search.ts';
import type { Clusterer, ClusterMethod } from './types.ts';

export interface KShapeOptions {
  /** How many clusters. Default 8. */
  clusters: number;
  /** Where the shapes start: series far from each other (default), or drawn evenly. */
  init: 'k-means++' | 'random';
  /** Starts to try; the least mean of squared distances is kept. Default 3. */
  restarts: number;
  /** Most iterations of one start. Default 100. */
  maxIterations: number;
  /** Stop when the mean of squared distances falls by less. Default 0.000001. */
  tolerance: number;
  seed: number;
}

const kShapeTable: OptionTable<KShapeOptions> = {
  clusters: integer({ meaning: 'how many clusters', default: 8, min: 1 }),
  init: choice(['k-means++', 'random'], {
    meaning: 'where the shapes start',
    default: 'k-means++',
  }),
  restarts: integer({ meaning: 'starts to try; the best is kept', default: 3, min: 1 }),
  maxIterations: integer({ meaning: 'most iterations of one start', default: 100, min: 1 }),
  tolerance: real({
    meaning: 'stop when the mean of squared distances falls by less',
    default: 1e-6,
    min: 0,
  }),
  seed: integer({ meaning: 'seed of the random numbers', default: 0, min: 0 }),
};

type Learned = FoundCenters & { readonly labels: Int32Array };

/**
 * The shapes in label order; a series belongs to the one nearest to it, at its shape-based distance: 0 the same shape,
 * 1 nothing in common.
 */
export class KShapeModel extends SeriesCentersModel {
  readonly type = 'KShape';
  /** k × channels·steps: each channel with mean 0 and deviation 1. */
  declare readonly centers: Matrix;
  /** The mean of the training series' squared distances to their shapes. */
  readonly inertia: number;
  readonly stopped: FoundCenters['stopped'];

  constructor(learned: Learned, warnings: readonly Warning[]) {
    super(learned, warnings);
    this.inertia = learned.inertia;
    this.stopped = learned.stopped;
  }

  get seriesMeasure(): Partial<SeriesMeasure> {
    return { measure: 'sbd' };
  }

  protected nearest(x: Matrix, run: Run): Promise<NearestCenters> {
    return nearestShapes(shapeRows(x, panelOf(this.centers).steps), this.centers, run);
  }

  toState(): ArrayBuffer {
    const { inertia, iterations, stopped } = this;
    return this.pack(2, { inertia, iterations, stopped });
  }

  static fromState(buffer: ArrayBuffer): KShapeModel {
    const learned = readSeriesCenters<Learned>('KShape', buffer);
    return new KShapeModel(learned, learned.warnings);
  }
}

/**
 * Splits series into k clusters by shape: level, scale and where in time a course begins do not count.
 *
 * All channels of a series are shifted together. Series of several lengths are stretched to the longest first, so that
 * a shape at another pace is the same shape; so are new ones. More clusters are smaller. Where level or time counts use
 * KMeans or KMedoids.
 *
 * Shapes: x is n × steps, or a SeriesMatrix.   Missing: NaN not allowed.   Units: distances between 0 and 2.
 * Cost: O(n·k·t·log t + n·t·30) per iteration; memory 16·n·t bytes.
 * Repeatable: yes, for a seed, on any thread count.
 *
 * @throws {DataError} fewer rows than clusters
 * @example const model = await new KShape({ clusters: 3, seed: 1 }).fit(x);
 */
export class KShape implements Clusterer {
  readonly options: Readonly<KShapeOptions>;

  constructor(options: Partial<KShapeOptions> = {}) {
    this.options = readOptions('KShape', kShapeTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<KShapeModel> {
    const { clusters, restarts, seed } = this.options;
    const run = new Run(context);
    run.check();
    checkMatrix('KShape.fit', x, clusters);
    const rows = shapeRows(x, panelOf(x).steps);
    const random = new Random(seed);
    let best: FoundCenters | undefined;
    for (let start = 0; start < restarts; start++) {
      const first = await drawShapes(rows, this.options, random.fork(start), run);
      const found = await refineShapes(rows, first, this.options, run);
      if (best === undefined || found.inertia < best.inertia) best = found;
    }
    return this.#model(rows, best!, run);
  }

  /** Fits from given shapes (k × steps) instead of drawn ones: one start, no randomness. */
  async fitFrom(x: Matrix, centers: Matrix, context: RunContext = {}): Promise<KShapeModel> {
    const { clusters } = this.options;
    const run = new Run(context);
    run.check();
    checkMatrix('KShape.fitFrom', x, clusters);
    checkMatrix('KShape.fitFrom', centers);
    checkLikeFit('KShape.fitFrom', centers, x);
    if (centers.cols !== x.cols || centers.rows !== clusters) {
      throw new DataError(
        `KShape.fitFrom: centers must be ${clusters} × ${x.cols}, got ${centers.rows} × ${centers.cols}.`,
      );
    }
    const rows = shapeRows(x, panelOf(x).steps);
    return this.#model(rows, await refineShapes(rows, centers, this.options, run), run);
  }

  async #model(rows: ShapeRows, found: FoundCenters, run: Run): Promise<KShapeModel> {
    const { clusters, maxIterations } = this.options;
    const constant = rows.norms.reduce((count, norm) => count + (norm === 0 ? 1 : 0), 0);
    if (constant > 0 && constant < rows.norms.length) {
      run.warn(
        'constant-series',
        `KShape: a series must change to have a shape, but ${constant} of ${rows.norms.length} are constant; they are in the largest cluster, at distance 1.`,
      );
    }
    if (found.stopped === 'max-iterations') {
      run.warn(
        'not-converged',
        `KShape: the distances must stop falling, but still fell after ${maxIterations} iterations. Raise maxIterations or tolerance.`,
      );
    }
    const nearest = (centers: Matrix) => nearestShapes(rows, centers, run);
    const settled = await settleCenters('KShape', found.centers, clusters, nearest, run);
    const inertia = meanSquare(settled.distances);
    return new KShapeModel({ ...found, ...settled, inertia }, run.warnings);
  }
}

export const kShapeMethod = {
  meaning: 'Segments of series of the same shape, whatever their level, scale and beginning.',
  table: kShapeTable as unknown as OptionTable<Record<string, unknown>>,
  traits: {
    noise: false,
    findsCount: false,
    seeded: true,
    measure: 'distance',
    shapes: true,
    series: true,
  },
  create: (options: Partial<KShapeOptions>) => new KShape(options),
  load: (state: ArrayBuffer) => KShapeModel.fromState(state),
} satisfies ClusterMethod;
