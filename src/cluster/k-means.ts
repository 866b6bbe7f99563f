/**
 * k-means: k centres such that the sum of squared distances of the rows to their nearest centre is
 * small. For groups that are round, of similar spread, and of a number that is known or searched for.
 *
 * Source: Lloyd 1982, "Least squares quantization in PCM"; Arthur & Vassilvitskii 2007, "k-means++";
 * Elkan 2003, Hamerly 2010 and Ding et al. 2015, "Yinyang k-means", for the bounds.
 * Differs: distances that decide are added in f64 and sums of rows are whole numbers, so that every
 * algorithm, thread count and row order gives the same bits; centres are f32; the tolerance is relative
 * as in scikit-learn.
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
} from '../base/index.ts';
import type { Scope } from '../compute/index.ts';
import { checkMatrix, type Matrix, unitScale } from '../numeric/index.ts';
import { CentersModel, nameBySize, readCenters } from './centers-model.ts';
import { lloyd, quickest, type Settled } from './lloyd.ts';
import { type PackedRows, packRows } from './packed-rows.ts';
import { type ColumnFacts, columnFacts, computeFor, placeRows, type Rows } from './rows.ts';
import { plusPlusRows } from './seeding.ts';
import type { Clusterer, ClusterMethod } from './types.ts';

export interface KMeansOptions {
  /** How many clusters. More clusters are smaller and always fit the training rows better. Default 8. */
  clusters: number;
  /** Where the centres start: spread out by greedy k-means++ (default), or on rows drawn evenly. */
  init: 'k-means++' | 'random';
  /**
   * How many starts to try; the one with the least inertia is kept. 'auto' (default) is 3 for
   * k-means++ and 10 for random. More is slower and less dependent on the seed.
   */
  restarts: number | 'auto';
  /** Most iterations of one start. Default 300. */
  maxIterations: number;
  /**
   * Stop when the centres' squared moves add up to at most this share of the columns' mean variance.
   * 0 goes on until no row changes its cluster. Default 0.0001.
   */
  tolerance: number;
  /** How to find the nearest centres. All give the same result; 'auto' (default) is the quickest. */
  algorithm: 'auto' | 'lloyd' | 'elkan' | 'hamerly' | 'yinyang';
  seed: number;
}

const kMeansTable: OptionTable<KMeansOptions> = {
  clusters: integer({ meaning: 'how many clusters', default: 8, min: 1 }),
  init: choice(['k-means++', 'random'], {
    meaning: 'where the centres start',
    default: 'k-means++',
  }),
  restarts: integer<number | 'auto'>({
    meaning: 'starts to try; the best is kept. auto: 3 for k-means++, 10 for random',
    default: 'auto',
    min: 1,
    words: ['auto'],
  }),
  maxIterations: integer({ meaning: 'most iterations of one start', default: 300, min: 1 }),
  tolerance: real({
    meaning: "stop when the centres move less, as a share of the columns' mean variance",
    default: 1e-4,
    min: 0,
  }),
  algorithm: choice(['auto', 'lloyd', 'elkan', 'hamerly', 'yinyang'], {
    meaning: 'how to find the nearest centres; never changes the result',
    default: 'auto',
  }),
  seed: integer({ meaning: 'seed of the random numbers', default: 0, min: 0 }),
};

/**
 * What `KMeans.fit` learned: centres in label order, and how the search went.
 *
 * @example
 * const model = await new KMeans({ clusters: 3, seed: 1 }).fit(x);
 * const { labels, values } = await model.assign(newRows); // values: distance to the nearest centre
 */
export class KMeansModel extends CentersModel {
  readonly type = 'KMeans';

  static fromState(buffer: ArrayBuffer): KMeansModel {
    return new KMeansModel(...readCenters('KMeans', buffer));
  }
}

/**
 * Splits rows into k round groups, by the least sum of squared distances to k centres.
 *
 * Shapes: x is n × d.   Missing: NaN not allowed.   Units: distances in the units of x, so scale first.
 * Cost: O(n·k·d) per iteration at most, usually a tenth of it; memory n·d floats, and n·k for 'elkan'.
 * Repeatable: yes, for a seed, on any thread count.
 *
 * @throws {DataError} fewer rows than clusters
 * @example const { labels } = await new KMeans({ clusters: 8, seed: 1 }).fit(x);
 */
export class KMeans implements Clusterer {
  readonly options: Readonly<KMeansOptions>;

  constructor(options: Partial<KMeansOptions> = {}) {
    this.options = readOptions('KMeans', kMeansTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<KMeansModel> {
    const { clusters, init, restarts, seed } = this.options;
    checkMatrix('KMeans.fit', x, clusters);
    const run = new Run(context);
    run.check();
    const compute = await computeFor(run);
    using scope = compute.scope();
    const rows = await placeRows(x, scope, compute);
    const facts = columnFacts(rows);
    const packed = this.#pack(rows, facts, scope);
    // Drawing looks at 32-bit squares only: far from 1 they overflow or vanish.
    const largest = Math.max(...facts.largest);
    const far = largest < 2 ** -40 || largest > 2 ** 40;
    const drawn = far ? await placeRows(unitScale(x).scaled, scope, compute) : rows;
    const starts = restarts === 'auto' ? (init === 'random' ? 10 : 3) : restarts;
    const random = new Random(seed);
    let best: Settled | undefined;
    for (let start = 0; start < starts; start++) {
      const draw = random.fork(start);
      const chosen =
        init === 'random'
          ? draw.sample(x.rows, clusters)
          : await plusPlusRows(drawn, clusters, draw, run);
      const found = await lloyd(rows, facts, packed, x.takeRows(chosen), this.options, run);
      if (best === undefined || found.inertia < best.inertia) best = found;
    }
    return new KMeansModel(nameBySize('KMeans', best!, clusters, run), run.warnings);
  }

  /** Fits from given centres (k × d) instead of drawn ones: one start, no randomness. */
  async fitFrom(x: Matrix, centers: Matrix, context: RunContext = {}): Promise<KMeansModel> {
    checkMatrix('KMeans.fitFrom', x, centers.rows);
    checkMatrix('KMeans.fitFrom', centers);
    if (centers.cols !== x.cols || centers.rows !== this.options.clusters) {
      throw new DataError(
        `KMeans.fitFrom: centers must be ${this.options.clusters} × ${x.cols}, got ${centers.rows} × ${centers.cols}.`,
      );
    }
    const run = new Run(context);
    run.check();
    const compute = await computeFor(run);
    using scope = compute.scope();
    const rows = await placeRows(x, scope, compute);
    const facts = columnFacts(rows);
    const packed = this.#pack(rows, facts, scope);
    const found = await lloyd(rows, facts, packed, centers, this.options, run);
    return new KMeansModel(nameBySize('KMeans', found, centers.rows, run), run.warnings);
  }

  #pack(rows: Rows, facts: ColumnFacts, scope: Scope): PackedRows | undefined {
    const { algorithm, clusters } = this.options;
    const chosen = algorithm === 'auto' ? quickest(rows, clusters) : algorithm;
    return chosen === 'yinyang' ? packRows(rows, facts, scope) : undefined;
  }
}

export const kMeansMethod = {
  meaning: 'Divides the entities into k segments around k centres, each entity to its nearest.',
  table: kMeansTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { noise: false, findsCount: false, seeded: true, measure: 'distance' },
  create: (options: Partial<KMeansOptions>) => new KMeans(options),
  load: (state: ArrayBuffer) => KMeansModel.fromState(state),
} satisfies ClusterMethod;
