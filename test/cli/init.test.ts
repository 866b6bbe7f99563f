import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { initAndFit } from './init-and-fit.ts';
import { runClade } from './run-clade.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

test('clade sample, inspect, init and fit go from nothing to segments that match the truth', async () => {
  await runClade(['sample', 'api-usage', '-o', 'calls.csv', '-p', 'users=200'], home);
  const inspect = await runClade(['inspect', 'calls.csv', '--json'], home);
  expect(inspect.json).toMatchObject({
    layout: 'events',
    entity: ['user_id', 'type'],
    time: 'dt',
    value: 'api_count',
  });
  const { study, fit } = await initAndFit(home, 'calls.csv', 'calls');
  expect(study).toMatch(/within: type/);
  expect(fit.groups).toHaveLength(5);
  expect(fit.segments).toBeGreaterThan(10);
});

test('clade init refuses to write over a study that is there', async () => {
  writeFileSync(join(home, 'mine.yaml'), 'my work');
  writeFileSync(join(home, 'small.csv'), 'a,b\n1,2\n3,4\n');
  const { code, stderr } = await runClade(['init', 'small.csv', '-o', 'mine.yaml'], home);
  expect(code).toBe(2);
  expect(stderr).toMatch(/may hold your work/);
  expect(readFileSync(join(home, 'mine.yaml'), 'utf8')).toBe('my work');
});

test('clade init of a table without numbers exits 2 with one sentence and writes nothing', async () => {
  writeFileSync(join(home, 'words.csv'), 'name,town\nann,bonn\nbob,kiel\ncid,jena\n');
  const { code, stderr } = await runClade(['init', 'words.csv', '-o', 'words.yaml'], home);
  expect(code).toBe(2);
  expect(stderr).toMatch(/at least one column to segment by/);
  expect(readdirSync(home)).not.toContain('words.yaml');
});

test('clade init names a category of many levels that it does not segment by', async () => {
  const rows = Array.from(
    { length: 120 },
    (_, i) => `${i},${(i * 7) % 31},${(i * 5) % 23},${(i * 3) % 11},town ${i % 40}`,
  );
  writeFileSync(join(home, 'towns.csv'), `id,a,b,c,town\n${rows.join('\n')}\n`);
  await runClade(['init', 'towns.csv', '-o', 'towns.yaml'], home);
  expect(readFileSync(join(home, 'towns.yaml'), 'utf8')).toContain(
    '# Left out: town (40 levels; list it here, with a step "category" or "text", to segment by it)',
  );
});
