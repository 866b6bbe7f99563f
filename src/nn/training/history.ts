/** One pass over the training rows. */
export interface Epoch {
  /** Mean loss of the training rows, with noise and dropout, each at the weights of its step. */
  readonly train: number;
  /** Loss of the rows held out, without noise; null when none were. */
  readonly validation: number | null;
  /** Means of the loss's parts over the same rows as `train`; only of nets that name them. */
  readonly parts?: Readonly<Record<string, number>>;
}

/**
 * The epoch with the least loss, of validation where there is one; −1 before the first.
 *
 * @param settled epochs before which the latest is the best: while the loss is not yet the one that counts
 */
export function bestEpoch(history: readonly Epoch[], least = 0, settled = 0): number {
  let best = -1;
  history.forEach((epoch, i) => {
    if (best < settled || lossOf(epoch) < lossOf(history[best]) - least) best = i;
  });
  return best;
}

export function lossOf({ train, validation }: Epoch): number {
  return validation ?? train;
}

/** `loss 0.0213 (validation 0.0220)` */
export function describeEpoch({ train, validation }: Epoch): string {
  const digits = (loss: number) => loss.toPrecision(3);
  return validation === null
    ? `loss ${digits(train)}`
    : `loss ${digits(train)} (validation ${digits(validation)})`;
}
