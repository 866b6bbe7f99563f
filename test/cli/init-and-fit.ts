import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runClade } from './run-clade.ts';

/** clade init and clade fit in the folder `home`, with no hand edit in between. */
export async function initAndFit(home: string, data: string, name: string) {
  const study = `${name}.yaml`;
  const init = await runClade(['init', data, '-o', study, '--json'], home);
  expect({ code: init.code, stderr: init.stderr }).toMatchObject({ code: 0 });
  const fit = await runClade(['fit', study, '--out', name, '--json'], home);
  expect({ code: fit.code, stderr: fit.stderr }).toMatchObject({ code: 0 });
  return { study: readFileSync(join(home, study), 'utf8'), fit: fit.json };
}
