/**
 * t-SNE: a map on which rows that are near in many columns are near, for looking at.
 *
 * Source: van der Maaten & Hinton 2008, "Visualizing data using t-SNE"; settings as in openTSNE (Poličar,
 * Stražar & Zupan 2024): affinities of 3·perplexity nearest rows (van der Maaten 2014), learning rate
 * n / exaggeration (Belkina et al. 2019), start from principal components (Kobak & Berens 2019).
 * Differs: equal rows are one point of the map, so that a row's place is known by its numbers alone.
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
  show,
  unpackState,
  type Warning,
} from '../base/index.ts';
import type { Compute, Scope } from '../compute/index.ts';
import { findNeighbors, type Metric, metrics } from '../neighbors/index.ts';
import { checkMatrix, Matrix, RowLookup } from '../numeric/index.ts';
import { PCA } from './pca.ts';
import { jointAffinities, neighborShares } from './tsne-affinities.ts';
import { type Descent, descend } from './tsne-descent.ts';
import { GridRepulsion } from './tsne-grid.ts';
import { placeRows } from './tsne-place.ts';
import { exactRepulsion, treeRepulsion } from './tsne-repulsion.ts';
import type { Encoder, EncoderMethod, EncoderModel } from './types.ts';

export interface TSNEOptions {
  /** Columns of the map: 2 for a picture (default), 1 or 3; more only for small tables. */
  components: number;
  /**
   * How many neighbours a row has in effect. Larger shows more of the whole and less of the detail;
   * at most a third of the rows, else it is lowered. Default 30.
   */
  perplexity: number;
  /** How much harder rows pull in the first iterations, so that groups form. Default 12. */
  exaggeration: number;
  /** Length of a step. auto (default): rows / exaggeration. Too small leaves one ball, too large scatters. */
  learningRate: number | 'auto';
  /** Steps in all; the first third, at most 250, are exaggerated. Default 750. */
  iterations: number;
  /** How far apart rows are. Default euclidean. */
  metric: Metric;
  /** pca (default): the map starts as the first principal components. random: from the seed. */
  init: 'pca' | 'random';
  /** Seed of a random start, and of what rows without any difference need. Default 0. */
  seed: number;
  /**
   * How rows push each other apart. exact: every pair. fft: on a grid, for 2 columns. barnes-hut: far
   * rows together, for up to 3 columns. auto (default): whichever is quickest.
   */
  algorithm: 'auto' | 'exact' | 'fft' | 'barnes-hut';
}

const tsneTable: OptionTable<TSNEOptions> = {
  components: integer({ meaning: 'columns of the map', default: 2, min: 1 }),
  perplexity: real({
    meaning:
      'how many neighbours a row has in effect; at most a third of the rows, else it is lowered',
    default: 30,
    min: 1,
  }),
  exaggeration: real({
    meaning: 'how much harder rows pull in the first iterations',
    default: 12,
    min: 1,
  }),
  learningRate: real<number | 'auto'>({
    meaning: 'length of a step. auto: rows / exaggeration',
    default: 'auto',
    min: 0,
    words: ['auto'],
  }),
  iterations: integer({
    meaning: 'steps in all; the first third, at most 250, are exaggerated',
    default: 750,
    min: 1,
  }),
  metric: choice(metrics, { meaning: 'how far apart rows are', default: 'euclidean' }),
  init: choice(['pca', 'random'], { meaning: 'where rows start', default: 'pca' }),
  seed: integer({ meaning: 'seed of a random start', default: 0, min: 0 }),
  algorithm: choice(['auto', 'exact', 'fft', 'barnes-hut'], {
    meaning: 'how rows push each other apart. auto: whichever is quickest',
    default: 'auto',
  }),
};

interface Learned {
  /** The different rows of the fit, m × d. */
  readonly rows: Matrix;
  /** Their places, m × c. */
  readonly places: Matrix;
  readonly divergence: number;
}

/** A finished map; new rows are put on it beside the rows that they are near. */
export class TSNEModel implements EncoderModel {
  readonly type = 'TSNE';
  readonly options: Readonly<TSNEOptions>;
  readonly warnings: readonly Warning[];
  readonly #learned: Learned;
  #lookup: RowLookup | undefined;

  constructor(options: Readonly<TSNEOptions>, learned: Learned, warnings: readonly Warning[]) {
    this.options = options;
    this.warnings = warnings;
    this.#learned = learned;
  }

  get inputs(): number {
    return this.#learned.rows.cols;
  }

  get outputs(): number {
    return this.#learned.places.cols;
  }

  /**
   * Kullback–Leibler divergence Σ p·ln(p / q) of the map, over the pairs with an affinity p; q is
   * 1 / (1 + distance²) on the map, divided by its sum over all pairs. Lower is truer; only
   * comparable between maps of the same rows with the same perplexity.
   */
  get divergence(): number {
    return this.#learned.divergence;
  }

  /**
   * n × d → n × c: rows of the fit get their place, others come to rest where the rows most like them
   * pull, the map staying as it is.
   */
  async transform(x: Matrix, context: RunContext = {}): Promise<Matrix> {
    const run = new Run(context);
    run.check();
    checkMatrix('TSNEModel.transform', x, 0);
    const { rows, places } = this.#learned;
    if (x.cols !== rows.cols) {
      throw new DataError(
        `TSNEModel.transform: rows must have the ${rows.cols} columns of the fit, got ${x.cols}.`,
      );
    }
    this.#lookup ??= new RowLookup(rows);
    const out = new Matrix(new Float32Array(x.rows * places.cols), x.rows, places.cols);
    const strangers: number[] = [];
    for (let i = 0; i < x.rows; i++) {
      if (i % 1024 === 0) await run.pause();
      const known = this.#lookup.find(x.row(i));
      if (known < 0) strangers.push(i);
      else out.row(i).set(places.row(known));
    }
    if (strangers.length > 0) {
      const placed = await placeRows(rows, places, x.takeRows(strangers), this.options.metric, run);
      strangers.forEach((row, i) => {
        out.row(row).set(placed.row(i));
      });
    }
    return out;
  }

  toState(): ArrayBuffer {
    const { rows, places, divergence } = this.#learned;
    return packState({
      type: 'TSNE',
      version: 1,
      meta: { options: this.options, warnings: this.warnings, rows: rows.rows, cols: rows.cols },
      arrays: { rows: rows.data, places: places.data, divergence: Float64Array.of(divergence) },
    });
  }

  static fromState(buffer: ArrayBuffer): TSNEModel {
    const { meta, arrays } = unpackState(buffer, ['TSNE']);
    const options = readOptions('TSNE', tsneTable, meta.options as TSNEOptions);
    const [rows, cols] = [meta.rows as number, meta.cols as number];
    const learned = {
      rows: new Matrix(arrays.rows as Float32Array, rows, cols),
      places: new Matrix(arrays.places as Float32Array, rows, options.components),
      divergence: arrays.divergence[0],
    };
    return new TSNEModel(options, learned, meta.warnings as Warning[]);
  }
}

/**
 * A map of few columns on which near rows are near. For pictures: distances between groups, their sizes
 * and their density mean little, so do not cluster on it.
 *
 * Shapes: x is n × d; the map is n × c. Equal rows share one place.
 * Missing: NaN not allowed.   Units: none; scale columns first, larger ones count for more.
 * Cost: the nearest rows, then per iteration O(n·perplexity) and, by grid, O(n + g·log g) for g grid
 * nodes, some 10⁵; 70,000 rows take about a minute on two cores. Memory about 2 kB per row.
 * Repeatable: yes, for a seed, on any thread count.
 *
 * @throws {OptionError} algorithm fft without 2 components, or barnes-hut with more than 3
 * @example
 * const model = await new TSNE({ perplexity: 30 }).fit(x);
 * const map = await model.transform(x);
 */
export class TSNE implements Encoder {
  readonly options: Readonly<TSNEOptions>;

  constructor(options: Partial<TSNEOptions> = {}) {
    this.options = readOptions('TSNE', tsneTable, options);
    checkAlgorithm(this.options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<TSNEModel> {
    const { components, metric, seed, exaggeration, learningRate, iterations } = this.options;
    const run = new Run(context);
    run.check();
    checkMatrix('TSNE.fit', x);

    const { first } = new RowLookup(x);
    const kept = first.filter((row, i) => row === i);
    const rows = kept.length === x.rows ? x : x.takeRows(kept);
    const n = rows.rows;
    const learned = {
      rows,
      places: new Matrix(new Float32Array(n * components), n, components),
      divergence: 0,
    };
    if (n === 1) return new TSNEModel(this.options, learned, run.warnings);
    const perplexity = this.#perplexity(n, run);
    const k = Math.min(n - 1, Math.floor(3 * perplexity));
    const near = await findNeighbors(rows, { neighbors: k, metric, seed }, run);
    const shares = await neighborShares(near.distances, k, perplexity, run);
    const affinities = jointAffinities(near.rows, shares, k);
    const start = await startPlaces(rows, this.options, run);
    const repulsion: Descent['repulsion'] = (compute, scope) =>
      repulsions[algorithmFor(this.options, n)](compute, scope, n, components);
    const found = await descend(
      start,
      affinities,
      { exaggeration, learningRate, iterations, repulsion },
      run,
    );
    learned.places.data.set(found.y);
    return new TSNEModel(this.options, { ...learned, divergence: found.divergence }, run.warnings);
  }

  /** Fewer rows than three times the perplexity cannot have so many neighbours. */
  #perplexity(rows: number, run: Run): number {
    const { perplexity } = this.options;
    const most = Math.max(1, (rows - 1) / 3);
    if (perplexity <= most) return perplexity;
    run.warn(
      'perplexity-lowered',
      `TSNE.fit: perplexity must be at most a third of the other rows. With ${rows} different rows it is ${most.toFixed(1)} instead of ${perplexity}.`,
    );
    return most;
  }
}

function checkAlgorithm({ algorithm, components: c }: Readonly<TSNEOptions>): void {
  const must = { fft: c === 2, 'barnes-hut': c <= 3, exact: true, auto: true };
  if (must[algorithm]) return;
  throw new OptionError(
    `TSNE: with algorithm ${show(algorithm)} components must be ${algorithm === 'fft' ? '2' : 'from 1 to 3'}, got ${c}. Leave the algorithm at "auto".`,
  );
}

function algorithmFor({ algorithm, components: c }: Readonly<TSNEOptions>, rows: number) {
  if (algorithm !== 'auto') return algorithm;
  if (c > 3 || rows <= (c === 2 ? GRID_ROWS : TREE_ROWS)) return 'exact';
  return c === 2 ? 'fft' : 'barnes-hut';
}

/** Up to so many rows, every pair is compared in less time than a grid takes, or a tree. */
const GRID_ROWS = 2000;
const TREE_ROWS = 500;

const repulsions = {
  exact: exactRepulsion,
  'barnes-hut': treeRepulsion,
  fft: (compute: Compute, scope: Scope, rows: number) => new GridRepulsion(compute, scope, rows),
} as const;

export const tsneMethod = {
  meaning: 'Draws a map on which near rows are near; for pictures, not for clustering.',
  table: tsneTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: false, invertible: false, code: 'numbers' },
  create: (options: Partial<TSNEOptions>) => new TSNE(options),
  load: (state: ArrayBuffer) => TSNEModel.fromState(state),
} satisfies EncoderMethod;

/** How far rows spread at the start: so little that all pull and push each other. */
const START_SPREAD = 1e-4;

/** n × c f64. */
async function startPlaces(rows: Matrix, options: TSNEOptions, run: Run): Promise<Float64Array> {
  const { components: c, init, seed } = options;
  const random = new Random(seed).fork('t-sne start');
  const n = rows.rows;
  const y = Float64Array.from({ length: n * c }, () => random.normal() * START_SPREAD);
  if (init === 'random') return y;
  const known = Math.min(c, n, rows.cols);
  const pca = await new PCA({ components: known, seed }).fit(rows, run);
  if (pca.explainedVariance[0] === 0) return y;
  const scores = await pca.transform(rows, run);
  let squares = 0;
  for (let i = 0; i < n; i++) squares += scores.data[i * known] ** 2;
  const scale = START_SPREAD / Math.sqrt(squares / n);
  for (let i = 0; i < n; i++) {
    for (let a = 0; a < c; a++) {
      const jitter = 0.01 * y[i * c + a];
      y[i * c + a] = jitter + (a < known ? scores.data[i * known + a] * scale : 0);
    }
  }
  return y;
}
