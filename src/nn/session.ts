/**
 * ONNX Runtime, loaded when the first session is opened: the only place that knows it.
 */
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { EngineError, ModelError, type RunContext } from '../base/index.ts';

/** Numbers with a shape. int64 is BigInt64Array, bool is Uint8Array, everything else Float32Array. */
export interface TensorData {
  readonly data: Float32Array | BigInt64Array | Uint8Array;
  readonly shape: readonly number[];
}

export interface SessionOptions {
  /**
   * How much ONNX Runtime rewrites the graph on loading. all: everything. basic: only what does not depend on
   * the processor. disabled: nothing, for graphs of thousands of nodes, where rewriting takes longer than running.
   * Default 'all'.
   */
  readonly optimize?: 'disabled' | 'basic' | 'extended' | 'all';
}

/** A net that answers, on whatever thread. */
export interface NetRunner {
  run(feeds: Readonly<Record<string, TensorData>>): Promise<Record<string, TensorData>>;
  close(): Promise<void>;
}

/** A net that is ready to run. Close it: it holds memory that JavaScript does not see. */
export class Session implements NetRunner, AsyncDisposable {
  readonly #session: InferenceSession;
  readonly #make: typeof OrtTensor;

  constructor(session: InferenceSession, make: typeof OrtTensor) {
    this.#session = session;
    this.#make = make;
  }

  get inputs(): readonly string[] {
    return this.#session.inputNames;
  }

  get outputs(): readonly string[] {
    return this.#session.outputNames;
  }

  /**
   * The outputs for these inputs. Inputs are read where they lie, not copied.
   *
   * @param into arrays that outputs are written into, by name; they must not be inputs of the same call.
   *   Outputs that are not named are new arrays.
   */
  async run(
    feeds: Readonly<Record<string, TensorData>>,
    into: Readonly<Record<string, TensorData>> = {},
  ): Promise<Record<string, TensorData>> {
    const given = Object.fromEntries(
      Object.entries(feeds).map(([name, value]) => [name, this.#wrap(value)]),
    );
    const wanted = Object.fromEntries(
      this.outputs.map((name) => [name, into[name] === undefined ? null : this.#wrap(into[name])]),
    );
    try {
      const made = await this.#session.run(given, wanted);
      return Object.fromEntries(
        this.outputs.map((name) => {
          const { data, dims } = made[name];
          return [name, into[name] ?? { data: data as TensorData['data'], shape: dims }];
        }),
      );
    } catch (cause) {
      throw new ModelError(`Session.run: ONNX Runtime says: ${firstLine(cause)}`, { cause });
    }
  }

  #wrap({ data, shape }: TensorData): OrtTensor {
    if (data instanceof Float32Array) return new this.#make('float32', data, shape);
    if (data instanceof BigInt64Array) return new this.#make('int64', data, shape);
    return new this.#make('bool', data, shape);
  }

  async close(): Promise<void> {
    await this.#session.release();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * An ONNX file, opened to be run on the processor.
 *
 * @param context `threads` is how many threads a run may use
 * @throws {EngineError} ONNX Runtime is not there for this system
 * @throws {ModelError} it refuses the file
 */
export async function openSession(
  file: Uint8Array,
  context: RunContext = {},
  { optimize = 'all' }: SessionOptions = {},
): Promise<Session> {
  let ort: typeof import('onnxruntime-node');
  try {
    ort = await import('onnxruntime-node');
  } catch (cause) {
    throw new EngineError(
      `Session: onnxruntime-node must be installed for this system (${process.platform} ${process.arch}). Nets cannot run without it.`,
      { cause },
    );
  }
  try {
    const session = await ort.InferenceSession.create(file, runtimeOptions(context, optimize));
    return new Session(session, ort.Tensor);
  } catch (cause) {
    throw new ModelError(`Session: ONNX Runtime refuses the net: ${firstLine(cause)}`, { cause });
  }
}

/** How ONNX Runtime is asked to run a net. */
export function runtimeOptions(
  { threads = 0 }: RunContext,
  optimize: SessionOptions['optimize'] = 'all',
): InferenceSession.SessionOptions {
  return {
    executionProviders: ['cpu'],
    graphOptimizationLevel: optimize,
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    logSeverityLevel: 3,
    // Threads that spin while they wait would take processors from the kernels between two runs.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
}

export function firstLine(cause: unknown): string {
  return String(cause instanceof Error ? cause.message : cause).split('\n', 1)[0];
}
