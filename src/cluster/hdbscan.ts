/**
 * HDBSCAN: DBSCAN for every radius at once; of the clusters that appear and vanish as the radius
 * shrinks, those that last are kept.
 *
 * Source: Campello, Moulavi & Sander 2013, "Density-based clustering based on hierarchical density
 * estimates"; McInnes & Healy 2017, "Accelerated hierarchical density based clustering".
 * Differs: of equally long connections the one between nearer rows comes first, so that the row on a
 * saddle joins its nearer side in any row order; equal rows are never split; new rows can be assigned.
 */
import {
  choice,
  DataError,
  flag,
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
import { minimumSpanningTree, reachRows, singleLinkage } from '../neighbors/index.ts';
import { checkMatrix, Matrix, orderBySize, renameLabels } from '../numeric/index.ts';
import { type CondensedTree, condense } from './condensed-tree.ts';
import { clustersOfRows, entry, selectClusters } from './select-clusters.ts';
import type { Assignment, Clusterer, ClusterMethod, ClusterModel } from './types.ts';

export interface HDBSCANOptions {
  /** Fewest rows of a cluster. Larger finds fewer and larger clusters; smaller groups are noise. Default 5. */
  minClusterSize: number;
  /**
   * A row's density is judged by its minSamples-th nearest row, itself the first. Larger smooths more
   * and calls more rows noise. 'auto' (default) is minClusterSize.
   */
  minSamples: number | 'auto';
  /** eom (default): the clusters that last longest. leaf: the finest ones, more alike in size. */
  selection: 'eom' | 'leaf';
  /** Whether one cluster of all rows may be the answer. Default false. */
  allowSingleCluster: boolean;
  /** Clusters nearer to each other than this are not told apart, in the units of x. Default 0: no such limit. */
  epsilon: number;
  /** With selection eom: a cluster of more rows gives way to its parts; one without parts is noise. Default 0: no limit. */
  maxClusterSize: number;
}

const hdbscanTable: OptionTable<HDBSCANOptions> = {
  minClusterSize: integer({ meaning: 'fewest rows of a cluster', default: 5, min: 2 }),
  minSamples: integer<number | 'auto'>({
    meaning: 'rows, itself included, that judge the density at a row. auto: minClusterSize',
    default: 'auto',
    min: 1,
    words: ['auto'],
  }),
  selection: choice(['eom', 'leaf'], {
    meaning: 'eom: the clusters that last longest; leaf: the finest ones',
    default: 'eom',
  }),
  allowSingleCluster: flag({ meaning: 'whether all rows may be one cluster', default: false }),
  epsilon: real({
    meaning: 'clusters nearer than this are not told apart, in the units of x; 0: no limit',
    default: 0,
    min: 0,
  }),
  maxClusterSize: integer({
    meaning: 'with selection eom, most rows of a cluster; 0: no limit',
    default: 0,
    min: 0,
  }),
};

interface Learned {
  readonly rows: Matrix;
  /** Per row: the distance to its minSamples-th nearest row. */
  readonly cores: Float64Array;
  readonly labels: Int32Array;
  readonly memberships: Float64Array;
  /** Per label: the least λ of its rows, the λ from which membership is 1, and how well it lasts. */
  readonly entries: Float64Array;
  readonly deaths: Float64Array;
  readonly persistence: Float64Array;
}

/** Clusters of steady density; a new row joins one if it would have been within it, else none. */
export class HDBSCANModel implements ClusterModel {
  readonly type = 'HDBSCAN';
  readonly options: Readonly<HDBSCANOptions>;
  readonly warnings: readonly Warning[];
  readonly #learned: Learned;

  constructor(options: Readonly<HDBSCANOptions>, learned: Learned, warnings: readonly Warning[]) {
    this.options = options;
    this.#learned = learned;
    this.warnings = warnings;
  }

  get labels(): Int32Array {
    return this.#learned.labels;
  }

  get clusters(): number {
    return this.#learned.persistence.length;
  }

  /** Per training row, from 0 (noise) to 1 (in the densest part of its cluster). */
  get memberships(): Float64Array {
    return this.#learned.memberships;
  }

  /**
   * Per cluster, from 0 to 1: how long its rows stay in it, as the mean of (λ − birth) / death. Near 0
   * it vanishes as soon as it appears; clusters that real groups make last.
   */
  get persistence(): Float64Array {
    return this.#learned.persistence;
  }

  /**
   * Each row joins where it would join the hierarchy: the cluster of its nearest training row by mutual
   * reachability, if it comes near enough to have been part of that cluster. A row equal to a training
   * row gets that row's label. Values are memberships, 0 for noise.
   */
  async assign(x: Matrix, context: RunContext = {}): Promise<Assignment> {
    const run = new Run(context);
    run.check();
    checkMatrix('HDBSCANModel.assign', x, 0);
    const { rows, cores, labels, memberships, entries, deaths } = this.#learned;
    if (x.cols !== rows.cols) {
      throw new DataError(
        `HDBSCANModel.assign: rows must have the ${rows.cols} columns of the fit, got ${x.cols}.`,
      );
    }
    const assigned = new Int32Array(x.rows).fill(-1);
    const values = new Float64Array(x.rows);
    const near = await reachRows(rows, cores, samplesFor(this.options, rows.rows), x, run);
    for (let i = 0; i < x.rows; i++) {
      const label = labels[near.rows[i]];
      if (label < 0) continue;
      const lambda = 1 / near.reaches[i];
      if (near.distances[i] === 0) {
        assigned[i] = label;
        values[i] = memberships[near.rows[i]];
      } else if (lambda >= entries[label]) {
        assigned[i] = label;
        values[i] = membership(lambda, deaths[label]);
      }
    }
    return { labels: assigned, values, measure: 'membership' };
  }

  async predict(x: Matrix, context?: RunContext): Promise<Int32Array> {
    return (await this.assign(x, context)).labels;
  }

  toState(): ArrayBuffer {
    const { rows, ...arrays } = this.#learned;
    return packState({
      type: 'HDBSCAN',
      version: 1,
      meta: { options: this.options, cols: rows.cols, warnings: this.warnings },
      arrays: { rows: rows.data, ...arrays },
    });
  }

  static fromState(buffer: ArrayBuffer): HDBSCANModel {
    const { meta, arrays } = unpackState(buffer, ['HDBSCAN']);
    const cols = meta.cols as number;
    const data = arrays.rows as Float32Array;
    return new HDBSCANModel(
      readOptions('HDBSCAN', hdbscanTable, meta.options as HDBSCANOptions),
      {
        rows: new Matrix(data, data.length / cols, cols),
        cores: arrays.cores as Float64Array,
        labels: arrays.labels as Int32Array,
        memberships: arrays.memberships as Float64Array,
        entries: arrays.entries as Float64Array,
        deaths: arrays.deaths as Float64Array,
        persistence: arrays.persistence as Float64Array,
      },
      meta.warnings as Warning[],
    );
  }
}

/**
 * Finds clusters of any shape, number and density, and rows that belong to none.
 *
 * Use it when nothing is known about the scale of the groups. It has one option that matters,
 * minClusterSize. Where all clusters are equally dense and the scale is known, DBSCAN is quicker.
 *
 * Shapes: x is n × d.   Missing: NaN not allowed.   Units: memberships have none.
 * Cost: about O(n·log² n) in up to some ten columns, O(n²·d) in many; memory O(n·(d + minSamples)).
 * The model keeps all rows.   Repeatable: always, on any thread count; in any row order where
 * distances differ.
 *
 * @example
 * const model = await new HDBSCAN({ minClusterSize: 50 }).fit(x);
 * model.labels; // 0…k−1 by decreasing size, −1 for noise
 */
export class HDBSCAN implements Clusterer {
  readonly options: Readonly<HDBSCANOptions>;

  constructor(options: Partial<HDBSCANOptions> = {}) {
    this.options = readOptions('HDBSCAN', hdbscanTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<HDBSCANModel> {
    checkMatrix('HDBSCAN.fit', x);
    const run = new Run(context);
    const { minClusterSize, epsilon } = this.options;
    const samples = samplesFor(this.options, x.rows);
    const spanning = await run.once(x, `HDBSCAN ${samples}`, () =>
      minimumSpanningTree(x, samples, run),
    );
    const tree = condense(singleLinkage(spanning), minClusterSize);
    const selected =
      x.rows < minClusterSize ? new Int32Array() : selectClusters(tree, this.options);
    const owners = clustersOfRows(tree, selected, epsilon);
    return new HDBSCANModel(
      this.options,
      {
        rows: new Matrix(x.data.slice(), x.rows, x.cols),
        cores: spanning.cores,
        ...name(tree, owners, epsilon),
      },
      run.warnings,
    );
  }
}

/** Fewer rows than minSamples: then the farthest row judges. */
function samplesFor(
  { minSamples, minClusterSize }: Readonly<HDBSCANOptions>,
  rows: number,
): number {
  return Math.min(rows, minSamples === 'auto' ? minClusterSize : minSamples);
}

/** Labels by decreasing size, and what belongs to each. */
function name(tree: CondensedTree, owners: Int32Array, epsilon: number) {
  const order = orderBySize(owners, tree.parents.length);
  const labels = renameLabels(owners, order);
  const clusters: number[] = [];
  order.forEach((label, cluster) => {
    if (label >= 0) clusters[label] = cluster;
  });
  const perLabel = (value: (cluster: number) => number) => Float64Array.from(clusters, value);
  const deaths = perLabel((cluster) => tree.deaths[cluster]);
  return {
    labels,
    memberships: Float64Array.from(labels, (label, row) =>
      label < 0 ? 0 : membership(tree.rowLambdas[row], deaths[label]),
    ),
    entries: perLabel((cluster) => entry(tree, cluster, epsilon)),
    deaths,
    persistence: perLabel((cluster) => {
      const { stabilities, sizes, deaths: ends } = tree;
      return Number.isFinite(ends[cluster])
        ? stabilities[cluster] / (sizes[cluster] * ends[cluster])
        : 1;
    }),
  };
}

function membership(lambda: number, death: number): number {
  return death === 0 || lambda >= death ? 1 : lambda / death;
}

export const hdbscanMethod = {
  meaning: 'Finds regions that stay dense over a range of scales; the rest is in no segment.',
  table: hdbscanTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { noise: true, findsCount: true, seeded: false, measure: 'membership' },
  create: (options: Partial<HDBSCANOptions>) => new HDBSCAN(options),
  load: (state: ArrayBuffer) => HDBSCANModel.fromState(state),
} satisfies ClusterMethod;
