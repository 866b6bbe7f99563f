/**
 * Principal component analysis: the few directions along which rows differ most.
 *
 * Source: Pearson 1901; Hotelling 1933. The randomized solver: Halko, Martinsson & Tropp 2011.
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
  unpackState,
  type Warning,
} from '../base/index.ts';
import { checkMatrix, Matrix } from '../numeric/index.ts';
import { exactAxes, type PrincipalAxes, randomizedAxes } from './principal-axes.ts';
import type { Encoder, EncoderMethod, EncoderModel } from './types.ts';

export interface PCAOptions {
  /** How many components to keep. More keep more of the variance. Default 2. */
  components: number;
  /**
   * exact: all products of columns. randomized: only the first components, quicker for some hundred
   * columns and more, a little less sharp where variances are nearly equal. auto (default): exact up
   * to 500 columns or rows, randomized above when less than a tenth of the components is asked for.
   */
  solver: 'auto' | 'exact' | 'randomized';
  /** Scale every component to variance 1. Makes small directions as loud as large ones. Default false. */
  whiten: boolean;
  /** Seed of the randomized solver. Default 0. */
  seed: number;
}

const pcaTable: OptionTable<PCAOptions> = {
  components: integer({ meaning: 'how many components to keep', default: 2, min: 1 }),
  solver: choice(['auto', 'exact', 'randomized'], {
    meaning: 'how the components are found',
    default: 'auto',
  }),
  whiten: flag({ meaning: 'scale every component to variance 1', default: false }),
  seed: integer({ meaning: 'seed of the randomized solver', default: 0, min: 0 }),
};

/**
 * A fitted PCA: c components of d columns.
 *
 * @example const back = await model.inverse(await model.transform(x));
 */
export class PCAModel implements EncoderModel {
  readonly type = 'PCA';
  readonly options: Readonly<PCAOptions>;
  readonly warnings: readonly Warning[] = [];
  /** The mean of each column. */
  readonly mean: Float64Array;
  /** c × d, row-major: unit vectors; in each the largest number by size is positive. */
  readonly components: Float64Array;
  /** Variance along each component (divided by n − 1), in descending order. */
  readonly explainedVariance: Float64Array;
  /** The same as a share of the variance of all columns; 0 when nothing varies. */
  readonly explainedVarianceRatio: Float64Array;
  readonly singularValues: Float64Array;

  constructor(
    options: Readonly<PCAOptions>,
    learned: Pick<
      PCAModel,
      'mean' | 'components' | 'explainedVariance' | 'explainedVarianceRatio' | 'singularValues'
    >,
  ) {
    this.options = options;
    this.mean = learned.mean;
    this.components = learned.components;
    this.explainedVariance = learned.explainedVariance;
    this.explainedVarianceRatio = learned.explainedVarianceRatio;
    this.singularValues = learned.singularValues;
  }

  get inputs(): number {
    return this.mean.length;
  }

  get outputs(): number {
    return this.explainedVariance.length;
  }

  /** n × d → n × c. */
  async transform(x: Matrix, context: RunContext = {}): Promise<Matrix> {
    const cols = this.mean.length;
    checkColumns('PCAModel.transform', x, cols);
    const scales = this.#scales();
    const run = new Run(context);
    const centered = new Float64Array(cols);
    return mapRows(x, scales.length, run, (row, out) => {
      for (let j = 0; j < cols; j++) centered[j] = row[j] - this.mean[j];
      for (let c = 0; c < scales.length; c++) {
        let sum = 0;
        for (let j = 0, at = c * cols; j < cols; j++, at++)
          sum += centered[j] * this.components[at];
        out[c] = sum / scales[c];
      }
    });
  }

  /** n × c → n × d: the nearest rows that have these components. */
  async inverse(z: Matrix, context: RunContext = {}): Promise<Matrix> {
    const cols = this.mean.length;
    const scales = this.#scales();
    checkColumns('PCAModel.inverse', z, scales.length);
    const run = new Run(context);
    const sums = new Float64Array(cols);
    return mapRows(z, cols, run, (row, out) => {
      sums.set(this.mean);
      for (let c = 0; c < scales.length; c++) {
        const share = row[c] * scales[c];
        for (let j = 0, at = c * cols; j < cols; j++, at++) sums[j] += share * this.components[at];
      }
      out.set(sums);
    });
  }

  /** What each component is divided by; 1 for one without variance. */
  #scales(): Float64Array {
    return this.explainedVariance.map((variance) =>
      this.options.whiten && variance > 0 ? Math.sqrt(variance) : 1,
    );
  }

  toState(): ArrayBuffer {
    const { mean, components, explainedVariance, explainedVarianceRatio, singularValues } = this;
    return packState({
      type: 'PCA',
      version: 1,
      meta: { options: this.options },
      arrays: { mean, components, explainedVariance, explainedVarianceRatio, singularValues },
    });
  }

  static fromState(buffer: ArrayBuffer): PCAModel {
    const { meta, arrays } = unpackState(buffer, ['PCA']);
    return new PCAModel(
      readOptions('PCA', pcaTable, meta.options as PCAOptions),
      arrays as unknown as PCAModel,
    );
  }
}

/**
 * Few numbers per row that keep as much of the variance as so many numbers can.
 *
 * Use it for pictures and before methods that suffer from many columns. Columns with larger units
 * win, so scale them first. It sees straight directions only.
 *
 * Shapes: x is n × d, components c ≤ min(n, d).   Missing: NaN not allowed.
 * Cost: exact O(n·d·m + m³) for m = min(n, d); randomized O(n·d·c). Memory O(m²) or O(d·c).
 * Repeatable: yes, the same bits on any thread count; signs are fixed.
 *
 * @throws {DataError} more components than rows or columns
 * @example
 * const model = await new PCA({ components: 2 }).fit(x);
 * const map = await model.transform(x);
 */
export class PCA implements Encoder {
  readonly options: Readonly<PCAOptions>;

  constructor(options: Partial<PCAOptions> = {}) {
    this.options = readOptions('PCA', pcaTable, options);
  }

  async fit(x: Matrix, context: RunContext = {}): Promise<PCAModel> {
    const { components: count, solver, seed } = this.options;
    const run = new Run(context);
    run.check();
    checkMatrix('PCA.fit', x);
    const most = Math.min(x.rows, x.cols);
    if (count > most) {
      throw new DataError(
        `PCA.fit: components must be at most the number of rows and columns (${most}), got ${count}. Ask for fewer.`,
      );
    }
    const mean = columnMeans(x);
    const exact = solver === 'exact' || (solver === 'auto' && (most <= 500 || count > most / 10));
    const found = exact
      ? await exactAxes(x, mean, count, run)
      : await randomizedAxes(x, mean, count, seed, run);
    fixSigns(found, x.cols);
    const total = totalSquares(x, mean);
    return new PCAModel(this.options, {
      mean,
      components: found.axes,
      explainedVariance: found.squares.map((sum) => sum / Math.max(1, x.rows - 1)),
      explainedVarianceRatio: found.squares.map((sum) => (total > 0 ? sum / total : 0)),
      singularValues: found.squares.map(Math.sqrt),
    });
  }
}

export const pcaMethod = {
  meaning: 'Turns rows so that few numbers keep as much of the variance as so many can.',
  table: pcaTable as unknown as OptionTable<Record<string, unknown>>,
  traits: { seeded: true, trained: false, invertible: true, code: 'numbers' },
  create: (options: Partial<PCAOptions>) => new PCA(options),
  load: (state: ArrayBuffer) => PCAModel.fromState(state),
} satisfies EncoderMethod;

function checkColumns(where: string, x: Matrix, cols: number): void {
  checkMatrix(where, x, 0);
  if (x.cols !== cols) {
    throw new DataError(`${where}: rows must have ${cols} columns, got ${x.cols}.`);
  }
}

async function mapRows(
  x: Matrix,
  cols: number,
  run: Run,
  write: (row: Float32Array, out: Float32Array) => void,
): Promise<Matrix> {
  run.check();
  const out = new Matrix(new Float32Array(x.rows * cols), x.rows, cols);
  for (let i = 0; i < x.rows; i++) {
    if (i % 1024 === 0) await run.pause();
    write(x.row(i), out.row(i));
  }
  return out;
}

function columnMeans({ data, rows, cols }: Matrix): Float64Array {
  const sums = new Float64Array(cols);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < cols; j++) sums[j] += data[at++];
  return sums.map((sum) => sum / rows);
}

function totalSquares({ data, rows, cols }: Matrix, mean: Float64Array): number {
  let total = 0;
  for (let i = 0, at = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const apart = data[at++] - mean[j];
      total += apart * apart;
    }
  }
  return total;
}

/** An axis and its opposite are the same: the one whose largest number is positive is taken. */
function fixSigns({ axes, squares }: PrincipalAxes, cols: number): void {
  for (let c = 0; c < squares.length; c++) {
    const axis = axes.subarray(c * cols, (c + 1) * cols);
    let largest = 0;
    for (const value of axis) if (Math.abs(value) > Math.abs(largest)) largest = value;
    if (largest < 0) for (let j = 0; j < cols; j++) axis[j] = -axis[j];
  }
}
