import type { Run } from '../base/index.ts';
import type { EncodedEntities, FittedEncoder } from './encode-entities.ts';

/** The encoder that was trained on the prepared rows themselves and gives them back, with the error of each row. */
export interface ReconstructionErrors {
  readonly encoder: FittedEncoder;
  /** What the errors are: the loss of the training. */
  readonly measure: string;
  /** One per row of the prepared entities. */
  readonly errors: Float64Array;
}

/** How badly every prepared row comes back; null where no encoder gives rows back. */
export async function reconstructionErrors(
  { encoders, input }: EncodedEntities,
  run: Run,
): Promise<ReconstructionErrors | null> {
  const encoder = encoders.find(({ model }) => model.training !== undefined);
  // An encoder behind another one gives back codes, not rows.
  if (encoder === undefined || encoder !== encoders[0]) return null;
  const { model } = encoder;
  if (!model.errors || !model.inverse || !model.training) return null;
  const errors = await model.errors(input, run.quiet());
  return { encoder, measure: model.training.loss, errors };
}
