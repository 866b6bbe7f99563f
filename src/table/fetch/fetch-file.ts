import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Run, SourceError } from '../../base/index.ts';
import type { RemoteFile } from '../../connect/index.ts';
import type { Database } from '../database.ts';
import type { FoundFile } from '../files/find-files.ts';
import type { WantedColumns } from './column-chunks.ts';
import { fetchParquet } from './fetch-parquet.ts';
import { FetchProgress } from './fetch-progress.ts';
import { writeFailure, writeWhole } from './write-whole.ts';

/**
 * Brings a file from elsewhere into the run's temporary folder.
 *
 * Of a Parquet file only the parts with the columns wanted are fetched, where the other side gives parts; any other
 * file is streamed whole, through a block of memory.
 *
 * @throws {SourceError} there is no such file, no permission, or it is empty
 * @throws {EngineError} the connection fails again and again, or the disk is full
 */
export async function fetchFile(
  database: Database,
  remote: RemoteFile,
  wanted: WantedColumns | undefined,
  run: Run,
): Promise<FoundFile> {
  const path = join(database.temp, `${database.temporaryName()}.fetched`);
  const blocks = remote.stream();
  try {
    const head = await firstBytes(blocks, 4);
    if (head.length === 0) {
      throw new SourceError(`source ${remote.shown}: must hold rows, but the file is empty.`);
    }
    if (remote.ranges && remote.total !== undefined && isParquet(head)) {
      await blocks.return(undefined);
      return await fetchParquet(database, remote, path, wanted, run);
    }
    const bytes = await saveBlocks(path, head, blocks, remote, run);
    return {
      path,
      shown: remote.shown,
      bytes,
      modifiedMs: 0,
      fetched: { bytes, of: bytes },
    };
  } catch (error) {
    throw writeFailure(error);
  } finally {
    await blocks.return(undefined);
    remote.close();
  }
}

function isParquet(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PAR1';
}

/** The first blocks, until they are `bytes` long together. */
async function firstBytes(blocks: AsyncGenerator<Uint8Array>, bytes: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < bytes) {
    const next = await blocks.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  return Buffer.concat(parts);
}

async function saveBlocks(
  path: string,
  head: Buffer,
  blocks: AsyncIterable<Uint8Array>,
  remote: RemoteFile,
  run: Run,
): Promise<number> {
  const progress = new FetchProgress(run, remote.total);
  const file = await open(path, 'w');
  try {
    let bytes = await writeWhole(file, head, 0);
    for await (const block of blocks) {
      bytes += await writeWhole(file, block, bytes);
      progress.at(bytes);
    }
    progress.end(bytes);
    return bytes;
  } finally {
    await file.close();
  }
}
