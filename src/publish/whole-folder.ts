import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { BundleError, CladeError, EngineError, show } from '../base/index.ts';

/** The file that makes a folder a bundle; only such a folder may be replaced. */
export const MANIFEST = 'manifest.json';

/**
 * Makes a folder that appears whole or not at all: `write` fills a hidden folder beside it, which
 * then takes the name in one rename. An earlier bundle of that name is replaced; anything else is not
 * touched.
 *
 * @throws {BundleError} the name is taken by something that is not a bundle
 * @throws {EngineError} no space is left; nothing is kept
 */
export async function writeFolderWhole(
  path: string,
  write: (folder: string) => Promise<void>,
): Promise<void> {
  const target = resolve(path);
  await refuseOthersFolder(target, path);
  const parent = dirname(target);
  let made: string | undefined;
  try {
    await mkdir(parent, { recursive: true });
    made = await mkdtemp(join(parent, `.${basename(target)}-unfinished-`));
    // mkdtemp makes it private; the bundle is as readable as any file the user writes.
    await chmod(made, 0o777 & ~process.umask());
    await write(made);
    await replaceFolder(target, made);
  } catch (error) {
    if (made) await rm(made, { recursive: true, force: true });
    throw explainWriteError(error, path);
  }
}

/** @throws {BundleError} the name is taken by something that is not a bundle */
export async function refuseOthersFolder(target: string, path = target): Promise<void> {
  let entries: string[];
  try {
    entries = await readdir(target);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return;
    if (code === 'ENOTDIR') {
      throw new BundleError(
        `out: ${show(path)} must be a folder or free, but it is a file. Choose another name.`,
        { cause },
      );
    }
    throw explainWriteError(cause, path);
  }
  if (entries.length > 0 && !entries.includes(MANIFEST)) {
    throw new BundleError(
      `out: ${show(path)} must be free, empty or an earlier bundle, but it holds other files. Choose another folder; nothing was written.`,
    );
  }
}

async function replaceFolder(target: string, made: string): Promise<void> {
  if (!existsSync(target)) {
    await rename(made, target);
    return;
  }
  const old = `${made}-replaced`;
  await rename(target, old);
  try {
    await rename(made, target);
  } catch (error) {
    await rename(old, target);
    throw error;
  }
  await rm(old, { recursive: true, force: true });
}

/** A write that failed, as a sentence; other errors as they are. */
export function explainWriteError(error: unknown, path: string): unknown {
  if (error instanceof CladeError) return error;
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG') {
    return new EngineError(
      `out: ${show(path)} needs more disk space than is left. Free some or write elsewhere; nothing was kept.`,
      { cause: error },
    );
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return new BundleError(
      `out: ${show(path)} must be writable, but the system refused (${code}). Choose another place.`,
      { cause: error },
    );
  }
  return error;
}
