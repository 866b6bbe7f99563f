import { OptionError } from '../base/index.ts';
import type { EncoderMethod } from '../encode/index.ts';

/** What must be known of an encoder of a study. */
interface PlannedStep {
  readonly name: string;
  readonly method: EncoderMethod;
  readonly options: Readonly<Record<string, unknown>>;
  readonly use: 'code' | 'reconstruction';
}

/** What a study says when names, such as leaves of a forest, are taken for numbers; null when they are not. */
export function namesAsNumbers(
  where: string,
  before: PlannedStep,
  { name, options }: PlannedStep,
): string | null {
  if (before.method.traits.code !== 'names' || before.use !== 'code') return null;
  if (options.metric === 'hamming') return null;
  if (Object.hasOwn(options, 'metric')) {
    return `${where}: ${before.name} gives names, not numbers, but ${name} takes them by the metric ${options.metric}: how far apart rows are depends on how leaves happen to be numbered. Give ${name} metric: hamming.`;
  }
  throw new OptionError(
    `${where}: ${name} must get numbers, but ${before.name} gives names. Put {method: UMAP, metric: hamming} between them.`,
  );
}

/** @throws {OptionError} names, such as leaves of a forest, would be clustered as if they were numbers */
export function refuseNames(last: PlannedStep | undefined, clustering: string): void {
  if (last?.method.traits.code !== 'names' || last.use !== 'code') return;
  throw new OptionError(
    `study: cluster: ${clustering} must get numbers, but ${last.name} gives names: a row's leaf in each tree. Add {method: UMAP, metric: hamming} to encode behind ${last.name}.`,
  );
}
