import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import * as zlib from 'node:zlib';
import { AbortedError, EngineError, SourceError, show } from '../../base/index.ts';
import type { Compression } from '../../source/index.ts';
import { codeOf } from './find-files.ts';

const BLOCK_BYTES = 2 ** 20;

/** The first `bytes` bytes as they lie on the disk. */
export async function readHead(path: string, bytes: number): Promise<Buffer> {
  return readAt(path, 0, bytes);
}

export async function readAt(path: string, at: number, bytes: number): Promise<Buffer> {
  const file = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(buffer, 0, bytes, at);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * Streams a file's content, unpacked, through `take`; the raw bytes go through `takeRaw` before.
 *
 * @param shown the file's name in messages
 * @throws {SourceError} the packed file is damaged or cut off
 * @throws {EngineError} the disk is full (when `take` writes)
 */
export async function readBlocks(
  path: string,
  compression: Compression,
  take: (block: Buffer) => Promise<void> | void,
  takeRaw: (block: Buffer) => void = () => {},
  signal?: AbortSignal,
  shown = path,
): Promise<void> {
  const raw = createReadStream(path, { highWaterMark: BLOCK_BYTES });
  async function* tap(blocks: AsyncIterable<Buffer>) {
    for await (const block of blocks) {
      takeRaw(block);
      yield block;
    }
  }
  async function drain(blocks: AsyncIterable<Buffer>) {
    for await (const block of blocks) await take(block);
  }
  try {
    if (compression === 'none') await pipeline(raw, tap, drain, { signal });
    else await pipeline(raw, tap, unpacker(shown, compression), drain, { signal });
  } catch (error) {
    throw readFailure(error, shown, signal);
  }
}

function unpacker(path: string, compression: Compression) {
  const chunkSize = BLOCK_BYTES;
  if (compression === 'gzip') return zlib.createGunzip({ chunkSize });
  const { createZstdDecompress } = zlib as { createZstdDecompress?: typeof zlib.createGunzip };
  if (createZstdDecompress === undefined) {
    throw new SourceError(
      `source ${show(path)}: to read zstd, Node must be of version 22.15 or later, got ${process.version}. Unpack the file first.`,
    );
  }
  return createZstdDecompress({ chunkSize });
}

function readFailure(error: unknown, path: string, signal?: AbortSignal): Error {
  if (signal?.aborted) return new AbortedError(undefined, { cause: signal.reason });
  const code = codeOf(error);
  if (code === 'ENOSPC') {
    return new EngineError(
      'table: there must be room on the disk for temporary files, and there is none left. Free some space or name another folder.',
    );
  }
  if (code?.startsWith('Z_') || code?.startsWith('ERR_ZSTD') || code?.startsWith('ZSTD')) {
    return new SourceError(
      `source ${show(path)}: the packed file must be whole, but is damaged or cut off. Fetch it again.`,
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}
