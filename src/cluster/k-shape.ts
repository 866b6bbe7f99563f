/**
 * k-Shape: k shapes such that every series is near to one of them under some shift, whatever its level and scale.
 * For series whose course matters and not when it begins.
 *
 * Source: Paparrizos & Gravano 2015, "k-Shape: Efficient and Accurate Clustering of Time Series".   Differs: starts
 * are series of the data, drawn as k-means++ draws rows; an empty cluster takes the series farthest from its own
 * shape; the search ends when the mean of the squared distances stops falling, as in tslearn.
 */
import {
  choice,
  DataError,
  integer,
  type OptionTable,
  packState,
  Random,
  Run,
  type RunContext,
  readOptions,
  real,
  unpackState,
  type Warning,
} from '../base/index.ts';
import type { SeriesMeasure } from '../distances/index.ts';
import { checkMatrix, clusterSizes, type Matrix, panelOf } from '../numeric/index.ts';
import { packRows, unpackRows } from './rows-state.ts';
import { checkLikeFit } from './series-rows.ts';
import { settleCenters } from './settle-centers.ts';
import {
  drawShapes,
  type FoundShapes,
  nearestShapes,
  refineShapes,
  type ShapeRows,
  shapeRows,
} from './shape-search.ts';
import type { Assignment, Clusterer, ClusterMethod, ClusterModel } from './types.ts';

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

interface Learned {
  readonly centers: Matrix;
  readonly labels: Int32Array;
  readonly inertia: number;
  readonly iterations: number;
  readonly stopped: FoundShapes['stopped'];
}

/** The shapes in label order; a series belongs to the one nearest to it, at its shape-based distance. */
export class KShapeModel implements ClusterModel {
  readonly type = 'KShape';
  /** k × channels·steps: each channel with mean 0 and deviation 1. */
  readonly centers: Matrix;
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  /** The mean of the training series' squared distances to their shapes. */
  readonly inertia: number;
  readonly iterations: number;
  readonly stopped: FoundShapes['stopped'];
  readonly warnings: readonly Warning[];

  constructor(learned: Learned, warnings: readonly Warning[]) {
    this.centers = learned.centers;
    this.labels = learned.labels;
    this.sizes = clusterSizes(learned.labels, learned.centers.rows);
    this.inertia = learned.inertia;
    this.iterations = learned.iterations;
    this.stopped = learned.stopped;
    this.warnings = warnings;
  }

  get seriesMeasure(): Partial<SeriesMeasure> {
    return { measure: 'sbd' };
  }

  get clusters(): number {
    return this.centers.rows;
  }

  /** The nearest shape, and the distance to it: 0 the same shape, 1 nothing in common. */
  async assign(x: Matrix, context: RunContext = {}): Promise<Assignment> {
    const run = new Run(context);
    run.check();
    checkMatrix('KShapeModel.assign', x, 0);
    checkLikeFit('KShapeModel.assign', x, this.centers);
    const rows = shapeRows(x, panelOf(this.centers).steps);
    const { labels, distances } = await nearestShapes(rows, this.centers, run);
    return { labels, values: distances, measure: 'distance' };
  }

  async predict(x: Matrix, context?: RunContext): Promise<Int32Array> {
    return (await this.assign(x, context)).labels;
  }

  toState(): ArrayBuffer {
    const { meta, arrays } = packRows(this.centers, 'centers');
    return packState({
      type: 'KShape',
      version: 2,
      meta: {
        ...meta,
        inertia: this.inertia,
        iterations: this.iterations,
        stopped: this.stopped,
        warnings: this.warnings,
      },
      arrays: { ...arrays, labels: this.labels },
    });
  }

  static fromState(buffer: ArrayBuffer): KShapeModel {
    const state = unpackState(buffer, ['KShape']);
    const { meta, arrays } = state;
    return new KShapeModel(
      {
        centers: unpackRows(state, 'centers'),
        labels: arrays.labels as Int32Array,
        inertia: meta.inertia as number,
        iterations: meta.iterations as number,
        stopped: meta.stopped as FoundShapes['stopped'],
      },
      meta.warnings as Warning[],
    );
  }
}

/**
 * Splits series into k clusters by shape: level, scale and where in time a course begins do not count.
 *
 * All channels of a series are shifted together. Series of several lengths are stretched to the longest first, so that
 * a shape at another pace is the same shape; so are new ones. More clusters are smaller. Where level or time counts use KMeans or KMedoids.
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
    const { clusters, init, restarts, seed } = this.options;
    const run = new Run(context);
    run.check();
    checkMatrix('KShape.fit', x, clusters);
    const rows = shapeRows(x, panelOf(x).steps);
    const random = new Random(seed);
    let best: FoundShapes | undefined;
    for (let start = 0; start < restarts; start++) {
      const first = await drawShapes(rows, clusters, init, random.fork(start), run);
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

  async #model(rows: ShapeRows, found: FoundShapes, run: Run): Promise<KShapeModel> {
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
    const inertia = settled.distances.reduce((sum, d) => sum + d * d, 0) / rows.norms.length;
    const { iterations, stopped } = found;
    return new KShapeModel({ ...settled, inertia, iterations, stopped }, run.warnings);
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
