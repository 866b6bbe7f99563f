import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import { type Run, SourceError, show } from '../../base/index.ts';
import type { Compression, Encoding, Source } from '../../source/index.ts';
import { type Transcoder, transcoder, unifyLineEnds } from './decode.ts';
import type { FoundFile } from './find-files.ts';
import { readAt, readBlocks, readHead } from './read-blocks.ts';
import { TextSigns } from './text-signs.ts';

/** A text file made ready for the engine, which reads UTF-8 only. */
export interface PreparedText {
  /** What the engine is to read: the file itself, or a temporary copy of it. */
  readonly readable: string;
  /** How `readable` is packed. */
  readonly readableCompression: Compression;
  readonly compression: Compression;
  readonly encoding: Encoding;
  /** The decoded beginning, up to a megabyte, without a byte order mark. */
  readonly text: string;
  /** Whether `text` is all of it. */
  readonly complete: boolean;
  /** sha-256 of the file's bytes; undefined when it is too large to be read for that. */
  readonly sha256: string | undefined;
}

/** Up to here a file is read whole for its fingerprint and encoding: about 4 s per GiB. */
export const WHOLE_FILE_BYTES = 2 * 2 ** 30;

/** Up to here a packed file is unpacked beside: the engine unpacks on one thread, at every query. */
const UNPACK_BYTES = 256 * 2 ** 20;

/**
 * Finds out how a text file is packed and encoded, from its content; the name has no say.
 *
 * Files in UTF-8 are read in place. UTF-16, windows-1252, mixed line ends and small packed files get
 * a temporary copy in `temp`, which the database removes when it is closed.
 *
 * Cost: one pass over files up to 2 GiB (1 MiB of memory), samples of larger ones; a second for copies.
 */
export async function prepareText(
  file: FoundFile,
  source: Source,
  temp: string,
  tag: string,
  run: Run,
  signal?: AbortSignal,
): Promise<PreparedText> {
  const compression = compressionOf(await readHead(file.path, 8), file.shown);
  const whole = file.bytes <= WHOLE_FILE_BYTES;
  const unpack = compression !== 'none' && file.bytes <= UNPACK_BYTES;
  const unpacked = join(temp, `${tag}.unpacked`);
  const signs = new TextSigns();
  const hash = createHash('sha256');
  if (whole) {
    let done = 0;
    const copy = unpack ? await open(unpacked, 'w') : undefined;
    try {
      await readBlocks(
        file.path,
        compression,
        (block) => {
          signs.take(block);
          return copy && writeAll(copy, block);
        },
        (raw) => {
          hash.update(raw);
          done += raw.length;
          run.progress('look at the file', done, file.bytes);
        },
        signal,
        file.shown,
      );
    } finally {
      await copy?.close();
    }
    signs.end();
  } else {
    await sampleLargeFile(file, compression, signs);
  }
  const encoding = encodingOf(signs, source, file.shown);
  let readable = unpack ? unpacked : file.path;
  let readableCompression = unpack ? 'none' : compression;
  if (encoding !== 'utf-8' || signs.mixedLineEnds) {
    const steps = [transcoder(encoding)];
    if (signs.mixedLineEnds) steps.push(unifyLineEnds());
    const copy = join(temp, `${tag}.utf8`);
    await writeThrough(readable, readableCompression, copy, steps, signal);
    readable = copy;
    readableCompression = 'none';
  }
  return {
    readable,
    readableCompression,
    compression,
    encoding,
    text: decode(signs.head, encoding),
    complete: signs.bytes === signs.head.length && whole,
    sha256: whole ? hash.digest('hex') : undefined,
  };
}

/** @throws {SourceError} content that is not text, whatever the name says */
function compressionOf(head: Buffer, path: string): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head.toString('latin1', 0, 4) === '(\xb5/\xfd') return 'zstd';
  if (head.toString('latin1', 0, 4) === 'PK\x03\x04') {
    throw new SourceError(
      `source ${show(path)}: must be text or Parquet, but is a zip archive or a spreadsheet. Unpack it, or save the sheet as CSV.`,
    );
  }
  return 'none';
}

function encodingOf(signs: TextSigns, source: Source, path: string): Encoding {
  const found = signs.byteOrderMark ?? signs.wide;
  if (source.encoding !== undefined) {
    if (source.encoding === 'utf-8' && !signs.utf8) {
      throw new SourceError(
        `source ${show(path)}: must be UTF-8 as the study says, but holds bytes that are not. Leave out encoding to have it found.`,
      );
    }
    return source.encoding;
  }
  if (found !== undefined && (found !== 'utf-8' || signs.utf8)) return found;
  if (signs.head.includes(0)) {
    throw new SourceError(
      `source ${show(path)}: must be text (CSV, TSV, JSON) or Parquet, but holds binary data. Check that this is the right file.`,
    );
  }
  return signs.utf8 ? 'utf-8' : 'windows-1252';
}

/** Beginning, end and 62 places between; of a packed file only the beginning. */
async function sampleLargeFile(
  file: FoundFile,
  compression: Compression,
  signs: TextSigns,
): Promise<void> {
  const block = 2 ** 20;
  if (compression !== 'none') {
    const stop = new AbortController();
    const enough = 8 * block;
    await readBlocks(
      file.path,
      compression,
      (unpacked) => {
        signs.take(unpacked);
        if (signs.bytes >= enough) stop.abort();
      },
      undefined,
      stop.signal,
      file.shown,
    ).catch((error) => {
      if (!stop.signal.aborted) throw error;
    });
    return;
  }
  for (let i = 0; i < 64; i++) {
    const at = Math.floor(((file.bytes - block) * i) / 63);
    let read = await readAt(file.path, at, block);
    if (i > 0) {
      // Start after a line end: a block that begins inside a character says nothing about UTF-8.
      read = read.subarray(read.indexOf(10) + 1);
      signs.jump();
    }
    signs.take(read);
  }
}

async function writeThrough(
  from: string,
  compression: Compression,
  to: string,
  steps: readonly Transcoder[],
  signal?: AbortSignal,
): Promise<void> {
  const copy = await open(to, 'w');
  try {
    await readBlocks(
      from,
      compression,
      (block) =>
        writeAll(
          copy,
          steps.reduce((bytes, step) => step.push(bytes), block),
        ),
      undefined,
      signal,
    );
    for (let s = 0; s < steps.length; s++) {
      await writeAll(
        copy,
        steps.slice(s + 1).reduce((b, step) => step.push(b), steps[s].end()),
      );
    }
  } finally {
    await copy.close();
  }
}

async function writeAll(file: FileHandle, block: Buffer): Promise<void> {
  for (let at = 0; at < block.length; ) {
    at += (await file.write(block, at)).bytesWritten;
  }
}

function decode(head: Buffer, encoding: Encoding): string {
  const step = transcoder(encoding);
  return step
    .push(head)
    .toString('utf8')
    .replace(/^\ufeff/, '');
}
