/**
 * Fetches the parts of a Parquet file that hold the columns wanted, and no others.
 *
 * The footer at the file's end says where every column's chunk of every row group lies. It is written at its place
 * into an empty file of the full size, the engine reads it there, and the chunks are then written at their places into
 * a second such file: the places of all other columns stay holes, which take no room and are never read.
 */
import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { type Run, SourceError } from '../../base/index.ts';
import type { RemoteFile } from '../../connect/index.ts';
import type { Database } from '../database.ts';
import type { FoundFile } from '../files/find-files.ts';
import { columnChunks, type WantedColumns } from './column-chunks.ts';
import { FetchProgress } from './fetch-progress.ts';
import { type ByteRange, mergeRanges } from './merge-ranges.ts';
import { writeWhole } from './write-whole.ts';

/** Bytes at the end that are fetched at once, in the hope that the footer fits. */
const TAIL_BYTES = 64 * 2 ** 10;

/** Requests under way at the same time. */
const PARALLEL = 4;

export async function fetchParquet(
  database: Database,
  remote: RemoteFile,
  path: string,
  wanted: WantedColumns | undefined,
  run: Run,
): Promise<FoundFile> {
  const total = remote.total!;
  const tail = await fetchTail(remote, total);
  const footer = `${path}.footer`;
  await writeSparse(footer, total, tail);
  const { ranges, columns, unread } = await columnChunks(database, footer, wanted, total, run);
  await rm(footer);
  // The engine may keep blocks of a file that it has read: the file with the columns is another one.
  await writeSparse(path, total, tail);
  const fetched = tail.bytes.length + (await fetchRanges(remote, path, ranges, tail.at, run));
  const state = createHash('sha256').update(`${total} ${remote.version ?? ''} `);
  return {
    path,
    shown: remote.shown,
    bytes: total,
    modifiedMs: 0,
    fetched: { bytes: fetched, of: total },
    fingerprint: state.update(tail.bytes).digest('hex'),
    ...(unread.length === 0 ? {} : { columns, unread }),
  };
}

interface Tail {
  readonly at: number;
  readonly bytes: Buffer;
}

/** The footer and what stands before it, from the file's end. */
async function fetchTail(remote: RemoteFile, total: number): Promise<Tail> {
  const from = async (at: number): Promise<Tail> => {
    const parts: Uint8Array[] = [];
    for await (const block of remote.stream(at, total)) parts.push(block);
    return { at, bytes: Buffer.concat(parts) };
  };
  if (total < 12) throw cutOff(remote);
  const tail = await from(Math.max(0, total - TAIL_BYTES));
  if (tail.bytes.toString('latin1', tail.bytes.length - 4) !== 'PAR1') throw cutOff(remote);
  const footerBytes = tail.bytes.readUInt32LE(tail.bytes.length - 8) + 8;
  if (footerBytes > total) throw cutOff(remote);
  return footerBytes <= tail.bytes.length ? tail : await from(total - footerBytes);
}

function cutOff(remote: RemoteFile): SourceError {
  return new SourceError(
    `source ${remote.shown}: must be a Parquet file, but does not end like one. It may be cut off; write it again.`,
  );
}

/** An empty file of the full size with the mark at its beginning and the footer at its end. */
async function writeSparse(path: string, total: number, tail: Tail): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.truncate(total);
    await writeWhole(file, Buffer.from('PAR1'), 0);
    await writeWhole(file, tail.bytes, tail.at);
  } finally {
    await file.close();
  }
}

/** Fetches the ranges into their places, several at a time; the number of bytes. */
async function fetchRanges(
  remote: RemoteFile,
  path: string,
  wanted: readonly ByteRange[],
  tailAt: number,
  run: Run,
): Promise<number> {
  const ranges = mergeRanges(
    wanted.map(({ begin, end }) => ({ begin, end: Math.min(end, tailAt) })),
  );
  const bytes = ranges.reduce((sum, { begin, end }) => sum + end - begin, 0);
  const progress = new FetchProgress(run, bytes, remote.total);
  const file = await open(path, 'r+');
  let next = 0;
  let done = 0;
  const work = async () => {
    for (let range = ranges[next++]; range !== undefined; range = ranges[next++]) {
      let at = range.begin;
      for await (const block of remote.stream(range.begin, range.end)) {
        at += await writeWhole(file, block, at);
        done += block.length;
        progress.at(done);
      }
    }
  };
  try {
    const workers = await Promise.allSettled(Array.from({ length: PARALLEL }, work));
    for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  } finally {
    await file.close();
  }
  return bytes;
}
