import type { Optimizer } from '../optim/optimizers.ts';
import type { Schedule } from '../optim/schedules.ts';
import type { Weights } from './model.ts';

/** How a net is trained. */
export interface TrainOptions {
  readonly optimizer: Optimizer;
  readonly epochs: number;
  /** Rows per step. The last batch of an epoch is smaller where it does not go up; no row is dropped. */
  readonly batch: number;
  /** Share of the rows that is held out, or which rows. Default 0. */
  readonly validation?: number | Int32Array;
  /** Stops when so many epochs have brought no better loss; 0: never. Default 0. */
  readonly patience?: number;
  /** By how much a loss must be less to be better. Default 0. */
  readonly least?: number;
  /** Epochs of which none is kept for its loss, such as those in which a weight of the loss still grows. Default 0. */
  readonly settled?: number;
  /** Default: the rate stays as it is. */
  readonly schedule?: Schedule;
  /** Largest norm of the gradient of all weights together; 0 for any. Default 0. */
  readonly clip?: number;
  /** Default 0. */
  readonly seed?: number;
  /** Where training begins, instead of the layers' initialisers. */
  readonly weights?: Weights;
  /** Outputs of the model whose units are looked at after training: one that is 0 for every row is dead. */
  readonly watch?: readonly string[];
  /** What progress, warnings and checkpoints call it. Default 'train'. */
  readonly name?: string;
}
