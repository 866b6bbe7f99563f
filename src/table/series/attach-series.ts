import { createHash } from 'node:crypto';
import { type Run, type RunContext, show } from '../../base/index.ts';
import { type Compression, readFileName, type Source } from '../../source/index.ts';
import type { Database } from '../database.ts';
import type { FoundFile } from '../files/find-files.ts';
import { fingerprintOf } from '../files/fingerprint.ts';
import { type PreparedText, prepareText } from '../files/prepare-text.ts';
import { readBlocks, readHead } from '../files/read-blocks.ts';
import type { SourceFacts } from '../source-facts.ts';
import { readLines } from './read-lines.ts';
import { readNpy } from './read-npy.ts';
import { tsReader } from './read-ts.ts';
import { looksLikeUcr, ucrReader } from './read-ucr.ts';
import { SeriesRows } from './series-rows.ts';

/** How series lie in a file. */
type SeriesFormat = 'ucr' | 'ts' | 'npy';

/**
 * What a file holds if it holds series: an array by its first bytes or its name, .ts by its name, the UCR archive by a
 * name such as ECG5000_TRAIN.tsv over nothing but numbers. Whoever says more of a text than its name, such as
 * `header: false`, means a table.
 */
export async function seriesFormat(
  source: Source,
  file: FoundFile,
  head: Buffer,
): Promise<SeriesFormat | undefined> {
  if (head.toString('latin1', 0, 4) === '\x93NUM') return 'npy';
  const named = readFileName(file.shown).format;
  if (named === 'npy' || named === 'ts') return named;
  const { format } = source;
  if (format === 'ucr') return format;
  const archive = /_(train|test)\.(tsv|txt)(\.gz|\.gzip|\.zst)?$/i.test(file.shown);
  const plain = [source.header, source.names, source.columns, source.quote].every(
    (given) => given === undefined,
  );
  if (archive && plain) {
    const { text, complete } = await beginning(file);
    if (looksLikeUcr(text, complete)) return 'ucr';
  }
  return format === 'npy' || format === 'ts' ? format : undefined;
}

const HEAD_BYTES = 2 ** 16;

async function beginning(file: FoundFile): Promise<{ text: string; complete: boolean }> {
  const parts: Buffer[] = [];
  let length = 0;
  const enough = new AbortController();
  const head = await readHead(file.path, 4);
  await readBlocks(
    file.path,
    packing(head),
    (block) => {
      parts.push(Buffer.from(block.subarray(0, HEAD_BYTES - length)));
      length += parts[parts.length - 1].length;
      if (length >= HEAD_BYTES) enough.abort();
    },
    undefined,
    enough.signal,
    file.shown,
  ).catch((error) => {
    if (!enough.signal.aborted) throw error;
  });
  const bytes = Buffer.concat(parts);
  const text = bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8');
  return { text: text.replace(/^\ufeff/, ''), complete: bytes.length < HEAD_BYTES };
}

function packing(head: Buffer): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head.toString('latin1', 0, 4) === '(\xb5/\xfd' ? 'zstd' : 'none';
}

/**
 * Makes the view `as` over files of series, one row per series: `label`, then a column per step. Files may be of
 * several formats and lengths; shorter series end in NULL.
 *
 * Cost: one pass over the files. Memory: as `SeriesRows`, then the table.
 */
export async function attachSeries(
  database: Database,
  source: Source,
  files: readonly FoundFile[],
  as: string,
  run: Run,
  context: RunContext,
): Promise<SourceFacts> {
  const rows = new SeriesRows();
  const formats: SeriesFormat[] = [];
  const hashes: (string | undefined)[] = [];
  let text: PreparedText | undefined;
  let compression: Compression = 'none';
  for (const file of files) {
    const head = await readHead(file.path, 4);
    const format = (await seriesFormat(source, file, head)) ?? 'ucr';
    const where = `source ${show(file.shown)}`;
    const take = (series: Parameters<typeof rows.add>[0]) => rows.add(series, where);
    formats.push(format);
    if (format === 'npy') {
      compression = packing(head);
      const hash = createHash('sha256');
      const array = await readWhole(file, compression, hash, context.signal);
      hashes.push(hash.digest('hex'));
      readNpy(array, where, source.label === 'first', take);
      continue;
    }
    const tag = database.temporaryName();
    text = await prepareText(file, source, database.temp, tag, run, context.signal);
    compression = text.compression;
    hashes.push(text.sha256);
    if (format === 'ucr') {
      await readLines(text, ucrReader(where, source.label !== 'none', take), context.signal);
    } else {
      const reader = tsReader(where, take);
      await readLines(text, reader.line, context.signal);
      reader.end();
    }
  }
  await rows.finish(database, as, `source ${show(files[0].shown)}`, run);
  return {
    files: files.map((file) => file.shown),
    format: formats[0],
    bytes: files.reduce((sum, file) => sum + file.bytes, 0),
    rows: rows.count,
    skippedRows: 0,
    compression,
    ...(text === undefined ? {} : { encoding: text.encoding }),
    columns: await database.describe(as),
    warnings: run.warnings,
    fingerprint: await fingerprintOf(files, hashes),
  };
}

async function readWhole(
  file: FoundFile,
  compression: Compression,
  hash: ReturnType<typeof createHash>,
  signal?: AbortSignal,
): Promise<Buffer> {
  const parts: Buffer[] = [];
  await readBlocks(
    file.path,
    compression,
    (block) => {
      parts.push(Buffer.from(block));
    },
    (raw) => hash.update(raw),
    signal,
    file.shown,
  );
  return Buffer.concat(parts);
}
