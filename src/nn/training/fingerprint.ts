import { hashBytes, hashText } from '../../base/index.ts';
import type { Rows } from './model.ts';
import type { TrainOptions } from './options.ts';

/** A name for a training: another net, other rows or other options give another. Cost: one look at every number. */
export function fingerprint(net: string, rows: Rows, options: TrainOptions): string {
  const { optimizer, schedule, weights = {}, validation, ...rest } = options;
  const arrays = [...Object.entries(rows), ...Object.entries(weights)].map(
    ([name, array]) => `${name} ${hashArray(array)}`,
  );
  const held = validation instanceof Int32Array ? hashArray(validation) : validation;
  const text = JSON.stringify({ ...rest, optimizer, held, schedule: schedule?.words, arrays });
  return [net, text].map((part) => hashText(part).toString(16).padStart(8, '0')).join('');
}

function hashArray({ buffer, byteOffset, byteLength }: ArrayBufferView): number {
  return hashBytes(new Uint8Array(buffer, byteOffset, byteLength));
}
