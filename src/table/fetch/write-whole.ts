import type { FileHandle } from 'node:fs/promises';
import { EngineError } from '../../base/index.ts';
import { codeOf } from '../files/find-files.ts';

/** A disk without room is a matter of the machine; anything else stays as it is. */
export function writeFailure(error: unknown): unknown {
  if (codeOf(error) !== 'ENOSPC') return error;
  return new EngineError(
    'table: there must be room on the disk for what is fetched, and there is none left. Free some space or choose another folder (TMPDIR).',
    { cause: error },
  );
}

/** Writes a block at its place; the number of bytes. */
export async function writeWhole(
  file: FileHandle,
  block: Uint8Array,
  place: number,
): Promise<number> {
  for (let at = 0; at < block.length; ) {
    at += (await file.write(block, at, block.length - at, place + at)).bytesWritten;
  }
  return block.length;
}
