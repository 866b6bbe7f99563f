import type { Random } from '../../base/index.ts';
import { DataError, ModelError } from '../../base/index.ts';
import { gradients } from '../grad/gradients.ts';
import type { NetBuilder, Tensor } from '../graph/net-builder.ts';
import { Design, type Draw, type Parameter, type Running } from '../layers/design.ts';
import { newNet } from '../ops/registry.ts';
import { gather } from '../ops/write.ts';
import type { TensorData } from '../session.ts';
import type { ElementType, Net } from '../types.ts';

/** What a net is fed with, row by row. */
export interface RowsInput {
  /** Numbers per row, without the rows' axis: [579], or [] for one. */
  readonly shape: readonly number[];
  /** Default 'float'. Codes of levels are int64. */
  readonly type?: ElementType;
}

export interface Built {
  /** One number: what training makes small. It must be a mean over rows, so that batches can be averaged. */
  readonly loss: Tensor;
  /** Numbers that the loss is made of, by name: means over rows, told apart in every epoch of the history. */
  readonly parts?: Readonly<Record<string, Tensor>>;
  /** Values of use, with 'rows' as their first axis, such as the code and the reconstruction. */
  readonly outputs?: Readonly<Record<string, Tensor>>;
}

/** A net that can be trained. `build` is called for training and for use, and must add the same layers. */
export interface Model {
  readonly inputs: Readonly<Record<string, RowsInput>>;
  /**
   * The most parts that a batch is trained in at the same time, each of 16 rows or so, on a thread and in a session of
   * its own: for nets of many short steps, which ONNX Runtime's threads cannot share. Rows must not meet, as they do in batch
   * normalisation. Default 1.
   */
  readonly shards?: number;
  build(design: Design, inputs: Readonly<Record<string, Tensor>>): Built;
}

/** Tables by the names of the model's inputs, all of the same number of rows. */
export type Rows = Readonly<Record<string, Float32Array | BigInt64Array>>;

/** Parameters and running numbers by name. */
export type Weights = Readonly<Record<string, Float32Array>>;

export interface DesignedNet {
  readonly net: Net;
  readonly parameters: readonly Parameter[];
  readonly running: readonly Running[];
  readonly draws: readonly Draw[];
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Names of the loss's parts; only of a net that trains. */
  readonly parts?: readonly string[];
}

/** Names of what the nets below give beside the outputs. */
export const LOSS = 'loss';
export const gradientName = (name: string): string => `${name}'`;
export const nextName = (name: string): string => `${name}+`;
export const partName = (name: string): string => `part ${name}`;

/** Inputs of the net that takes whole tables and the places of the rows that it works on. */
export const PLACES = 'places';
export const tableName = (input: string): string => `all ${input}`;

function gathered(model: Model, net: NetBuilder): Record<string, Tensor> {
  const places = net.input(PLACES, ['rows'], 'int64');
  return Object.fromEntries(
    Object.entries(model.inputs).map(([name, { shape, type = 'float' }]) => {
      const table = net.input(tableName(name), ['all', ...shape], type);
      return [name, gather(table, places)];
    }),
  );
}

/**
 * One step's loss and gradients. Tables are fed whole, which costs nothing, and rows are taken inside: so the
 * last batch is only a shorter list of places.
 */
export function trainingNet(model: Model): DesignedNet {
  const net = newNet();
  const design = new Design(true, net);
  const { loss, parts = {} } = model.build(design, gathered(model, net));
  const { parameters, running, draws } = design;
  if (parameters.length === 0) throw new ModelError('train: the net must have weights to learn.');
  const slopes = gradients(
    loss,
    parameters.map(({ tensor }) => tensor),
  );
  const outputs: Record<string, Tensor> = { [LOSS]: loss };
  parameters.forEach(({ name }, i) => {
    outputs[gradientName(name)] = slopes[i];
  });
  for (const { name, next, tensor } of running) outputs[nextName(name)] = next ?? tensor;
  for (const [name, part] of Object.entries(parts)) outputs[partName(name)] = part;
  return {
    net: net.finish(outputs),
    parameters,
    running,
    draws,
    outputs,
    parts: Object.keys(parts),
  };
}

/** The net in use, on rows of whole tables: its loss and outputs without noise. */
export function checkingNet(model: Model): DesignedNet {
  const net = newNet();
  const design = new Design(false, net);
  const { loss, outputs = {} } = model.build(design, gathered(model, net));
  return finished(design, { [LOSS]: loss, ...outputs });
}

/** The net in use, fed with rows: what is shipped. @param names the outputs wanted; all when left out */
export function servingNet(model: Model, names?: readonly string[]): DesignedNet {
  const design = new Design(false);
  const inputs = Object.fromEntries(
    Object.entries(model.inputs).map(([name, { shape, type }]) => [
      name,
      design.rows(name, shape, type),
    ]),
  );
  const { outputs = {} } = model.build(design, inputs);
  const wanted = names ?? Object.keys(outputs);
  for (const name of wanted) {
    if (outputs[name] === undefined) throw new ModelError(`Model: there is no output ${name}.`);
  }
  return finished(design, Object.fromEntries(wanted.map((name) => [name, outputs[name]])), false);
}

function finished(
  { net, parameters, running, draws }: Design,
  outputs: Record<string, Tensor>,
  keepInputs = true,
): DesignedNet {
  return { net: net.finish(outputs, keepInputs), parameters, running, draws, outputs };
}

/** Where training begins: the initialisers' numbers, each from a generator of its own. */
export function firstWeights(
  { parameters, running }: Pick<DesignedNet, 'parameters' | 'running'>,
  random: Random,
): Record<string, Float32Array> {
  const made: Record<string, Float32Array> = {};
  for (const { name, shape, initial } of parameters) made[name] = initial(shape, random.fork(name));
  for (const { name, shape, start } of running) {
    made[name] = new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(start);
  }
  return made;
}

/** @throws {DataError} a table is missing, has a row cut short, or another number of rows than the rest */
export function countRows(model: Model, rows: Rows): number {
  let count: number | undefined;
  for (const [name, { shape }] of Object.entries(model.inputs)) {
    const width = shape.reduce((a, b) => a * b, 1);
    const length = rows[name]?.length;
    if (length === undefined) throw new DataError(`train: rows of ${name} must be given.`);
    if (length % width !== 0 || (count !== undefined && length / width !== count)) {
      throw new DataError(
        `train: ${name} must have ${count ?? 'a whole number of'} rows of ${width}, got ${length} numbers.`,
      );
    }
    count = length / width;
  }
  return count ?? 0;
}

/** Tables as they are fed. */
export function tablesOf(model: Model, rows: Rows): Record<string, TensorData> {
  const count = countRows(model, rows);
  return Object.fromEntries(
    Object.entries(model.inputs).map(([name, { shape }]) => [
      tableName(name),
      { data: rows[name], shape: [count, ...shape] },
    ]),
  );
}
