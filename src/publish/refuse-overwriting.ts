import { realpath } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { OptionError, show } from '../base/index.ts';

/**
 * Links and other spellings of a path count: ./data.csv is data.csv.
 *
 * @param out the file or folder to be written
 * @throws {OptionError} one of the files read is `out`, or lies in it
 */
export async function refuseOverwriting(out: string, inputs: readonly string[]): Promise<void> {
  const target = await truePath(out);
  for (const input of inputs) {
    const read = await truePath(input);
    if (read === target || read.startsWith(target + sep)) {
      throw new OptionError(
        `out: ${show(out)} must not take the place of the input ${show(input)}. Choose another name.`,
      );
    }
  }
}

/** The path without links, as far as it exists. */
async function truePath(path: string): Promise<string> {
  const full = resolve(path);
  try {
    return await realpath(full);
  } catch {
    const parent = dirname(full);
    return parent === full ? full : (await truePath(parent)) + full.slice(parent.length);
  }
}
