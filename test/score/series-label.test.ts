import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scoreBundle } from '../../src/score/index.ts';
import { fitStudy, parseStudy } from '../../src/study/index.ts';
import { npyOf } from '../data/npy.ts';

let home: string;
const at = (name: string) => join(home, name);

/** Twenty waves of two kinds and 16 steps, with their kind before them or without. */
const waves = (labelled: boolean) =>
  Array.from({ length: 20 }, (_, i) => [
    ...(labelled ? [i % 2] : []),
    ...Array.from({ length: 16 }, (_, t) => (i % 2 === 0 ? Math.sin(t / 2.5) : t / 8) + i / 100),
  ]);

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  await writeFile(at('labelled.npy'), npyOf(waves(true)));
  await writeFile(at('plain.npy'), npyOf(waves(false)));
  for (const [name, source] of [
    ['with', '{ path: labelled.npy, label: first }\ncompare: label'],
    ['without', 'plain.npy'],
  ]) {
    const study = parseStudy(`
clade: 1
name: ${name}
source: ${source}
features: { kind: series, columns: 't*' }
prepare: [{ step: z-normalise }]
cluster: { method: KMeans, clusters: 2 }`);
    await fitStudy({ study, folder: home }, at(name));
  }
}, 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

async function score(bundle: string, data: string, label?: 'first' | 'none') {
  const { warnings } = await scoreBundle(at(bundle), at(data), at('out.csv'), { label });
  const segments = (await readFile(at('out.csv'), 'utf8')).trim().split('\n').slice(1);
  const kinds = segments.map((line) => Number(line.split(',')[1]));
  expect(new Set(kinds.filter((_, i) => i % 2 === 0)).size).toBe(1);
  expect(new Set(kinds).size).toBe(2);
  return warnings.map(({ code }) => code);
}

test('scoreBundle() takes the first number for a class where the study of the bundle says so', async () => {
  expect(await score('with', 'labelled.npy')).toEqual([]);
  expect(await score('without', 'plain.npy')).toEqual([]);
});

test('scoreBundle({label}) reads series with a class by a bundle without, and the other way round', async () => {
  expect(await score('with', 'plain.npy', 'none')).toEqual([]);
  expect(await score('without', 'labelled.npy', 'first')).toEqual([]);
});

test('scoreBundle() warns where a class was taken for a step, or a step for a class', async () => {
  expect(await score('with', 'plain.npy')).toContain('doubtful-label');
  const { warnings } = await scoreBundle(at('without'), at('labelled.npy'), at('out.csv'));
  expect(warnings.map(({ message }) => message)).toContain(
    'score: series have 17 steps, one more than those of the fit; the first number of each was taken for a step. If it is its class, add --label first (label: first).',
  );
});

test('scoreBundle() of a bundle fitted on an array takes new series as a table, of which label cannot be said', async () => {
  const names = Array.from({ length: 16 }, (_, t) => `t${t + 1}`);
  const rows = waves(false).map((row) => row.join());
  await writeFile(at('table.csv'), `${names}\n${rows.join('\n')}\n`);
  expect(await score('with', 'table.csv')).toEqual([]);
  await expect(score('with', 'table.csv', 'none')).rejects.toThrow(
    'score: label must only be given for series of the UCR archive or of .npy files, got "none" for',
  );
});
