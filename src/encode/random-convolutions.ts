/**
 * Random convolutions: what many small filters find in a series, without any training.
 *
 * Source: Dempster, Schmidt & Webb 2021, "MiniRocket"; its use for clustering, with principal components behind it:
 * Marco-Blanco & Cuevas 2024, "Time series clustering with random convolutional kernels".
 * Differs: series of unequal length and of fewer than nine steps have features too, and columns are scaled before
 * components are taken.
 */
import {
  DataError,
  integer,
  type OptionTable,
  packState,
  Random,
  Run,
  type RunContext,
  readOptions,
  unpackState,
  type Warning,
} from '../base/index.ts';
import { project } from '../linalg/index.ts';
import { checkMatrix, Matrix, Panel, panelOf } from '../numeric/index.ts';
import { type ConvolutionPlan, drawPlan, KERNELS } from './convolution-plan.ts';
import { convolutionShares } from './convolution-shares.ts';
import { PCA } from './pca.ts';
import type { Encoder, EncoderMethod, EncoderModel } from './types.ts';

export interface RandomConvolutionsOptions {
  /** Convolutions compared with a bias, rounded down to a multiple of 84. More see finer and take longer. Default 1,008. */
  features: number;
  /**
   * Principal components of the scaled features, at most as many as there are series. 'all': the features themselves,
   * as a classifier wants them; 10,000 for each of 100,000 series are 4 GB. Default 50.
   */
  components: number | 'all';
  /** Seed of the biases and, where there are several, of the channels. Default 0. */
  seed: number;
}

const table: OptionTable<RandomConvolutionsOptions> = {
  features: integer({
    meaning: 'convolutions compared with a bias, rounded down to a multiple of 84',
    default: 1008,
    min: KERNELS,
    max: 100_000,
  }),
  components: integer<number | 'all'>({
    meaning: 'principal components of the scaled features, or the features themselves',
    default: 50,
    min: 1,
    words: ['all'],
  }) as OptionTable<RandomConvolutionsOptions>['components'],
  seed: integer({ meaning: 'seed of biases and channels', default: 0, min: 0 }),
};

/** Components are found from at most this many series, drawn by the seed. */
const SAMPLE = 10_000;
/** Features are held for blocks of series of at most this many numbers. */
const BLOCK = 2 ** 24;

/** Directions in the space of features: scaling and components in one. */
interface Directions {
  readonly center: Float64Array;
  /** count × features. */
  readonly axes: Float64Array;
  readonly count: number;
}

/** Fitted random convolutions. */
export class RandomConvolutionsModel implements EncoderModel {
  readonly type = 'RandomConvolutions';
  readonly options: Readonly<RandomConvolutionsOptions>;
  readonly warnings: readonly Warning[];
  /** Numbers per series: channels × steps of the longest. */
  readonly inputs: number;
  readonly plan: ConvolutionPlan;
  readonly #directions: Directions | undefined;

  constructor(
    options: Readonly<RandomConvolutionsOptions>,
    inputs: number,
    plan: ConvolutionPlan,
    directions: Directions | undefined,
    warnings: readonly Warning[],
  ) {
    this.options = options;
    this.inputs = inputs;
    this.plan = plan;
    this.#directions = directions;
    this.warnings = warnings;
  }

  get outputs(): number {
    return this.#directions?.count ?? this.plan.biases.length;
  }

  /** n series → n × c. */
  async transform(x: Matrix, context: RunContext = {}): Promise<Matrix> {
    const { inputs, outputs, plan } = this;
    const run = new Run(context);
    run.check();
    const panel = seriesOf('RandomConvolutionsModel.transform', x, 0);
    if (x.cols !== inputs) {
      throw new DataError(
        `RandomConvolutionsModel.transform: rows must have ${inputs} columns, got ${x.cols}.`,
      );
    }
    const like = sameChannels(panel, plan.channels);
    const codes = new Matrix(new Float32Array(x.rows * outputs), x.rows, outputs);
    const block = Math.max(1, Math.floor(BLOCK / plan.biases.length));
    for (let begin = 0; begin < x.rows; begin += block) {
      run.progress('convolutions', begin, x.rows);
      const end = Math.min(begin + block, x.rows);
      const shares = await convolutionShares(like, begin, end, plan, run);
      const at = this.#directions;
      const code = at ? await project(shares, at.center, at.axes, at.count, run) : shares;
      codes.data.set(code.data, begin * outputs);
    }
    run.progress('convolutions', x.rows, x.rows);
    return codes;
  }

  toState(): ArrayBuffer {
    const { options, inputs, plan, warnings } = this;
    const { channels, ...drawn } = plan;
    const { center, axes } = this.#directions ?? {};
    return packState({
      type: 'RandomConvolutions',
      version: 1,
      meta: { options, inputs, channels, warnings },
      arrays: { ...drawn, ...(center && axes && { center, axes }) },
    });
  }

  static fromState(buffer: ArrayBuffer): RandomConvolutionsModel {
    const { meta, arrays } = unpackState(buffer, ['RandomConvolutions']);
    const { center, axes, ...drawn } = arrays as Record<string, Float64Array>;
    return new RandomConvolutionsModel(
      readOptions('RandomConvolutions', table, meta.options as RandomConvolutionsOptions),
      Number(meta.inputs),
      { ...drawn, channels: Number(meta.channels) } as unknown as ConvolutionPlan,
      axes && { center, axes, count: axes.length / center.length },
      meta.warnings as Warning[],
    );
  }
}

/**
 * Few numbers per series that tell its shape, wherever in the series it happens. Rows are series, columns are
 * steps in order.
 *
 * Use it before clustering series that differ by what occurs in them rather than by the value at each step. It
 * sees neither level nor scale of z-normalised series, and nothing of when something happens but at the ends.
 *
 * Shapes: x is n series × t steps, of any lengths and channels; the code n × c.   Missing: NaN not allowed.
 * Cost: O(n·t·features) on all threads; memory 64 MiB of features at a time, 400 MB for the components' sample of
 * 10,000 series of 10,000 features.   Repeatable: yes, the same bits on any thread count; a series alone has the code it has among others.
 *
 * @example const codes = await (await new RandomConvolutions().fit(series)).transform(series);
 */
export class RandomConvolutions implements Encoder {
  readonly options: Readonly<RandomConvolutionsOptions>;

  constructor(options: Partial<RandomConvolutionsOptions> = {}) {
    this.options = readOptions('RandomConvolutions', table, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<RandomConvolutionsModel> {
    const { features, components, seed } = this.options;
    const run = new Run(context);
    run.check();
    const panel = seriesOf('RandomConvolutions.fit', x, 1);
    const plan = drawPlan(panel, features, seed);
    const directions =
      components === 'all' ? undefined : await findDirections(x, plan, components, seed, run);
    return new RandomConvolutionsModel(this.options, x.cols, plan, directions, run.warnings);
  }
}

/** The first components of the features, each scaled to variance 1; one that never varies counts for nothing. */
async function findDirections(
  x: Matrix,
  plan: ConvolutionPlan,
  components: number,
  seed: number,
  run: Run,
): Promise<Directions> {
  const panel = panelOf(x.rows > SAMPLE ? x.takeRows(drawRows(x.rows, seed, run)) : x);
  const shares = await convolutionShares(panel, 0, panel.series, plan, run);
  const { center, spread } = scale(shares);
  const count = Math.min(components, shares.rows, shares.cols);
  const found = await new PCA({ components: count, seed }).fit(shares, run.quiet());
  const axes = found.components.map((value, at) => {
    const by = spread[at % shares.cols];
    return by > 0 ? value / by : 0;
  });
  return { center, axes, count };
}

function drawRows(rows: number, seed: number, run: Run): Int32Array {
  run.warn(
    'sampled-series',
    `RandomConvolutions.fit: the components are those of ${SAMPLE} of the ${rows} series, drawn at random.`,
  );
  const all = Int32Array.from({ length: rows }, (_, i) => i);
  return new Random(seed).fork('sample').shuffle(all).slice(0, SAMPLE).sort();
}

/** Brings every column of our own matrix to mean 0 and variance 1, and says by what. */
function scale({ data, rows, cols }: Matrix) {
  const center = new Float64Array(cols);
  const spread = new Float64Array(cols);
  for (let at = 0; at < data.length; at++) center[at % cols] += data[at];
  for (let j = 0; j < cols; j++) center[j] /= rows;
  for (let at = 0; at < data.length; at++) spread[at % cols] += (data[at] - center[at % cols]) ** 2;
  for (let j = 0; j < cols; j++) spread[j] = Math.sqrt(spread[j] / rows);
  for (let at = 0; at < data.length; at++) {
    const j = at % cols;
    data[at] = spread[j] > 0 ? (data[at] - center[j]) / spread[j] : 0;
  }
  return { center, spread };
}

function seriesOf(where: string, x: Matrix, least: number): Panel {
  checkMatrix(where, x, least);
  const panel = panelOf(x);
  const empty = panel.lengths.indexOf(0);
  if (empty >= 0 || x.cols === 0) {
    throw new DataError(
      `${where}: every series must have at least one step, got none in series ${Math.max(0, empty)}.`,
    );
  }
  return panel;
}

/** Rows that came as plain numbers are channel after channel, as the series of the fit were. */
function sameChannels(panel: Panel, channels: number): Panel {
  if (panel.channels === channels) return panel;
  return new Panel(panel.data, panel.series, channels, (panel.channels * panel.steps) / channels);
}

export const randomConvolutionsMethod = {
  meaning:
    'What many small random filters find in a series, as principal components; columns must be steps in order.',
  table: table as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: false, invertible: false, code: 'numbers', series: true },
  create: (options: Partial<RandomConvolutionsOptions>) => new RandomConvolutions(options),
  load: (state: ArrayBuffer) => RandomConvolutionsModel.fromState(state),
} satisfies EncoderMethod;
