import { constants } from 'node:fs';
import { access, readdir, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { nearest, SourceError, show } from '../../base/index.ts';
import { sql } from '../../sql/index.ts';
import type { Database } from '../database.ts';

export interface FoundFile {
  /** Where the engine reads it: on this machine. */
  readonly path: string;
  /** What a person calls it: the same, or the address that it was fetched from. */
  readonly shown: string;
  readonly bytes: number;
  readonly modifiedMs: number;
  /** What came over the network, of a file that was fetched. */
  readonly fetched?: { readonly bytes: number; readonly of: number };
  /** The columns that are there, where only some were fetched. */
  readonly columns?: readonly string[];
  /** The others that it has. */
  readonly unread?: readonly string[];
  /** Hash of its size, version and footer, where it is not here whole. */
  readonly fingerprint?: string;
}

/**
 * The files that a source's paths and patterns stand for, patterns in the order of their names.
 *
 * @throws {SourceError} a file that is missing (with the nearest name), a folder, empty, not readable
 */
export async function findFiles(
  database: Database,
  paths: readonly string[],
): Promise<FoundFile[]> {
  const found: FoundFile[] = [];
  for (const path of paths) {
    const exact = await look(path);
    if (exact !== undefined || !/[*?[]/.test(path)) {
      found.push(exact ?? (await missing(path)));
      continue;
    }
    const matches = await database.query(sql`SELECT file FROM glob(${path}) ORDER BY file`);
    const files = matches.columns[0].values as readonly string[];
    if (files.length === 0) {
      throw new SourceError(
        `source ${show(path)}: at least one file must match, none does. Check the pattern and the folder.`,
      );
    }
    for (const file of files) found.push((await look(file)) ?? (await missing(file)));
  }
  return found;
}

async function look(path: string): Promise<FoundFile | undefined> {
  let info: Awaited<ReturnType<typeof stat>>;
  try {
    info = await stat(path);
  } catch (error) {
    if (codeOf(error) === 'EACCES') throw notReadable(path);
    return undefined;
  }
  if (info.isDirectory()) {
    throw new SourceError(
      `source ${show(path)}: must be a file, but is a folder. Name the files in it, such as ${show(`${path.replace(/[/\\]$/, '')}/*.csv`)}.`,
    );
  }
  await access(path, constants.R_OK).catch(() => {
    throw notReadable(path);
  });
  if (info.size === 0) {
    throw new SourceError(`source ${show(path)}: must hold rows, but the file is empty.`);
  }
  return { path, shown: path, bytes: info.size, modifiedMs: info.mtimeMs };
}

function notReadable(path: string): SourceError {
  return new SourceError(
    `source ${show(path)}: must be readable, but this user has no permission to read it.`,
  );
}

/** Never returns: says what is missing and what is there instead. */
async function missing(path: string): Promise<never> {
  const folder = dirname(path);
  const names = await readdir(folder).catch(() => undefined);
  if (names === undefined) {
    throw new SourceError(
      `source ${show(path)}: the file must exist, but there is no folder ${show(folder)}.`,
    );
  }
  const near = nearest(basename(path), names);
  const advice = near === undefined ? 'Check the path.' : `Did you mean ${show(near)}?`;
  throw new SourceError(`source ${show(path)}: the file must exist, and does not. ${advice}`);
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
