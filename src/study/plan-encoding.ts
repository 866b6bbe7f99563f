import { OptionError, readOptions, show, suggest } from '../base/index.ts';
import { type Encoder, type EncoderMethod, encoderMethods } from '../encode/index.ts';
import type { ColumnBlock } from '../numeric/index.ts';
import { namesAsNumbers, refuseNames } from './names-as-numbers.ts';
import type { Study } from './schema.ts';

/** What the next stage takes from an encoder: its code, or the rows as it gives them back. */
export type EncoderUse = 'code' | 'reconstruction';

/** One encoder of a study, checked before any row is read. */
export interface EncoderPlan {
  readonly name: string;
  readonly method: EncoderMethod;
  readonly options: Readonly<Record<string, unknown>>;
  readonly use: EncoderUse;
  /** What must be said of how it takes the code of the encoder before; null when nothing must. */
  readonly warning: string | null;
  /** The encoder with the study's seed, or another. */
  create(blocks: readonly ColumnBlock[] | undefined, seed?: number): Encoder;
}

/**
 * The encoders of a study in their order; none when it clusters the prepared numbers themselves.
 *
 * @throws {OptionError} an unknown encoder or option, with the nearest known one; a reconstruction from an encoder that gives none
 */
export function planEncoding(study: Study): EncoderPlan[] {
  const plans: EncoderPlan[] = [];
  for (const [i, step] of study.encode.entries()) {
    const where = study.encode.length === 1 ? 'study: encode' : `study: encode, step ${i + 1}`;
    const { method: name, use, ...given } = step;
    if (!Object.hasOwn(encoderMethods, name)) {
      throw new OptionError(
        `${where}: method must be a known encoder, got ${show(name)}. ${suggest(name, Object.keys(encoderMethods))}`,
      );
    }
    const method = encoderMethods[name];
    if (use === 'reconstruction' && !method.traits.invertible) {
      throw new OptionError(
        `${where}: ${name} gives no rows back from its codes, got use: reconstruction. Leave use out, or take another encoder.`,
      );
    }
    const seeded = method.traits.seeded && given.seed === undefined ? { seed: study.seed } : {};
    const options = readOptions(`${where} (${name})`, method.table, { ...given, ...seeded });
    const plan: EncoderPlan = {
      name,
      method,
      options,
      use,
      create: (blocks, seed) =>
        method.create(
          seed !== undefined && method.traits.seeded ? { ...options, seed } : options,
          blocks,
        ),
      warning: null,
    };
    const before = plans.at(-1);
    plans.push(before ? { ...plan, warning: namesAsNumbers(where, before, plan) } : plan);
  }
  refuseNames(plans.at(-1), study.cluster.method);
  return plans;
}
