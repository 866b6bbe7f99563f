import { constants, existsSync } from 'node:fs';
import { access, chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { BundleError, CladeError, EngineError, show } from '../base/index.ts';

/** The file that makes a folder a bundle. */
export const MANIFEST = 'manifest.json';

/**
 * All that a bundle consists of. A folder that holds anything else is not replaced: labels scored into
 * the bundle, a study kept beside its outcome or another program's manifest.json would be lost.
 */
const BUNDLE_ENTRIES: readonly string[] = [
  MANIFEST,
  'state',
  'report.json',
  'report.html',
  'segments.csv',
  ...['assignments', 'features', 'prepared', 'codes', 'moved'].flatMap((name) => [
    `${name}.csv`,
    `${name}.parquet`,
  ]),
];

/** What file managers leave in every folder they show. */
const LITTER: readonly string[] = ['.DS_Store', 'Thumbs.db', 'desktop.ini'];

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

/**
 * Says before hours of work whether the bundle could take its name at their end.
 *
 * @throws {BundleError} the name is taken by something that is not a bundle, or may not be written
 */
export async function refuseOthersFolder(target: string, path = target): Promise<void> {
  if (path === '') throw new BundleError('out: must be the name of a folder, got "".');
  await refuseReadOnly(resolve(target), path);
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
  const others = entries.filter((entry) => ![...BUNDLE_ENTRIES, ...LITTER].includes(entry));
  if (others.length === 0) return;
  throw new BundleError(
    entries.includes(MANIFEST)
      ? `out: ${show(path)} must hold nothing but an earlier bundle to be replaced, but ${show(others[0])} is there too. Move it or choose another folder; nothing was written.`
      : `out: ${show(path)} must be free, empty or an earlier bundle, but it holds other files. Choose another folder; nothing was written.`,
  );
}

/** The folder that the bundle goes into, or the nearest one above it that is there, must be writable. */
async function refuseReadOnly(target: string, path: string): Promise<void> {
  let parent = dirname(target);
  while (!existsSync(parent) && parent !== dirname(parent)) parent = dirname(parent);
  try {
    await access(parent, constants.W_OK);
  } catch (error) {
    throw explainWriteError(error, path);
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
  if (code !== undefined && Object.hasOwn(UNUSABLE, code)) {
    return new BundleError(
      `out: ${show(path)} must be a name that can be written to, but ${UNUSABLE[code]}. Choose another one.`,
      { cause: error },
    );
  }
  return error;
}

const UNUSABLE: Readonly<Record<string, string>> = {
  ENOENT: 'the system makes no files there',
  ENOTDIR: 'a part of the path is a file',
  EISDIR: 'it is a folder',
  ENAMETOOLONG: 'it is too long',
  EINVAL: 'the system does not allow it',
  ELOOP: 'its links lead in a circle',
};
