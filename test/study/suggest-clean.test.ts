import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  fitStudy,
  inspectData,
  parseStudy,
  suggestClean,
  suggestStudy,
} from '../../src/study/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clade-clean-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Events with days written day first, some without a user, some notes that are blank or say nothing. */
async function events(): Promise<string> {
  const path = join(folder, 'events.csv');
  const rows = Array.from({ length: 400 }, (_, i) => {
    const user = i % 40 === 0 ? '' : `u${i % 13}`;
    const note = i % 50 === 3 ? '"   "' : i % 50 === 4 ? 'N/A' : `n${i % 7}`;
    return `${user},${1 + (i % 28)}/${1 + (i % 11)}/2024,${(i * 13) % 17},${note}`;
  });
  await writeFile(path, `user_id,day,calls,note\n${rows.join('\n')}\n${rows[1]}\n`);
  return path;
}

it('suggestClean(inspection) proposes what the data call for, and says why', async () => {
  const { steps, reasons } = suggestClean(await inspectData(await events()));
  expect(steps).toEqual([
    { step: 'trim', columns: ['note'] },
    { step: 'missing', columns: ['note'] },
    { step: 'date', columns: ['day'], order: 'day-first' },
    { step: 'drop', columns: ['user_id'], missing: true },
  ]);
  expect(reasons.at(-1)).toBe(
    '1 row repeats another in every column: if that is a mistake of the export, add step: duplicates',
  );
});

it('suggestStudy(inspection) writes the steps with their reasons, and the study fits', async () => {
  const path = await events();
  const text = suggestStudy(await inspectData(path), path);
  expect(text).toContain('# date: day is day-first, which a few new rows alone might not tell.');
  expect(text).toContain('columns: [ user_id ]');
  const manifest = await fitStudy({ study: parseStudy(text), folder }, join(folder, 'out'));
  expect(manifest.cleaning?.steps.map(({ step, rowsOut }) => [step, rowsOut])).toEqual([
    ['trim', 401],
    ['missing', 401],
    ['date', 401],
    ['drop', 391],
  ]);
});

it('suggestClean of a table of one row per entity drops rows that repeat, and nothing of a clean one', async () => {
  const path = join(folder, 'table.csv');
  const rows = Array.from({ length: 40 }, (_, i) => `${(i * 7) % 23}.5,${(i * 11) % 19}.25`);
  await writeFile(path, `a,b\n${rows.join('\n')}\n${rows[0]}\n`);
  expect(suggestClean(await inspectData(path)).steps).toEqual([{ step: 'duplicates' }]);
  await writeFile(path, `a,b\n${rows.join('\n')}\n`);
  expect(suggestClean(await inspectData(path))).toEqual({ steps: [], reasons: [] });
});
