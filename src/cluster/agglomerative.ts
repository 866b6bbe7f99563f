/**
 * Hierarchical clustering from the bottom: every row starts as its own cluster, and the two nearest
 * are merged until as many are left as asked for.
 *
 * Source: Müllner 2011, "Modern hierarchical, agglomerative clustering algorithms".   Differs: equal
 * rows are merged before anything else and never parted, and Ward needs no distance matrix.
 */
import {
  choice,
  DataError,
  integer,
  OptionError,
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
import { type SeriesMeasure, seriesMeasureTable } from '../distances/index.ts';
import { labelWithin } from '../neighbors/index.ts';
import {
  checkMatrix,
  clusterSizes,
  countClusters,
  countDistinctRows,
  type Matrix,
  orderBySize,
  renameLabels,
  unitScale,
} from '../numeric/index.ts';
import { distinctRows } from './distinct-rows.ts';
import { matrixMerges, mergeMatrix } from './matrix-linkage.ts';
import { cutTree, type Merge, type MergeTree, mergesToDo, mergeTree } from './merge-tree.ts';
import { packRows, unpackRows } from './rows-state.ts';
import {
  checkLikeFit,
  judgedBy,
  MAX_PAIRED,
  nearestOf,
  seriesDistanceMatrix,
} from './series-rows.ts';
import { singleMerges } from './single-linkage.ts';
import type { Assignment, Clusterer, ClusterMethod, ClusterModel } from './types.ts';
import { wardMerges } from './ward.ts';

export interface AgglomerativeOptions extends Omit<SeriesMeasure, 'root'> {
  /** How many clusters to stop at. Default 8. Not used when `height` is a number. */
  clusters: number;
  /**
   * How far apart two clusters are. ward (default): by how much merging raises the squared distances
   * to the centre; round clusters of similar size. average: mean distance of their rows. complete: the
   * greatest; compact clusters. single: the least; long shapes, but one row can join two clusters.
   * Under a measure of series other than euclidean: any but ward.
   */
  linkage: 'ward' | 'average' | 'complete' | 'single';
  /** Merge only clusters this near, in the units of the tree's heights; 'none' (default): use `clusters`. */
  height: number | 'none';
  /**
   * How many rows the tree is grown from, drawn by the seed; the others join the nearest of them. 'auto' (default): all
   * up to 46,340, whose pairs fit in memory, and 20,000 of more; single linkage of plain rows, which is quick, always all.
   */
  sample: number | 'auto';
  /** Of the draw, where not all rows are in the tree. Default 0. */
  seed: number;
}

/** Rows of the tree where all pairs are too many. */
const SAMPLE = 20_000;

const { root: _, ...measureTable } = seriesMeasureTable;

const agglomerativeTable: OptionTable<AgglomerativeOptions> = {
  clusters: integer({ meaning: 'how many clusters to stop at', default: 8, min: 1 }),
  linkage: choice(['ward', 'average', 'complete', 'single'], {
    meaning: 'how far apart two clusters are',
    default: 'ward',
  }),
  height: real<number | 'none'>({
    meaning: 'merge only clusters this near, whatever their number comes to',
    default: 'none',
    min: 0,
    words: ['none'],
  }),
  ...measureTable,
  sample: integer<number | 'auto'>({
    meaning: `rows the tree is grown from; auto: all up to ${MAX_PAIRED} (single linkage: always), ${SAMPLE} of more`,
    default: 'auto',
    min: 2,
    words: ['auto'],
  }),
  seed: integer({ meaning: 'seed of the draw of these rows', default: 0, min: 0 }),
};

interface Learned {
  /** The rows in the tree: a row that is not among them gets the label of the nearest. */
  readonly x: Matrix;
  /** Theirs. */
  readonly near: Int32Array;
  /** Of all training rows. */
  readonly labels: Int32Array;
  readonly tree: MergeTree;
}

/** The tree of merges, cut at the clusters asked for; new rows join the cluster of a near training row. */
export class AgglomerativeModel implements ClusterModel {
  readonly type = 'Agglomerative';
  readonly options: Readonly<AgglomerativeOptions>;
  readonly labels: Int32Array;
  readonly sizes: Int32Array;
  readonly warnings: readonly Warning[];
  /** All merges, lowest first; cut elsewhere it gives other numbers of clusters. */
  readonly tree: MergeTree;
  readonly #x: Matrix;
  readonly #near: Int32Array;

  constructor(
    options: Readonly<AgglomerativeOptions>,
    { x, near, labels, tree }: Learned,
    warnings: readonly Warning[],
  ) {
    this.options = options;
    this.#x = x;
    this.#near = near;
    this.labels = labels;
    this.sizes = clusterSizes(labels);
    this.tree = tree;
    this.warnings = warnings;
  }

  get seriesMeasure(): Partial<SeriesMeasure> | undefined {
    return judgedBy(this.options);
  }

  get clusters(): number {
    return this.sizes.length;
  }

  /** The label of the nearest row or series in the tree, and the distance to it. */
  async assign(x: Matrix, context: RunContext = {}): Promise<Assignment> {
    const run = new Run(context);
    run.check();
    checkMatrix('AgglomerativeModel.assign', x, 0);
    const { measure } = this.options;
    if (measure !== 'euclidean') checkLikeFit('AgglomerativeModel.assign', x, this.#x);
    else if (x.cols !== this.#x.cols) {
      throw new DataError(
        `AgglomerativeModel.assign: rows must have the ${this.#x.cols} columns of the fit, got ${x.cols}.`,
      );
    }
    return joinNearest(x, this.#x, this.#near, this.options, run);
  }

  async predict(x: Matrix, context?: RunContext): Promise<Int32Array> {
    return (await this.assign(x, context)).labels;
  }

  toState(): ArrayBuffer {
    const { children, heights, sizes } = this.tree;
    const { meta, arrays } = packRows(this.#x, 'x');
    return packState({
      type: 'Agglomerative',
      version: 3,
      meta: { ...meta, options: this.options, warnings: this.warnings },
      arrays: { ...arrays, near: this.#near, labels: this.labels, children, heights, sizes },
    });
  }

  static fromState(buffer: ArrayBuffer): AgglomerativeModel {
    const state = unpackState(buffer, ['Agglomerative']);
    const { meta, arrays } = state;
    const { near, labels } = arrays as Record<string, Int32Array>;
    const tree = {
      children: arrays.children as Int32Array,
      heights: arrays.heights as Float64Array,
      sizes: arrays.sizes as Int32Array,
    };
    return new AgglomerativeModel(
      readOptions('Agglomerative', agglomerativeTable, meta.options as AgglomerativeOptions),
      { x: unpackRows(state, 'x'), near, labels, tree },
      meta.warnings as Warning[],
    );
  }
}

/**
 * Clusters of any shape or size that the linkage looks for, and the tree of all merges above and below the cut.
 *
 * Use it to see how groups nest, or where a number of clusters should be chosen by eye. More clusters are smaller; a greater height gives fewer.
 *
 * Under a measure of series (dtw, msm, twe, erp, sbd) rows are series of any lengths and channels; under euclidean
 * shorter ones are stretched. New ones get the label of the nearest training series.
 *
 * Shapes: x is n × d, or a SeriesMatrix.   Missing: NaN not allowed.   Units: heights in the units of x.
 * Cost: O(n²·d) time, about n·log² n for single in few columns; memory O(n·d) for ward and single, 4·n²
 * bytes for average and complete, and under measures of series.
 * With `sample` s the same of s rows, and one search for the nearest per other row.
 * Warns: 'sampled-tree' when not all rows are in the tree.
 * Repeatable: yes, for a seed, on any thread count; without `sample` nothing is random.
 *
 * @throws {DataError} fewer rows than clusters; {EngineError} a distance matrix that does not fit
 * @example
 * const model = await new Agglomerative({ clusters: 3, linkage: 'average' }).fit(x);
 */
export class Agglomerative implements Clusterer {
  readonly options: Readonly<AgglomerativeOptions>;

  constructor(options: Partial<AgglomerativeOptions> = {}) {
    this.options = readOptions('Agglomerative', agglomerativeTable, options);
    const { measure, linkage } = this.options;
    if (measure === 'euclidean' || linkage !== 'ward') return;
    throw new OptionError(
      `Agglomerative: linkage must be "average", "complete" or "single" for measure "${measure}", got "ward". Ward compares with centres, which only euclidean rows have.`,
    );
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<AgglomerativeModel> {
    const { clusters, height, sample, seed, ...growth } = this.options;
    const run = new Run(context);
    run.check();
    checkMatrix('Agglomerative.fit', x, height === 'none' ? clusters : 1);
    const rows = this.#draw(x, run);
    // The cut has no part in the tree, and the seed only where rows are drawn.
    const drawn = rows.rows < x.rows ? [rows.rows, seed] : [];
    const name = JSON.stringify(['Agglomerative', growth, ...drawn]);
    const { tree, different } = await run.once(x, name, () =>
      growth.measure === 'euclidean' ? this.#rowTree(rows, run) : this.#seriesTree(rows, run),
    );
    const cut = height === 'none' ? { clusters } : { height };
    // What nothing tells apart is never parted.
    const found = cutTree(tree, Math.max(mergesToDo(tree, cut), rows.rows - different));
    if (height === 'none' && different < clusters) {
      run.warn(
        'fewer-clusters',
        `Agglomerative: ${clusters} clusters were asked for, but only ${different} of the rows are different; the model has ${different}.`,
      );
    }
    const joined =
      rows.rows === x.rows ? found : (await joinNearest(x, rows, found, this.options, run)).labels;
    const order = orderBySize(joined, countClusters(joined));
    const labels = renameLabels(joined, order);
    const near = renameLabels(found, order);
    return new AgglomerativeModel(this.options, { x: rows, near, labels, tree }, run.warnings);
  }

  /** The rows that the tree is grown from. */
  #draw(x: Matrix, run: Run): Matrix {
    const { clusters, linkage, measure, sample, seed } = this.options;
    const tooMany =
      (measure !== 'euclidean' || linkage !== 'single') &&
      x.rows > MAX_PAIRED &&
      (measure !== 'euclidean' || countDistinctRows(x) > MAX_PAIRED);
    const most = sample === 'auto' ? (tooMany ? SAMPLE : x.rows) : sample;
    const taken = Math.min(x.rows, Math.max(most, clusters));
    if (taken === x.rows) return x.takeRows(Int32Array.from({ length: x.rows }, (_, i) => i));
    run.warn(
      'sampled-tree',
      `Agglomerative: the tree was grown from ${taken} of ${x.rows} rows, drawn at random; the others belong to the nearest of them. Raise sample if there is time and memory for all their pairs.`,
    );
    return x.takeRows(new Random(seed).fork('sample').sample(x.rows, taken).sort());
  }

  async #rowTree(x: Matrix, run: Run): Promise<FullTree> {
    const { first, group, counts } = distinctRows(x);
    const found = await merges(x.takeRows(first), counts, this.options.linkage, run);
    return { tree: mergeTree(group, first, found), different: first.length };
  }

  async #seriesTree(x: Matrix, run: Run): Promise<FullTree> {
    const distances = await seriesDistanceMatrix('Agglomerative', x, this.options, run);
    for (let i = 0; i < x.rows; i++) distances[i * x.rows + i] = Number.POSITIVE_INFINITY;
    const linkage = this.options.linkage as 'average' | 'complete' | 'single';
    const weights = new Float64Array(x.rows).fill(1);
    const each = Int32Array.from({ length: x.rows }, (_, i) => i);
    const tree = mergeTree(each, each, await mergeMatrix(distances, weights, linkage, run));
    return { tree, different: x.rows - mergesToDo(tree, { height: 0 }) };
  }
}

/** All merges, and how many rows the measure tells apart. */
interface FullTree {
  readonly tree: MergeTree;
  readonly different: number;
}

/** What the nearest of `rows` is labelled. */
async function joinNearest(
  x: Matrix,
  rows: Matrix,
  tags: Int32Array,
  options: Readonly<AgglomerativeOptions>,
  run: Run,
): Promise<Assignment> {
  if (options.measure !== 'euclidean') {
    const { labels, distances } = await nearestOf(x, rows, options, run);
    return { labels: labels.map((i) => tags[i]), values: distances, measure: 'distance' };
  }
  const radius = Number.POSITIVE_INFINITY;
  const search = { points: rows, tags, radius, rule: 'nearest' } as const;
  const { labels, distances } = await labelWithin(x, search, run);
  return { labels, values: distances, measure: 'distance' };
}

async function merges(
  x: Matrix,
  counts: Int32Array,
  linkage: AgglomerativeOptions['linkage'],
  run: Run,
): Promise<Merge[]> {
  if (linkage === 'ward') return wardMerges(x, counts, run);
  // The others compare 32-bit distances.
  const { scaled, unit } = unitScale(x);
  const found =
    linkage === 'single'
      ? await singleMerges(scaled, run)
      : await matrixMerges(scaled, counts, linkage, run);
  return found.map(({ a, b, height }) => ({ a, b, height: height * unit }));
}

export const agglomerativeMethod = {
  meaning: 'Joins the nearest segments step by step until as many as asked for are left.',
  table: agglomerativeTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { noise: false, findsCount: false, seeded: true, measure: 'distance' },
  create: (options: Partial<AgglomerativeOptions>) => new Agglomerative(options),
  load: (state: ArrayBuffer) => AgglomerativeModel.fromState(state),
} satisfies ClusterMethod;
