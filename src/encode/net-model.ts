import {
  DataError,
  ModelError,
  type OptionTable,
  packState,
  type RunContext,
  readOptions,
  unpackState,
  type Warning,
} from '../base/index.ts';
import {
  applyNet,
  cast,
  greater,
  isMissing,
  largest,
  type Model,
  servingNet,
  type Weights,
  where,
  writeOnnx,
} from '../nn/index.ts';
import { checkMatrix, conformalPValues, Matrix, panelOf, SeriesMatrix } from '../numeric/index.ts';
import { type CodeNet, NAMES } from './code-net.ts';
import {
  brokenSeries,
  rowsToSeries,
  type SeriesShape,
  seriesOf,
  seriesRows,
} from './series-rows.ts';
import type { EncoderModel, OnnxFront, TrainingRecord } from './types.ts';

/** What a trained autoencoder consists of. */
export interface NetModelParts<O> {
  readonly type: string;
  readonly options: Readonly<O>;
  /** What was settled by the data where the options left it open. */
  readonly resolved: Readonly<Record<string, string | number>>;
  readonly net: Omit<CodeNet, 'loss'>;
  /** The same net for series of more steps, where its weights fit any. */
  readonly longer?: (shape: SeriesShape) => Omit<CodeNet, 'loss'>;
  readonly weights: Weights;
  readonly training: TrainingRecord;
  readonly warnings: readonly Warning[];
  readonly heldOut?: Int32Array;
  /** Errors of rows that training did not see, ascending; what `pValues` compares with. */
  readonly ordinary?: Float64Array;
}

/** The name of `ordinary` among a state's arrays, which else are weights. */
const ORDINARY = 'errors of rows held out';

/**
 * A trained autoencoder: rows of d numbers → codes of c → rows.
 *
 * Each call opens the net in ONNX Runtime (some milliseconds) and closes it again, so a model holds nothing that
 * would have to be closed. Codes are the same bits for a row alone and among others, on any number of threads of
 * the same kind of processor.
 *
 * @example const strange = (await model.errors(x)).findIndex((error) => error > 0.2);
 */
export class NetModel<O extends object = object> implements EncoderModel {
  readonly type: string;
  readonly options: Readonly<O>;
  readonly resolved: Readonly<Record<string, string | number>>;
  readonly training: TrainingRecord;
  readonly warnings: readonly Warning[];
  readonly heldOut?: Int32Array;
  /** Numbers that were learned, by the names of their layers. */
  readonly weights: Weights;
  readonly #ordinary: Float64Array;
  readonly #net: Omit<CodeNet, 'loss'>;
  readonly #longer: NetModelParts<O>['longer'];

  constructor(parts: NetModelParts<O>) {
    this.type = parts.type;
    this.options = parts.options;
    this.resolved = parts.resolved;
    this.training = parts.training;
    this.warnings = parts.warnings;
    this.heldOut = parts.heldOut;
    this.weights = parts.weights;
    this.#ordinary = parts.ordinary ?? new Float64Array();
    this.#net = parts.net;
    this.#longer = parts.longer;
  }

  get inputs(): number {
    return this.#net.inputs;
  }

  get outputs(): number {
    return this.#net.outputs;
  }

  /** n × d → n × c */
  transform(x: Matrix, context: RunContext = {}): Promise<Matrix> {
    return this.#run('transform', x, NAMES.code, context);
  }

  /** n × c → n × d */
  async inverse(z: Matrix, context: RunContext = {}): Promise<Matrix> {
    this.#check('inverse', z, this.outputs);
    const { decoder, series } = this.#net;
    const rows = await this.#apply(decoder, NAMES.code, z, NAMES.rebuilt, context);
    return series === undefined ? rows : seriesOf(rows.data, z.rows, series);
  }

  /** n × d → n × d: each row as its code gives it back; series of the lengths that they have. */
  async reconstruct(x: Matrix, context: RunContext = {}): Promise<Matrix> {
    const rows = await this.#run('reconstruct', x, NAMES.rebuilt, context);
    const { series } = this.#netFor(x);
    return series === undefined ? rows : rowsToSeries(rows.data, x, series);
  }

  /** The loss of each row by itself. */
  async errors(x: Matrix, context: RunContext = {}): Promise<Float64Array> {
    const found = await this.#run('errors', x, NAMES.error, context);
    return Float64Array.from(found.data);
  }

  /**
   * How ordinary each row is, from 0 to 1: the share of the rows held out, itself counted in, that come back as badly.
   *
   * Rows with 0.01 or less are the strangest of a hundred: of new rows like the fitted ones, at most one in a hundred
   * is among them. With h rows held out nothing is below 1 / (h + 1). The weights kept are those that did best on the
   * rows held out, which makes these a little better than new ones, the less so the more they are.
   *
   * @throws {ModelError} no rows were held out
   */
  async pValues(x: Matrix, context: RunContext = {}): Promise<Float64Array> {
    if (this.#ordinary.length === 0) {
      throw new ModelError(
        `${this.type}Model.pValues: rows must have been held out, got none. Fit with validation above 0.`,
      );
    }
    return conformalPValues(await this.errors(x, context), this.#ordinary);
  }

  /** The net, or the one for longer series, where these are longer. */
  #netFor(x: Matrix): Omit<CodeNet, 'loss'> {
    const { series } = this.#net;
    if (series === undefined || this.#longer === undefined) return this.#net;
    const { steps } = panelOf(x);
    return steps > series.steps ? this.#longer({ ...series, steps }) : this.#net;
  }

  async #run(where: string, x: Matrix, output: string, context: RunContext) {
    const { series, whole } = this.#netFor(x);
    const name = `${this.type}Model.${where}`;
    // Series may be padded to fewer or more steps than those of the fit.
    if (series === undefined || !(x instanceof SeriesMatrix)) this.#check(where, x, this.inputs);
    else checkMatrix(name, x, 0);
    const rows = series === undefined ? x : seriesRows(name, x, series);
    return this.#apply(whole, NAMES.rows, rows, output, context);
  }

  async #apply(
    model: Model,
    input: string,
    x: Matrix,
    output: string,
    context: RunContext,
  ): Promise<Matrix> {
    const data = await applyNet(model, this.weights, { [input]: x.data }, output, context);
    const cols = { [NAMES.code]: this.outputs, [NAMES.error]: 1 }[output];
    return new Matrix(data, x.rows, cols ?? (x.rows > 0 ? data.length / x.rows : this.inputs));
  }

  #check(where: string, x: Matrix, cols: number): void {
    checkMatrix(`${this.type}Model.${where}`, x, 0);
    if (x.cols !== cols) {
      throw new DataError(
        `${this.type}Model.${where}: rows must have ${cols} columns, got ${x.cols}.`,
      );
    }
  }

  toState(): ArrayBuffer {
    const { options, resolved, training, warnings, inputs, outputs } = this;
    return packState({
      type: this.type,
      version: 1,
      // Without the clock: two fits of the same rows leave the same bytes.
      meta: { options, resolved, training: { ...training, seconds: 0 }, warnings, inputs, outputs },
      arrays: { ...this.weights, [ORDINARY]: this.#ordinary },
    });
  }

  /**
   * The encoder as an .onnx file: input `x`, rows × d; output `code`, rows × c; any number of rows.
   *
   * With a front that prepares, the input is what the front takes, NaN where a number is missing; a row that is
   * not complete after preparing gets NaN as its code. Series are complete when nothing is missing before their end,
   * behind which stands NaN.
   */
  toOnnx(front?: OnnxFront): Uint8Array {
    const { net } = servingNet(behind(this.#net.whole, front, this.#net.series), [NAMES.code]);
    const metadata = {
      encoder: this.type,
      loss: this.training.loss,
      ...(front ? { input: front.input, columns: JSON.stringify(front.columns) } : {}),
    };
    return writeOnnx(net, { weights: this.weights, metadata });
  }
}

/** What a state says of a net, but for the net itself. @throws {ModelError} another type, or a damaged state */
export function readNet<O extends object>(
  type: string,
  table: OptionTable<O>,
  state: ArrayBuffer,
): Omit<NetModelParts<O>, 'net' | 'heldOut'> & { readonly inputs: number } {
  const { meta, arrays } = unpackState(state, [type]);
  const { [ORDINARY]: ordinary, ...weights } = arrays;
  return {
    type,
    options: readOptions(type, table, meta.options as Partial<O>),
    resolved: meta.resolved as NetModelParts<O>['resolved'],
    inputs: Number(meta.inputs),
    weights: weights as Weights,
    training: meta.training as TrainingRecord,
    warnings: meta.warnings as readonly Warning[],
    ordinary: ordinary as Float64Array | undefined,
  };
}

/** Errors of rows that training did not see, ascending. */
export async function ordinaryErrors(
  model: NetModel,
  held: Matrix,
  context: RunContext,
): Promise<Float64Array> {
  if (model.training.validationRows === 0) return new Float64Array();
  return (await model.errors(held, context)).sort();
}

/** The model with the nodes of a front before it. */
function behind(model: Model, front?: OnnxFront, series?: SeriesShape): Model {
  const { prepare, columns } = front ?? {};
  if (prepare === undefined || columns === undefined) return model;
  return {
    inputs: { [NAMES.rows]: { shape: [columns.length] } },
    build(design, { [NAMES.rows]: x }) {
      const rows = prepare(x);
      const { loss, outputs } = model.build(design, { [NAMES.rows]: rows });
      // Activations would make a number of NaN: ONNX Runtime's Relu and Clip give a bound.
      const gaps = series
        ? brokenSeries(rows, series)
        : largest(cast(isMissing(rows), 'float'), [1], true);
      const code = where(greater(gaps, 0), Number.NaN, outputs![NAMES.code]);
      return { loss, outputs: { [NAMES.code]: code } };
    },
  };
}
