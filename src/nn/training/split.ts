import { DataError, type Random, show } from '../../base/index.ts';

/** Rows that are trained on, and rows held out: each in rising order. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * @param validation a share of the rows, drawn at random, or the rows themselves
 * @throws {DataError} no row is left for training
 */
export function splitRows(rows: number, validation: number | Int32Array, random: Random): Split {
  const held =
    typeof validation === 'number'
      ? random.shuffle(Int32Array.from({ length: rows }, (_, i) => i)).slice(0, validation * rows)
      : validation.slice();
  const out = new Uint8Array(rows);
  for (const row of held) out[row] = 1;
  const train = Int32Array.from({ length: rows }, (_, i) => i).filter((row) => out[row] === 0);
  if (train.length === 0) {
    throw new DataError(
      `train: at least one row must be left to train on, got ${rows} with ${show(held.length)} held out.`,
    );
  }
  return { train, validation: held.sort() };
}

/** Rows as the net takes them. */
export function placesOf(rows: Int32Array): BigInt64Array {
  return BigInt64Array.from(rows, BigInt);
}
