import { createReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import type { Run } from '../base/index.ts';
import { ObjectStore, parseAddress } from '../connect/index.ts';
import type { Fragment } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import type { TableFormat } from './publish-files.ts';

/** Whether an address is one of an object in a store. */
export const isObject = (address: string): boolean => /^s3:\/\//i.test(address);

/**
 * Writes the rows of a SELECT as one object, in parts where it is large; it appears whole or not at all.
 *
 * @throws {SourceError} the store refuses; wrong credentials
 * @throws {EngineError} the store cannot be reached
 */
export async function writeObject(
  database: Database,
  select: Fragment,
  to: string,
  format: TableFormat,
  run: Run,
): Promise<void> {
  const address = parseAddress(to);
  if (address.kind !== 's3') throw new TypeError(`not an object: ${address.kind}`);
  await using store = await ObjectStore.open(run);
  const file = joinPath(database.temp, `${database.temporaryName()}.${format}`);
  try {
    await database.copyTo(select, file, format, run);
    const type = format === 'csv' ? 'text/csv' : 'application/vnd.apache.parquet';
    await store.put(address, createReadStream(file), type);
  } finally {
    await rm(file, { force: true });
  }
}
