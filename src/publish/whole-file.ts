import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
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
    await refuseFolder(target);
    await mkdir(dirname(target), { recursive: true });
    // Made here first, because an engine that may not write says so in words of its own.
    await writeFile(made, '');
    await write(made);
    await rename(made, target);
  } catch (error) {
    await rm(made, { force: true });
    throw explainWriteError(error, path);
  }
}

async function refuseFolder(target: string): Promise<void> {
  const there = await stat(target).catch(() => undefined);
  if (there?.isDirectory()) throw Object.assign(new Error('EISDIR'), { code: 'EISDIR' });
}
