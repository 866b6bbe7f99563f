import type { RunContext } from '../../base/index.ts';
import { type Block, type Compute, openCompute, type Scope } from '../../compute/index.ts';
import type { Optimizer } from '../optim/optimizers.ts';
import type { TensorData } from '../session.ts';
import type { Kept, StepperState } from './checkpoint.ts';
import { type Layout, layOut, partsOf } from './flat.ts';
import {
  type DesignedNet,
  gradientName,
  type Model,
  nextName,
  type Rows,
  trainingNet,
  type Weights,
} from './model.ts';
import { Noise } from './noise.ts';
import { openSlopes, type Slopes, type Standing } from './slopes.ts';

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
 * Steps of training. ONNX Runtime gives the loss and its gradients; a kernel changes the weights. Weights and moments
 * lie in kernel memory, gradients are written to where the kernel's copy is made from.
 */
export class Stepper implements AsyncDisposable {
  readonly layout: Layout;
  readonly #slopes: Slopes;
  readonly #compute: Compute;
  readonly #scope: Scope;
  readonly #options: StepperOptions;
  readonly #noise: Noise;
  readonly #p: Block<Float32Array>;
  readonly #g: Block<Float32Array>;
  readonly #m: Block<Float32Array>;
  readonly #v: Block<Float32Array> | undefined;
  readonly #numbers: Block<Float32Array>;
  readonly #sums: Block<Float64Array>;
  readonly #slate: Slate;
  #parts: Readonly<Record<string, number>> = {};
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
    const slate = new Slate(designed, weights);
    const slopes = await openSlopes(model, rows, designed, slate, options.batch, compute, context);
    return new Stepper(slate, options, designed, compute, slopes);
  }

  private constructor(
    slate: Slate,
    options: StepperOptions,
    { draws }: DesignedNet,
    compute: Compute,
    slopes: Slopes,
  ) {
    this.#slopes = slopes;
    this.#compute = compute;
    this.#slate = slate;
    this.#options = options;
    this.#scope = compute.scope();
    this.layout = slate.layout;
    const { length } = this.layout;
    this.#p = this.#scope.put(slate.weights);
    this.#g = this.#scope.f32(length);
    this.#m = this.#scope.f32(length);
    this.#v = options.optimizer.squares ? this.#scope.f32(length) : undefined;
    this.#numbers = this.#scope.f32(16);
    this.#sums = this.#scope.f64(Math.ceil(length / CHUNK));
    this.#noise = new Noise(compute, this.#scope, draws, options.batch, options.seed);
  }

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
    const noise = this.#noise.feeds(places.length, this.#steps);
    const { loss, parts } = await this.#slopes.of(places, noise);
    this.#parts = parts;
    if (!Number.isFinite(loss)) return loss;
    const { weights, gradient, kept, next } = this.#slate;
    kept.set(next);
    this.#steps++;
    this.#g.view.set(gradient);
    this.#update(factor);
    weights.set(this.#p.view);
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
    return this.named({ weights: this.#slate.weights, running: this.#slate.kept });
  }

  /** Weights and running numbers as they are now. */
  kept(): Kept {
    return { weights: this.#slate.weights.slice(), running: this.#slate.kept.slice() };
  }

  /** The same by name. */
  named({ weights, running }: Kept): Weights {
    return { ...partsOf(weights, this.layout), ...partsOf(running, this.#slate.keptLayout) };
  }

  state(): StepperState {
    return {
      steps: this.#steps,
      weights: this.#slate.weights,
      moments: this.#m.copy(),
      squares: this.#v?.copy() ?? new Float32Array(0),
      running: this.#slate.kept,
    };
  }

  restore({ steps, weights, moments, squares, running }: StepperState): void {
    this.#steps = steps;
    this.#slate.weights.set(weights);
    this.#p.view.set(weights);
    this.#m.view.set(moments);
    this.#v?.view.set(squares);
    this.#slate.kept.set(running);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#scope[Symbol.dispose]();
    await this.#slopes.close();
  }
}

/** What ONNX Runtime reads and writes, which refuses memory that threads share: flat, and as the net names it. */
class Slate implements Standing {
  readonly layout: Layout;
  readonly keptLayout: Layout;
  readonly weights: Float32Array;
  readonly gradient: Float32Array;
  /** Running numbers, and what the last step made of them. */
  readonly kept: Float32Array;
  readonly next: Float32Array;
  readonly feeds: Readonly<Record<string, TensorData>>;
  readonly gradients: Readonly<Record<string, TensorData>>;
  readonly running: Readonly<Record<string, TensorData>>;

  constructor({ parameters, running }: DesignedNet, weights: Weights) {
    this.layout = layOut(parameters);
    this.keptLayout = layOut(running);
    this.weights = new Float32Array(this.layout.length);
    this.gradient = new Float32Array(this.layout.length);
    this.kept = new Float32Array(this.keptLayout.length);
    this.next = new Float32Array(this.keptLayout.length);
    const shapes = new Map([...parameters, ...running].map(({ name, shape }) => [name, shape]));
    const tensors = (flat: Float32Array, layout: Layout, rename = (name: string) => name) =>
      Object.fromEntries(
        Object.entries(partsOf(flat, layout)).map(([name, data]) => [
          rename(name),
          { data, shape: shapes.get(name)! },
        ]),
      );
    this.feeds = { ...tensors(this.weights, this.layout), ...tensors(this.kept, this.keptLayout) };
    this.gradients = tensors(this.gradient, this.layout, gradientName);
    this.running = tensors(this.next, this.keptLayout, nextName);
    for (const [name, { data }] of Object.entries(this.feeds)) {
      (data as Float32Array).set(weights[name]);
    }
  }
}
