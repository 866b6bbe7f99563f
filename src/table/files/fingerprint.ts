import { createHash } from 'node:crypto';
import type { Fingerprint } from '../source-facts.ts';
import type { FoundFile } from './find-files.ts';
import { WHOLE_FILE_BYTES } from './prepare-text.ts';
import { readAt, readBlocks } from './read-blocks.ts';

/** The sha-256 of one file's bytes, when it is small enough to be read for that. */
export async function hashFile(file: FoundFile, signal?: AbortSignal): Promise<string | undefined> {
  if (file.fingerprint !== undefined) return file.fingerprint;
  if (file.bytes > WHOLE_FILE_BYTES) return undefined;
  const hash = createHash('sha256');
  await readBlocks(
    file.path,
    'none',
    () => {},
    (raw) => hash.update(raw),
    signal,
  );
  return hash.digest('hex');
}

/**
 * One fingerprint for all files of a source, from each file's hash where there is one. One whole
 * file's fingerprint is the plain sha-256 of its bytes, as `sha256sum` prints it.
 */
export async function fingerprintOf(
  files: readonly FoundFile[],
  hashes: readonly (string | undefined)[],
): Promise<Fingerprint> {
  const whole = hashes.every((hash) => hash !== undefined);
  const of = files.some((file) => file.fingerprint !== undefined)
    ? 'size, version and footer'
    : whole
      ? 'content'
      : 'size, time of change, first and last megabyte';
  if (whole && hashes.length === 1) return { sha256: hashes[0]!, of };
  const all = createHash('sha256');
  for (let f = 0; f < files.length; f++) {
    all.update(hashes[f] ?? (await hashEnds(files[f])));
  }
  return { sha256: all.digest('hex'), of };
}

async function hashEnds(file: FoundFile): Promise<string> {
  const hash = createHash('sha256');
  hash.update(`${file.bytes} ${file.modifiedMs}`);
  hash.update(await readAt(file.path, 0, 2 ** 20));
  hash.update(await readAt(file.path, Math.max(0, file.bytes - 2 ** 20), 2 ** 20));
  return hash.digest('hex');
}
