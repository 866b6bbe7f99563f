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
import { sql } from '../../sql/index.ts';
import { literal } from '../csv/literal.ts';
import type { Database } from '../database.ts';
import type { FoundFile } from '../files/find-files.ts';
import { FetchProgress } from './fetch-progress.ts';
import { type ByteRange, mergeRanges } from './merge-ranges.ts';
import { writeWhole } from './write-whole.ts';

/** Chooses among the columns that there are. */
export type WantedColumns = (columns: readonly string[]) => readonly string[];

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
  const { ranges, columns } = await chunksWanted(database, footer, wanted, total, run);
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
    ...(columns === undefined ? {} : { columns }),
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

/** Where the chunks of the columns wanted lie, from the footer. */
async function chunksWanted(
  database: Database,
  footer: string,
  wanted: WantedColumns | undefined,
  total: number,
  run: Run,
): Promise<{ ranges: ByteRange[]; columns?: readonly string[] }> {
  const file = literal(footer);
  const [schema, chunks] = await database.queryInTurn(
    [
      sql`SELECT name, num_children FROM parquet_schema(${file})`,
      sql`SELECT column_id, dictionary_page_offset, data_page_offset, index_page_offset, total_compressed_size, bloom_filter_offset, bloom_filter_length FROM parquet_metadata(${file})`,
    ],
    run,
  );
  const leaves = leafOwners(
    schema.columns[0].values as readonly string[],
    schema.columns[1].values as Float64Array,
  );
  const all = [...new Set(leaves)];
  const columns = wanted === undefined ? undefined : wanted(all);
  const taken = new Set(columns ?? all);
  const [leaf, dictionary, data, index, size, bloomAt, bloomBytes] = chunks.columns.map(
    (column) => column.values as Float64Array,
  );
  // A chunk begins with its dictionary, if it has one; some writers give the place of none as 0.
  const beginOf = (i: number) =>
    Math.min(...[dictionary[i], data[i], index[i]].filter((at) => at >= 4));
  const begins = [...bloomAt, ...Array.from(data, (_, i) => beginOf(i)), total];
  const ranges: ByteRange[] = [];
  for (let i = 0; i < chunks.rows; i++) {
    if (!taken.has(leaves[leaf[i]])) continue;
    const begin = beginOf(i);
    ranges.push({ begin, end: Math.min(total, begin + size[i]) });
    if (bloomAt[i] > 0) {
      // Older writers do not say how long the filter is: it ends where something else begins. A filter read from a
      // hole would say of every value that it is not there.
      const end = Number.isNaN(bloomBytes[i])
        ? begins.reduce((least, at) => (at > bloomAt[i] && at < least ? at : least), total)
        : bloomAt[i] + bloomBytes[i];
      ranges.push({ begin: bloomAt[i], end: Math.min(total, end) });
    }
  }
  return columns === undefined ? { ranges } : { ranges, columns };
}

/**
 * The top-level column that each leaf of a schema belongs to, in the order of the leaves.
 *
 * @param names of all nodes in the order of the file: the root, then every subtree before the next
 * @param children number of children of each node; NaN for leaves
 */
export function leafOwners(names: readonly string[], children: ArrayLike<number>): string[] {
  const owners: string[] = [];
  /** Nodes still to come at each level, the root's children first. */
  const open: number[] = [children[0]];
  let owner = '';
  for (let i = 1; i < names.length; i++) {
    while (open.at(-1) === 0) open.pop();
    if (open.length === 1) owner = names[i];
    open[open.length - 1]--;
    if (children[i] > 0) open.push(children[i]);
    else owners.push(owner);
  }
  return owners;
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
