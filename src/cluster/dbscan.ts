/**
 * DBSCAN: a cluster is what hangs together through dense rows; rows near no dense row are noise.
 *
 * Source: Ester, Kriegel, Sander & Xu 1996, "A density-based algorithm for discovering clusters in
 * large spatial databases with noise".   Differs: a border row goes to its nearest dense row's
 * cluster, not to whichever cluster happened to reach it first, so that row order matters only between equal distances;
 * `border: 'first'` gives scikit-learn's labels.
 */
import {
  choice,
  DataError,
  integer,
  type OptionTable,
  packState,
  Run,
  type RunContext,
  readOptions,
  real,
  unpackState,
  type Warning,
} from '../base/index.ts';
import { denseGroups, type LabelRule, labelWithin } from '../neighbors/index.ts';
import { checkMatrix, countClusters, Matrix, orderBySize, renameLabels } from '../numeric/index.ts';
import type { Assignment, Clusterer, ClusterMethod, ClusterModel } from './types.ts';

export interface DBSCANOptions {
  /**
   * How far apart neighbours may be, in the units of x; a distance equal to it counts. Larger joins
   * more rows: fewer clusters, less noise. Every column counts alike, so scale them first. Default 0.5.
   */
  eps: number;
  /**
   * How many rows, the row itself included, must lie within eps for a row to be dense. Larger asks
   * for denser clusters and leaves more noise. Default 5.
   */
  minSamples: number;
  /**
   * The cluster of a row that is near dense rows but not dense itself. nearest (default): that of the
   * nearest dense row. first: of the clusters in reach, the one with the lowest-numbered dense row.
   */
  border: 'nearest' | 'first';
}

const dbscanTable: OptionTable<DBSCANOptions> = {
  eps: real({
    meaning: 'how far apart neighbours may be, in the units of x',
    default: 0.5,
    min: Number.MIN_VALUE,
  }),
  minSamples: integer({
    meaning: 'rows within eps, itself included, that make a row dense',
    default: 5,
    min: 1,
  }),
  border: choice(['nearest', 'first'], {
    meaning:
      'whose cluster a row at the border joins: of the nearest dense row, or the first found',
    default: 'nearest',
  }),
};

interface Learned {
  /** The dense rows: all that is needed to assign. */
  readonly core: Matrix;
  /** Per dense row, its cluster in order of the clusters' lowest dense rows. */
  readonly ranks: Int32Array;
  /** rank → label */
  readonly names: Int32Array;
}

/** The core rows and their clusters; a row belongs to a core row within eps, or to none. */
export class DBSCANModel implements ClusterModel {
  readonly type = 'DBSCAN';
  readonly options: Readonly<DBSCANOptions>;
  readonly labels: Int32Array;
  readonly clusters: number;
  readonly warnings: readonly Warning[];
  readonly #learned: Learned;

  constructor(
    options: Readonly<DBSCANOptions>,
    learned: Learned,
    labels: Int32Array,
    warnings: readonly Warning[],
  ) {
    this.options = options;
    this.#learned = learned;
    this.labels = labels;
    this.clusters = learned.names.length;
    this.warnings = warnings;
  }

  /** The training rows that are dense, in their order: m × d. */
  get core(): Matrix {
    return this.#learned.core;
  }

  /** Values are distances to the nearest dense row of the cluster: 0 for dense rows, NaN for noise. */
  async assign(x: Matrix, context: RunContext = {}): Promise<Assignment> {
    const run = new Run(context);
    run.check();
    checkMatrix('DBSCANModel.assign', x, 0);
    const { core, ranks, names } = this.#learned;
    if (x.cols !== core.cols) {
      throw new DataError(
        `DBSCANModel.assign: rows must have the ${core.cols} columns of the fit, got ${x.cols}.`,
      );
    }
    const rule = ruleOf(this.options);
    const search = { points: core, tags: ranks, radius: this.options.eps, rule };
    const found = await labelWithin(x, search, run);
    return {
      labels: renameLabels(found.labels, names),
      values: found.distances,
      measure: 'distance',
    };
  }

  async predict(x: Matrix, context?: RunContext): Promise<Int32Array> {
    return (await this.assign(x, context)).labels;
  }

  toState(): ArrayBuffer {
    const { core, ranks, names } = this.#learned;
    return packState({
      type: 'DBSCAN',
      version: 1,
      meta: { options: this.options, cols: core.cols, warnings: this.warnings },
      arrays: { labels: this.labels, core: core.data, ranks, names },
    });
  }

  static fromState(buffer: ArrayBuffer): DBSCANModel {
    const { meta, arrays } = unpackState(buffer, ['DBSCAN']);
    const data = arrays.core as Float32Array;
    const cols = meta.cols as number;
    return new DBSCANModel(
      readOptions('DBSCAN', dbscanTable, meta.options as DBSCANOptions),
      {
        core: new Matrix(data, data.length / cols, cols),
        ranks: arrays.ranks as Int32Array,
        names: arrays.names as Int32Array,
      },
      arrays.labels as Int32Array,
      meta.warnings as Warning[],
    );
  }
}

/**
 * Finds clusters of any shape and number, and rows that belong to none.
 *
 * Use it when a distance at which rows count as alike is known or can be searched for. Where the
 * density differs between clusters, HDBSCAN does better.
 *
 * Shapes: x is n × d.   Missing: NaN not allowed.   Units: eps and values in the units of x.
 * Cost: about O(n·log n) in up to some ten columns, whatever the number of neighbours; up to O(n²·d)
 * in many columns; memory O(n·d).   Repeatable: always, on any thread count; in any row order where no
 * border row is equally near to two clusters.
 *
 * @example
 * const model = await new DBSCAN({ eps: 0.3, minSamples: 10 }).fit(x);
 * model.labels; // 0…k−1 by decreasing size, −1 for noise
 */
export class DBSCAN implements Clusterer {
  readonly options: Readonly<DBSCANOptions>;

  constructor(options: Partial<DBSCANOptions> = {}) {
    this.options = readOptions('DBSCAN', dbscanTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<DBSCANModel> {
    checkMatrix('DBSCAN.fit', x);
    const run = new Run(context);
    const { eps, minSamples } = this.options;
    const search = { radius: eps, enough: minSamples, rule: ruleOf(this.options) };
    const { groups, core } = await denseGroups(x, search, run);
    const names = orderBySize(groups, countClusters(groups));
    const learned = { core: x.takeRows(core), ranks: core.map((row) => groups[row]), names };
    return new DBSCANModel(this.options, learned, renameLabels(groups, names), run.warnings);
  }
}

function ruleOf({ border }: Readonly<DBSCANOptions>): LabelRule {
  return border === 'first' ? 'lowest' : 'nearest';
}

export const dbscanMethod = {
  meaning: 'Joins entities that lie densely together; those in thin regions are in no segment.',
  table: dbscanTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { noise: true, findsCount: true, seeded: false, measure: 'distance' },
  create: (options: Partial<DBSCANOptions>) => new DBSCAN(options),
  load: (state: ArrayBuffer) => DBSCANModel.fromState(state),
} satisfies ClusterMethod;
