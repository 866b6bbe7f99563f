import { constants } from 'node:fs';
import { copyFile, link, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MANIFEST, writeFolderWhole } from './whole-folder.ts';

/**
 * Replaces some files of a bundle, all of them or none: a new folder takes the name of the old one. What does not
 * change is not copied where the disk can give a file two names.
 *
 * @param changes writes each file's new content to the path that it is given
 */
export async function rewriteBundle(
  bundle: string,
  changes: ReadonlyMap<string, (path: string) => Promise<void>>,
): Promise<void> {
  await writeFolderWhole(bundle, async (folder) => {
    await keep(bundle, folder, (file) => changes.has(file));
    // The manifest last, so that a folder with one is whole.
    const files = [...changes].sort(([a], [b]) => Number(a === MANIFEST) - Number(b === MANIFEST));
    for (const [file, write] of files) await write(join(folder, file));
  });
}

async function keep(from: string, to: string, changes: (file: string) => boolean): Promise<void> {
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [old, made] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) {
      await mkdir(made);
      await keep(old, made, () => false);
    } else if (!changes(entry.name)) {
      await link(old, made).catch(() => copyFile(old, made, constants.COPYFILE_FICLONE));
    }
  }
}
