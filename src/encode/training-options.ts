import { choice, integer, type OptionTable, real } from '../base/index.ts';
import {
  adam,
  adamW,
  constantRate,
  cosine,
  rmsProp,
  type Start,
  sgd,
  type TrainOptions,
} from '../nn/index.ts';

/** How a net is trained. */
export interface TrainingOptions {
  /**
   * Passes over the training rows. auto (default): 60, and where rows are few as many as make 1,500 steps; encoders
   * of series, whose steps take longer, say their own.
   */
  epochs: number | 'auto';
  /** Rows per step. Larger: fewer and smoother steps, which need more epochs. Default 128. */
  batch: number;
  /** Size of a step. Larger learns faster until it runs away. Default 1e-3. */
  learningRate: number;
  /** cosine (default): the rate falls to 0 along half a cosine. constant: it stays. */
  schedule: 'cosine' | 'constant';
  /** Default adam. */
  optimizer: 'adam' | 'adamw' | 'rmsprop' | 'sgd';
  /** How strongly weights are drawn to 0. Default 0. */
  weightDecay: number;
  /** Largest norm of the gradient of all weights together; 0 (default) for any. */
  clip: number;
  /** Share of the rows that is held out, to stop in time and to measure. Default 0.1. */
  validation: number;
  /** Epochs without a better loss after which training stops; 0 (default): never. The best weights are kept anyway. */
  patience: number;
  /** How weights begin. glorot (default), he, or the defaults of pytorch and keras. */
  start: Start;
  /** Default 0. */
  seed: number;
}

export const trainingTable: OptionTable<TrainingOptions> = {
  epochs: integer<number | 'auto'>({
    meaning: 'passes over the training rows; auto: enough, more where rows are few',
    default: 'auto',
    min: 1,
    words: ['auto'],
  }),
  batch: integer({ meaning: 'rows per step of training', default: 128, min: 1 }),
  learningRate: real({ meaning: 'size of a step of training', default: 1e-3, min: 0 }),
  schedule: choice(['cosine', 'constant'], {
    meaning: 'how the learning rate goes on: down along half a cosine, or as it is',
    default: 'cosine',
  }),
  optimizer: choice(['adam', 'adamw', 'rmsprop', 'sgd'], {
    meaning: 'how weights follow their gradient',
    default: 'adam',
  }),
  weightDecay: real({ meaning: 'how strongly weights are drawn to 0', default: 0, min: 0 }),
  clip: real({ meaning: 'largest norm of the gradient; 0 for any', default: 0, min: 0 }),
  validation: real({
    meaning: 'share of the rows that is held out',
    default: 0.1,
    min: 0,
    max: 0.9,
  }),
  patience: integer({
    meaning: 'epochs without a better loss after which training stops; 0 for never',
    default: 0,
    min: 0,
  }),
  start: choice(['glorot', 'he', 'pytorch', 'keras'], {
    meaning: 'how weights begin: by formula, or as in PyTorch or Keras',
    default: 'glorot',
  }),
  seed: integer({ meaning: 'seed of weights, order, noise and held-out rows', default: 0, min: 0 }),
};

const optimizers = { adam, adamw: adamW, rmsprop: rmsProp, sgd };

/** What epochs: auto comes to: at least so many passes over the rows, and at least so many steps. */
export interface Enough {
  readonly epochs: number;
  readonly steps: number;
}

/** The same for the training loop, on so many rows. */
export function trainOptions(
  name: string,
  options: TrainingOptions,
  rows: number,
  enough: Enough = { epochs: 60, steps: 1500 },
): TrainOptions {
  const { learningRate, weightDecay, schedule, epochs, batch, validation } = options;
  const perEpoch = Math.ceil((rows * (1 - validation)) / batch);
  return {
    name,
    optimizer: optimizers[options.optimizer]({ rate: learningRate, decay: weightDecay }),
    epochs:
      epochs === 'auto' ? Math.max(enough.epochs, Math.ceil(enough.steps / perEpoch)) : epochs,
    batch,
    validation,
    patience: options.patience,
    schedule: schedule === 'cosine' ? cosine() : constantRate,
    clip: options.clip,
    seed: options.seed,
  };
}
