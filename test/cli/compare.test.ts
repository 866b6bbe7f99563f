import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runClade } from './run-clade.ts';

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  const rows = (count: number, from = 0) =>
    Array.from({ length: count }, (_, i) => `c${from + i},${((from + i) % 3) * 50 + (i % 7)}`);
  writeFileSync(join(home, 'monday.csv'), `id,spend\n${rows(90).join('\n')}\n`);
  writeFileSync(join(home, 'tuesday.csv'), `id,spend\n${rows(90, 5).join('\n')}\n`);
  writeFileSync(
    join(home, 'study.yaml'),
    `
clade: 1
name: customers
parameters: { data: monday.csv }
source: \${data}
entity: id
features: { kind: table, columns: [spend] }
cluster: { method: KMeans, clusters: 3 }
`,
  );
  await runClade(['fit', 'study.yaml', '--out', 'monday'], home);
}, 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

test('clade name, then clade fit --previous: the name is there the next night', async () => {
  const named = await runClade(['name', 'monday', 'S1', 'Loyal', '--json'], home);
  expect(named.json).toEqual({ segment: 1, name: 'Loyal', within: null });
  const { code, json, stdout } = await runClade(
    [
      'fit',
      'study.yaml',
      '-p',
      'data=tuesday.csv',
      '--previous',
      'monday',
      '--out',
      'tuesday',
      '--json',
    ],
    home,
  );
  expect({ code, stdout }).toMatchObject({ code: 0 });
  expect(json.since).toMatchObject({ shared: 85, moved: 0, gone: 5, arrived: 5 });
  expect(readFileSync(join(home, 'tuesday', 'segments.csv'), 'utf8')).toMatch(/^1,Loyal,/m);
});

test('clade compare prints segments and features, and writes a page and a list of movers', async () => {
  const { code, stdout } = await runClade(
    ['compare', 'monday', 'tuesday', '--out', 'page.html', '--movers', 'moved.parquet'],
    home,
  );
  expect(code).toBe(0);
  expect(stdout).toContain('85 in both: 85 stayed, 0 moved; 5 new, 5 gone');
  expect(stdout).toMatch(/all +S1 +S1 +Loyal/);
  expect(stdout).toMatch(/feature +PSI/);
  expect(readFileSync(join(home, 'page.html'), 'utf8')).toContain('clade comparison');
  const { json } = await runClade(['compare', 'monday', 'tuesday', '--json'], home);
  expect(json.groups[0].adjustedRand).toBe(1);
});

test('clade compare and clade name say in one line what is wrong, and exit with 2', async () => {
  for (const [args, message] of [
    [['compare', 'monday', 'nowhere'], /must be a folder that clade fit left/],
    [['compare', 'monday', 'tuesday', '--out', 'page.pdf'], /--out must end in \.html/],
    [
      ['compare', 'monday', 'tuesday', '--movers', 'moved.xlsx'],
      /movers must end in \.csv or \.parquet/,
    ],
    [['name', 'monday', '7', 'x'], /must be one of 0, 1, 2, got 7/],
    [['name', 'monday', 'first', 'x'], /must be a number such as 3 or S3/],
  ] as const) {
    const { code, stderr } = await runClade(args, home);
    expect({ args, code }).toEqual({ args, code: 2 });
    expect(stderr).toMatch(message);
  }
});
