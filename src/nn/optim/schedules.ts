import { type Epoch, lossOf } from '../training/history.ts';

/** Where a training is. All that a schedule may look at, so that a resumed training goes on alike. */
export interface Position {
  /** Counted from 0. */
  readonly epoch: number;
  readonly epochs: number;
  /** Steps since the beginning, counted from 0, and how many there will be. */
  readonly step: number;
  readonly steps: number;
  /** Epochs that are over. */
  readonly history: readonly Epoch[];
}

/** How the learning rate goes on. */
export interface Schedule {
  /** What it does, with all its numbers: what a checkpoint must agree with. */
  readonly words: string;
  /** The factor of the learning rate. */
  factor(at: Position): number;
}

/** The rate stays as it is. */
export const constantRate: Schedule = { words: 'constant', factor: () => 1 };

/** From 1 down to `to` along half a cosine. Loshchilov & Hutter 2017, without restarts. */
export function cosine(to = 0): Schedule {
  return {
    words: `cosine to ${to}`,
    factor: ({ step, steps }) => to + (1 - to) * 0.5 * (1 + Math.cos((Math.PI * step) / steps)),
  };
}

/** Times `factor` after every `every` epochs. */
export function stepDown(every: number, factor = 0.1): Schedule {
  return {
    words: `times ${factor} every ${every} epochs`,
    factor: ({ epoch }) => factor ** Math.floor(epoch / every),
  };
}

/** Rises in a line over the first steps, then does as `then` says. */
export function warmUp(steps: number, then: Schedule = constantRate): Schedule {
  return {
    words: `${then.words}, after a rise over ${steps} steps`,
    factor: (at) => then.factor(at) * Math.min(1, (at.step + 1) / steps),
  };
}

/** Times `factor` whenever the loss (of validation, if there is one) has had no new minimum for `patience` epochs. */
export function onPlateau(patience = 10, factor = 0.5): Schedule {
  return {
    words: `times ${factor} after ${patience} epochs without a better loss`,
    factor: ({ history }) => {
      let [least, waited, rate] = [Number.POSITIVE_INFINITY, 0, 1];
      for (const loss of history.map(lossOf)) {
        waited = loss < least ? 0 : waited + 1;
        least = Math.min(least, loss);
        if (waited >= patience) {
          rate *= factor;
          waited = 0;
        }
      }
      return rate;
    },
  };
}
