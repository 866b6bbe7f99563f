import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { explainWriteError } from './whole-folder.ts';

/**
 * Makes a file that appears whole or not at all: `write` fills a hidden file beside it, which then
 * takes the name.
 *
 * A device such as /dev/stdout cannot be renamed over and is written directly.
 */
export async function writeFileWhole(
  path: string,
  write: (path: string) => Promise<void>,
): Promise<void> {
  const target = resolve(path);
  if (target.startsWith('/dev/')) {
    try {
      return await write(target);
    } catch (error) {
      throw explainWriteError(error, path);
    }
  }
  const made = join(dirname(target), `.${basename(target)}-unfinished-${process.pid}`);
  try {
    await mkdir(dirname(target), { recursive: true });
    await write(made);
    await rename(made, target);
  } catch (error) {
    await rm(made, { force: true });
    throw explainWriteError(error, path);
  }
}
