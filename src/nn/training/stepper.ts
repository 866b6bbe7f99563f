import type { RunContext } from '../../base/index.ts';
import { type Block, type Compute, openCompute, type Scope } from '../../compute/index.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import type { Optimizer } from '../optim/optimizers.ts';
import { openSession, type Session, type TensorData } from '../session.ts';
import type { Kept, StepperState } from './checkpoint.ts';
import { type Layout, layOut, partsOf } from './flat.ts';
import {
  countRows,
  gradientName,
  LOSS,
  type Model,
  nextName,
  PLACES,
  partName,
  type Rows,
  tableName,
  trainingNet,
  type Weights,
} from './model.ts';
import { Noise } from './noise.ts';

/** Weights per piece of work: 64 KiB of each of four arrays. */
const CHUNK = 16384;

export interface StepperOptions {
  readonly optimizer: Optimizer;
  /** The most rows of a batch. */
  readonly batch: number;
  readonly seed: number;
  /** Largest norm of the gradient of all weights together; 0 for any. */
  readonly clip?: number;
}

/**
 * Steps of training. ONNX Runtime gives the loss and its gradients, one call per step; a kernel changes the
 * weights. Weights and moments lie in kernel memory, gradients are written to where the kernel's copy is made from.
 */
export class Stepper implements AsyncDisposable {
  readonly layout: Layout;
  readonly #session: Session;
  readonly #compute: Compute;
  readonly #scope: Scope;
  readonly #options: StepperOptions;
  readonly #noise: Noise;
  readonly #tables: Record<string, TensorData>;
  readonly #p: Block<Float32Array>;
  readonly #g: Block<Float32Array>;
  readonly #m: Block<Float32Array>;
  readonly #v: Block<Float32Array> | undefined;
  readonly #numbers: Block<Float32Array>;
  readonly #sums: Block<Float64Array>;
  /** What ONNX Runtime reads and writes: it refuses memory that threads share. */
  readonly #weights: Float32Array;
  readonly #gradient: Float32Array;
  readonly #feeds: Record<string, TensorData>;
  readonly #into: Record<string, TensorData>;
  readonly #running: Layout;
  readonly #partNames: readonly string[];
  #parts: Readonly<Record<string, number>> = {};
  #runningNow: Float32Array;
  #runningNext: Float32Array;
  #steps = 0;

  static async open(
    model: Model,
    rows: Rows,
    weights: Weights,
    options: StepperOptions,
    context: RunContext = {},
  ): Promise<Stepper> {
    const designed = trainingNet(model);
    const compute = await openCompute(context.threads);
    const session = await openSession(writeOnnx(designed.net), context);
    return new Stepper(model, rows, weights, options, designed, compute, session);
  }

  private constructor(
    model: Model,
    rows: Rows,
    weights: Weights,
    options: StepperOptions,
    { parameters, running, draws, parts = [] }: ReturnType<typeof trainingNet>,
    compute: Compute,
    session: Session,
  ) {
    this.#session = session;
    this.#compute = compute;
    this.#partNames = parts;
    this.#options = options;
    this.#scope = compute.scope();
    this.layout = layOut(parameters);
    this.#running = layOut(running);
    const { length } = this.layout;
    this.#weights = new Float32Array(length);
    this.#gradient = new Float32Array(length);
    this.#runningNow = new Float32Array(this.#running.length);
    this.#runningNext = new Float32Array(this.#running.length);
    for (const [name, part] of Object.entries(partsOf(this.#weights, this.layout))) {
      part.set(weights[name]);
    }
    for (const [name, part] of Object.entries(partsOf(this.#runningNow, this.#running))) {
      part.set(weights[name]);
    }
    this.#p = this.#scope.put(this.#weights);
    this.#g = this.#scope.f32(length);
    this.#m = this.#scope.f32(length);
    this.#v = options.optimizer.squares ? this.#scope.f32(length) : undefined;
    this.#numbers = this.#scope.f32(16);
    this.#sums = this.#scope.f64(Math.ceil(length / CHUNK));
    this.#noise = new Noise(compute, this.#scope, draws, options.batch, options.seed);
    this.#tables = tablesOf(model, rows);
    const shapes = new Map([...parameters, ...running].map(({ name, shape }) => [name, shape]));
    const tensors = (flat: Float32Array, layout: Layout, rename = (name: string) => name) =>
      Object.fromEntries(
        Object.entries(partsOf(flat, layout)).map(([name, data]) => [
          rename(name),
          { data, shape: shapes.get(name)! },
        ]),
      );
    this.#feeds = tensors(this.#weights, this.layout);
    this.#into = tensors(this.#gradient, this.layout, gradientName);
    this.#runningTensors = (flat, rename) => tensors(flat, this.#running, rename);
  }

  readonly #runningTensors: (
    flat: Float32Array,
    rename?: (name: string) => string,
  ) => Record<string, TensorData>;

  /** Steps taken so far. */
  get steps(): number {
    return this.#steps;
  }

  /** What the loss of the last step was made of. */
  get parts(): Readonly<Record<string, number>> {
    return this.#parts;
  }

  /**
   * One step.
   *
   * @param places rows of the batch
   * @param factor of the learning rate, as a schedule gives it
   * @returns the loss before the step. When it is not finite, the weights are left as they were.
   */
  async step(places: BigInt64Array, factor = 1): Promise<number> {
    const made = await this.#session.run(
      {
        ...this.#tables,
        [PLACES]: { data: places, shape: [places.length] },
        ...this.#feeds,
        ...this.#runningTensors(this.#runningNow),
        ...this.#noise.feeds(places.length, this.#steps),
      },
      { ...this.#into, ...this.#runningTensors(this.#runningNext, nextName) },
    );
    const loss = Number(made[LOSS].data[0]);
    this.#parts = Object.fromEntries(
      this.#partNames.map((name) => [name, Number(made[partName(name)].data[0])]),
    );
    if (!Number.isFinite(loss)) return loss;
    [this.#runningNow, this.#runningNext] = [this.#runningNext, this.#runningNow];
    this.#steps++;
    this.#g.view.set(this.#gradient);
    this.#update(factor);
    this.#weights.set(this.#p.view);
    return loss;
  }

  #update(factor: number): void {
    const { optimizer, clip = 0 } = this.#options;
    const { length } = this.layout;
    let scale = 1;
    if (clip > 0) {
      this.#compute.run('squaresOf', length, CHUNK, [this.#sums.at, this.#g.at]);
      const norm = Math.sqrt(this.#sums.view.reduce((a, b) => a + b, 0));
      if (norm > clip) scale = clip / norm;
    }
    this.#numbers.view.set(optimizer.numbers(this.#steps, optimizer.rate * factor, scale));
    const moments = this.#v === undefined ? [this.#m.at] : [this.#m.at, this.#v.at];
    const args = [this.#p.at, this.#g.at, ...moments, this.#numbers.at];
    this.#compute.run(optimizer.kernel, length, CHUNK, args);
  }

  /** Weights and running numbers by name: views that change with the next step. */
  get weights(): Weights {
    return this.named({ weights: this.#weights, running: this.#runningNow });
  }

  /** Weights and running numbers as they are now. */
  kept(): Kept {
    return { weights: this.#weights.slice(), running: this.#runningNow.slice() };
  }

  /** The same by name. */
  named({ weights, running }: Kept): Weights {
    return { ...partsOf(weights, this.layout), ...partsOf(running, this.#running) };
  }

  state(): StepperState {
    return {
      steps: this.#steps,
      weights: this.#weights,
      moments: this.#m.copy(),
      squares: this.#v?.copy() ?? new Float32Array(0),
      running: this.#runningNow,
    };
  }

  restore({ steps, weights, moments, squares, running }: StepperState): void {
    this.#steps = steps;
    this.#weights.set(weights);
    this.#p.view.set(weights);
    this.#m.view.set(moments);
    this.#v?.view.set(squares);
    this.#runningNow.set(running);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#scope[Symbol.dispose]();
    await this.#session.close();
  }
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
