/**
 * UMAP: a map of few numbers per row in which rows that are near stay near.
 *
 * Source: McInnes, Healy & Melville 2018, "UMAP: Uniform Manifold Approximation and Projection for
 * Dimension Reduction". Differs: all points move at once, each against the places of the epoch before,
 * so that any number of threads gives the same bits; equal rows are one point, so that a crowd of them
 * does not cut the graph; new rows are placed one by one, whatever stands beside them.
 */
import {
  choice,
  DataError,
  integer,
  ModelError,
  OptionError,
  type OptionTable,
  packState,
  Run,
  type RunContext,
  readOptions,
  real,
  unpackState,
  type Warning,
} from '../base/index.ts';
import { findNeighbors, type Metric, metrics } from '../neighbors/index.ts';
import { checkMatrix, Matrix, RowLookup } from '../numeric/index.ts';
import { type DistanceCurve, fitDistanceCurve } from './distance-curve.ts';
import { fuzzyGraph, withoutFaint } from './fuzzy-graph.ts';
import { memberships } from './memberships.ts';
import type { Encoder, EncoderMethod, EncoderModel } from './types.ts';
import { layOut } from './umap-layout.ts';
import { placeRows } from './umap-place.ts';
import { type Start, startPlaces } from './umap-start.ts';

export interface UMAPOptions {
  /**
   * Rows, itself included, that each row is compared with. Few show fine detail and may tear a group
   * into pieces, many show how groups lie to each other. Default 15.
   */
  neighbors: number;
  /** Numbers per row of the map: 2 and 3 to look at, about as many as groups to cluster. Default 2. */
  components: number;
  /** How near the points of the map may come to each other. 0 packs groups tightly. Default 0.1. */
  minDist: number;
  /** The scale at which points spread; at least minDist. Default 1. */
  spread: number;
  /** How far apart rows are. Default euclidean. */
  metric: Metric;
  /** Rounds of moving all points. auto (default): 500 up to 10,000 rows, 200 above. */
  epochs: number | 'auto';
  /** How far points move in the first round; it falls to 0. Default 1. */
  learningRate: number;
  /** Random points that push a point away, per neighbour that pulls. Default 5. */
  negativeSamples: number;
  /** Where the points begin: the graph's smoothest functions (default), principal axes, or anywhere. */
  init: Start;
  /** Neighbours that are taken to be certainly near, at whatever distance. Default 1. */
  localConnectivity: number;
  /** 1 (default): near when either row says so; 0: only when both do; between: a mix. */
  setOpMixRatio: number;
  /** How strongly points push each other away. Default 1. */
  repulsionStrength: number;
  /** Seed of all that is drawn. Default 0. */
  seed: number;
}

const umapTable: OptionTable<UMAPOptions> = {
  neighbors: integer({
    meaning: 'rows, itself included, that each row is compared with',
    default: 15,
    min: 2,
  }),
  components: integer({ meaning: 'numbers per row of the map', default: 2, min: 1 }),
  minDist: real({ meaning: 'how near points of the map may come', default: 0.1, min: 0 }),
  spread: real({ meaning: 'the scale at which points spread', default: 1, min: 1e-6 }),
  metric: choice(metrics, { meaning: 'how far apart rows are', default: 'euclidean' }),
  epochs: integer<number | 'auto'>({
    meaning: 'rounds of moving all points. auto: 500 up to 10,000 rows, 200 above',
    default: 'auto',
    min: 0,
    words: ['auto'],
  }),
  learningRate: real({
    meaning: 'how far points move in the first round',
    default: 1,
    min: 0,
  }),
  negativeSamples: integer({
    meaning: 'random points that push, per neighbour that pulls',
    default: 5,
    min: 0,
    max: 1000,
  }),
  init: choice(['spectral', 'pca', 'random'], {
    meaning: 'where points begin',
    default: 'spectral',
  }),
  localConnectivity: real({
    meaning: 'neighbours taken to be certainly near',
    default: 1,
    min: 0,
  }),
  setOpMixRatio: real({
    meaning: 'near when either row says so (1), or only when both do (0)',
    default: 1,
    min: 0,
    max: 1,
  }),
  repulsionStrength: real({
    meaning: 'how strongly points push each other away',
    default: 1,
    min: 0,
  }),
  seed: integer({ meaning: 'seed of all that is drawn', default: 0, min: 0 }),
};

/**
 * A fitted map: the different rows of the fit and their places.
 *
 * @example const places = await model.transform(newRows);
 */
export class UMAPModel implements EncoderModel {
  readonly type = 'UMAP';
  readonly options: Readonly<UMAPOptions>;
  readonly warnings: readonly Warning[];
  /** The different rows that were fitted, in the order in which they first came. */
  readonly rows: Matrix;
  /** Their places: as many rows, c columns. */
  readonly places: Matrix;
  /** How membership falls with distance in the map. */
  readonly curve: DistanceCurve;
  #lookup: RowLookup | undefined;

  constructor(
    options: Readonly<UMAPOptions>,
    learned: Pick<UMAPModel, 'rows' | 'places' | 'curve' | 'warnings'>,
  ) {
    this.options = options;
    this.rows = learned.rows;
    this.places = learned.places;
    this.curve = learned.curve;
    this.warnings = learned.warnings;
  }

  get inputs(): number {
    return this.rows.cols;
  }

  get outputs(): number {
    return this.places.cols;
  }

  /**
   * n × d → n × c. A row equal to one of the fit gets that one's place; another begins at the mean of
   * its neighbours' places and is moved while they stand still.
   *
   * Cost: the search for neighbours, and 100 epochs of the new rows alone.
   */
  async transform(x: Matrix, context: RunContext = {}): Promise<Matrix> {
    checkMatrix('UMAPModel.transform', x, 0);
    if (x.cols !== this.inputs) {
      throw new DataError(
        `UMAPModel.transform: rows must have ${this.inputs} columns, got ${x.cols}.`,
      );
    }
    const run = new Run(context);
    run.check();
    this.#lookup ??= new RowLookup(this.rows);
    const places = new Matrix(new Float32Array(x.rows * this.outputs), x.rows, this.outputs);
    const others: number[] = [];
    for (let i = 0; i < x.rows; i++) {
      const known = this.#lookup.find(x.row(i));
      if (known >= 0) places.row(i).set(this.places.row(known));
      else others.push(i);
    }
    if (others.length === 0) return places;
    const found = await placeRows(x.takeRows(others), this, run);
    others.forEach((row, i) => {
      places.row(row).set(found.row(i));
    });
    return places;
  }

  toState(): ArrayBuffer {
    const { options, curve, warnings, rows, places } = this;
    return packState({
      type: 'UMAP',
      version: 1,
      meta: { options, curve, warnings, rows: rows.rows, inputs: rows.cols, outputs: places.cols },
      arrays: { rows: rows.data, places: places.data },
    });
  }

  static fromState(buffer: ArrayBuffer): UMAPModel {
    const { meta, arrays, version } = unpackState(buffer, ['UMAP']);
    if (version !== 1) {
      throw new ModelError(
        `UMAP state: version must be 1, got ${version}. Use the clade version that wrote it.`,
      );
    }
    const shape = meta as { rows: number; inputs: number; outputs: number };
    return new UMAPModel(readOptions('UMAP', umapTable, meta.options as UMAPOptions), {
      curve: meta.curve as DistanceCurve,
      warnings: meta.warnings as Warning[],
      rows: new Matrix(arrays.rows as Float32Array, shape.rows, shape.inputs),
      places: new Matrix(arrays.places as Float32Array, shape.rows, shape.outputs),
    });
  }
}

/**
 * A map in which rows that are near stay near, bent where it must be.
 *
 * Use it to look at groups, and with as many components as groups before a method that clusters by
 * density. Distances between far groups and their sizes in the map mean little. Columns with larger
 * units win, so scale them first.
 *
 * Shapes: x is n × d.   Missing: NaN not allowed.
 * Cost: the search for neighbours, then O(n·neighbors·epochs); memory a few copies of x and of the graph.
 * Repeatable: yes, the same bits for a seed on any thread count.
 * Warns: 'umap-neighbors-lowered' when there are fewer different rows than neighbors, and what the search for neighbours warns of.
 *
 * @throws {OptionError} minDist above spread
 * @example
 * const model = await new UMAP({ components: 2, neighbors: 15 }).fit(x);
 * const map = await model.transform(x);
 */
export class UMAP implements Encoder {
  readonly options: Readonly<UMAPOptions>;

  constructor(options: Partial<UMAPOptions> = {}) {
    this.options = readOptions('UMAP', umapTable, options);
    const { minDist, spread } = this.options;
    if (minDist > spread) {
      throw new OptionError(`UMAP: minDist must be at most spread (${spread}), got ${minDist}.`);
    }
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<UMAPModel> {
    const run = new Run(context);
    run.check();
    checkMatrix('UMAP.fit', x);
    const { options } = this;
    const { first } = new RowLookup(x);
    const rows = x.takeRows(first.filter((lowest, row) => lowest === row));
    const curve = await fitDistanceCurve(options.minDist, options.spread);
    const places = await mapRows(rows, options, curve, run);
    return new UMAPModel(options, { rows, places, curve, warnings: run.warnings });
  }
}

async function mapRows(
  rows: Matrix,
  options: Readonly<UMAPOptions>,
  curve: DistanceCurve,
  run: Run,
): Promise<Matrix> {
  const { components: width, seed } = options;
  if (rows.rows === 1) return new Matrix(new Float32Array(width), 1, width);
  const neighbors = Math.min(options.neighbors, rows.rows);
  if (neighbors < options.neighbors) {
    run.warn(
      'umap-neighbors-lowered',
      `UMAP compares each row with ${neighbors} rows instead of ${options.neighbors}: there are no more different ones.`,
    );
  }
  const count = neighbors - 1;
  const near = await findNeighbors(rows, { neighbors: count, metric: options.metric }, run);
  const { weights } = await memberships(
    near,
    count,
    { neighbors, local: options.localConnectivity, self: true },
    run,
  );
  const epochs = options.epochs === 'auto' ? (rows.rows <= 10_000 ? 500 : 200) : options.epochs;
  const graph = withoutFaint(
    fuzzyGraph(near.rows, weights, count, options.setOpMixRatio),
    // Lighter edges would not pull once.
    1 / Math.max(10, epochs),
  );
  const start = await startPlaces(rows, graph, width, options.init, seed, run);
  const places = await layOut(start, width, graph, { ...options, curve, epochs }, run);
  return new Matrix(places, rows.rows, width);
}

export const umapMethod = {
  meaning: 'Draws a map in which rows that are near stay near, bent where it must be.',
  table: umapTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: false, invertible: false, code: 'numbers' },
  create: (options: Partial<UMAPOptions>) => new UMAP(options),
  load: (state: ArrayBuffer) => UMAPModel.fromState(state),
} satisfies EncoderMethod;
