import { Random } from '../../base/index.ts';
import type { Block, Compute, Scope } from '../../compute/index.ts';
import type { Draw } from '../layers/design.ts';
import type { TensorData } from '../session.ts';

/** A multiple of 8, as the kernels need. Of the order of 20 µs of work. */
const CHUNK = 16384;

/**
 * The random numbers of one step of training: a function of the seed, the layer's name, the step and the place
 * in the batch, and of nothing else. So a step can be made again at any time.
 */
export class Noise {
  readonly #compute: Compute;
  readonly #draws: readonly Draw[];
  readonly #random: Random;
  readonly #block: Block<Float32Array> | undefined;
  readonly #arrays: Float32Array[];

  /** @param rows the most that a batch has */
  constructor(compute: Compute, scope: Scope, draws: readonly Draw[], rows: number, seed: number) {
    this.#compute = compute;
    this.#draws = draws;
    this.#random = new Random(seed).fork('noise');
    const sizes = draws.map((draw) => rows * perRow(draw));
    this.#block = draws.length > 0 ? scope.f32(Math.max(...sizes) + 8) : undefined;
    this.#arrays = sizes.map((size) => new Float32Array(size));
  }

  /** What to feed, in arrays that are used again for the next step. */
  feeds(rows: number, step: number): Record<string, TensorData> {
    const feeds: Record<string, TensorData> = {};
    this.#draws.forEach((draw, i) => {
      const size = rows * perRow(draw);
      const data = this.#arrays[i].subarray(0, size);
      data.set(this.#numbers(draw, size, step));
      feeds[draw.tensor.name] = {
        data,
        shape: draw.tensor.shape.map((axis) => (typeof axis === 'string' ? rows : axis)),
      };
    });
    return feeds;
  }

  #numbers({ name, kind }: Draw, size: number, step: number): Float32Array {
    const block = this.#block!;
    const random = this.#random.fork(name).fork(step);
    const keys = [random.bits(), random.bits()];
    if ('normal' in kind) {
      this.#compute.run('noiseNormal', size, CHUNK, [block.at, ...keys, kind.normal]);
    } else {
      const share = Math.round(kind.share * 65536);
      this.#compute.run('noiseKeep', size, CHUNK, [block.at, ...keys, share, kind.kept]);
    }
    return block.view.subarray(0, size);
  }
}

/** The axis of the rows has a name and may stand anywhere: layers along time have steps before it. */
function perRow({ tensor }: Draw): number {
  return tensor.shape.reduce<number>(
    (product, axis) => product * (typeof axis === 'string' ? 1 : axis),
    1,
  );
}
