import { type Checkpoints, packState, unpackState } from '../../base/index.ts';
import type { Epoch } from './history.ts';

/** Weights and running numbers, flat. */
export interface Kept {
  readonly weights: Float32Array;
  readonly running: Float32Array;
}

/** All that steps need to go on, flat. */
export interface StepperState extends Kept {
  readonly steps: number;
  readonly moments: Float32Array;
  /** Empty for optimizers that keep none. */
  readonly squares: Float32Array;
}

/** How far a training is, between two epochs. */
export interface Progressed {
  readonly history: readonly Epoch[];
  /** The weights of the best epoch so far. */
  readonly best: Kept;
  /** Why it ended; null while it goes on. */
  readonly stopped: 'epochs' | 'patience' | 'diverged' | null;
  readonly seconds: number;
}

export interface Checkpoint extends Progressed {
  readonly stepper: StepperState;
}

const TYPE = 'training';
const VERSION = 1;

function packCheckpoint({ history, stepper, best, stopped, seconds }: Checkpoint): ArrayBuffer {
  const { steps, weights, moments, squares, running } = stepper;
  const validated = history.some((epoch) => epoch.validation !== null);
  return packState({
    type: TYPE,
    version: VERSION,
    meta: { steps, stopped, seconds, validated, parts: history.map(({ parts }) => parts ?? null) },
    arrays: {
      weights,
      moments,
      squares,
      running,
      bestWeights: best.weights,
      bestRunning: best.running,
      train: Float64Array.from(history, (epoch) => epoch.train),
      validation: Float64Array.from(history, (epoch) => epoch.validation ?? 0),
    },
  });
}

/** Undefined when another version wrote it: then training begins again. */
function unpackCheckpoint(buffer: ArrayBuffer): Checkpoint | undefined {
  const { version, meta, arrays } = unpackState(buffer, [TYPE]);
  if (version !== VERSION) return undefined;
  const floats = arrays as Record<string, Float32Array>;
  const parts = (meta.parts ?? []) as readonly (Epoch['parts'] | null)[];
  return {
    history: Array.from(arrays.train, (train, i) => ({
      train,
      validation: meta.validated === true ? arrays.validation[i] : null,
      ...(parts[i] ? { parts: parts[i] } : {}),
    })),
    stepper: {
      steps: Number(meta.steps),
      weights: floats.weights,
      moments: floats.moments,
      squares: floats.squares,
      running: floats.running,
    },
    best: { weights: floats.bestWeights, running: floats.bestRunning },
    stopped: meta.stopped as Progressed['stopped'],
    seconds: Number(meta.seconds),
  };
}

/** At most this share of the time goes into saving: epochs may take milliseconds. */
const SAVING = 0.05;

/** Saves after epochs: after the first, at the end, and between them as often as it costs little. */
export class Saver {
  readonly #checkpoints: Checkpoints | undefined;
  readonly #name: string;
  #due = Number.NEGATIVE_INFINITY;

  constructor(checkpoints: Checkpoints | undefined, name: string) {
    this.#checkpoints = checkpoints;
    this.#name = name;
  }

  async load(): Promise<Checkpoint | undefined> {
    const buffer = await this.#checkpoints?.load(this.#name);
    return buffer === undefined ? undefined : unpackCheckpoint(buffer);
  }

  async save(make: () => Checkpoint, now: boolean): Promise<void> {
    if (this.#checkpoints === undefined) return;
    const began = performance.now();
    if (!now && began < this.#due) return;
    await this.#checkpoints.save(this.#name, packCheckpoint(make()));
    const ended = performance.now();
    this.#due = ended + (ended - began) / SAVING;
  }
}
