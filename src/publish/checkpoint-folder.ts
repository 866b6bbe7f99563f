import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Checkpoints } from '../base/index.ts';
import { writeFileWhole } from './whole-file.ts';

/** Checkpoints in a folder, each whole or not there. */
export interface CheckpointFolder extends Checkpoints {
  readonly path: string;
  /** True when something was left here. */
  holds(): boolean;
  /** Removes the folder: the work is done. */
  remove(): Promise<void>;
}

/**
 * A hidden folder beside a bundle for what long work has learned so far. It is made with the first
 * checkpoint and stays when the work is stopped, so that the same command goes on where it was.
 */
export function checkpointFolder(out: string): CheckpointFolder {
  const target = resolve(out);
  const path = join(dirname(target), `.${basename(target)}-resume`);
  const file = (name: string) =>
    join(path, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.clade`);
  return {
    path,
    async load(name) {
      try {
        return Uint8Array.from(await readFile(file(name))).buffer;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
        throw error;
      }
    },
    async save(name, state) {
      await mkdir(path, { recursive: true });
      await writeFileWhole(file(name), (made) => writeFile(made, new Uint8Array(state)));
    },
    holds: () => existsSync(path),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
