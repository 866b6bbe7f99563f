import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = process.env.CLADE_DATA ?? new URL('../../../shared/data', import.meta.url).pathname;

/** The full path of a file of the shared data sets; undefined, with the reason printed, when it is not there. */
export function sharedData(path: string): string | undefined {
  const full = join(folder, path);
  if (existsSync(full)) return full;
  process.stderr.write(
    `skipped: ${full} is not there; set CLADE_DATA to the folder that holds it\n`,
  );
  return undefined;
}
