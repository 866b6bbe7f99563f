import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OptionError } from '../../src/base/index.ts';
import { readManifest } from '../../src/publish/index.ts';
import { nameSegment } from '../../src/score/index.ts';
import { fitStudy, parseStudy } from '../../src/study/index.ts';

let home: string;
let out: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  out = join(home, 'out');
  const rows = Array.from(
    { length: 60 },
    (_, i) => `${i},${(i % 3) * 10 + (i % 7) / 10},${'ab'[i % 2]}`,
  );
  writeFileSync(join(home, 'rows.csv'), `id,x,kind\n${rows.join('\n')}\n`);
  const study = parseStudy(
    `
clade: 1
name: rows
source: rows.csv
entity: id
features: { kind: table, columns: [x] }
cluster: { method: KMeans, clusters: 3, within: kind }
`,
    {},
    'study',
  );
  await fitStudy({ study, folder: home }, out);
}, 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

const file = (name: string) => readFileSync(join(out, name), 'utf8');

test('nameSegment writes the name into manifest, profiles and report, of the one group', async () => {
  const files = readdirSync(out).sort();
  const before = file('segments.csv').split('\n');
  await nameSegment(out, 1, ' Loyal, "gold" ', 'b');
  const { groups } = await readManifest(out);
  const found = groups.find(({ within }) => within === 'b')!;
  expect(found.segments?.[1]).toEqual({ id: 1, name: 'Loyal, "gold"' });
  expect(groups.find(({ within }) => within === 'a')!.segments?.[1].name).toBeNull();
  const after = file('segments.csv').split('\n');
  const changed = after.filter((line, i) => line !== before[i]);
  expect(changed).toHaveLength(1);
  expect(changed[0]).toMatch(/^b,1,"Loyal, ""gold""",10,/);
  expect(file('report.html')).toContain('Loyal, &quot;gold&quot;');
  expect(readdirSync(out).sort()).toEqual(files);
});

test('nameSegment with an empty name brings the suggestion back', async () => {
  const before = file('segments.csv');
  await nameSegment(out, 0, 'Anything', 'a');
  expect(file('segments.csv')).not.toBe(before);
  await nameSegment(out, 0, '', 'a');
  expect(file('segments.csv')).toBe(before);
});

test('nameSegment refuses what cannot be meant, and says what can', async () => {
  const refused = async (segment: number, name: string, within?: string) => {
    const error = await nameSegment(out, segment, name, within).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(OptionError);
    return (error as OptionError).message;
  };
  await nameSegment(out, 2, 'Taken', 'a');
  expect(await refused(9, 'x', 'a')).toMatch(/one of 0, 1, 2, got 9/);
  expect(await refused(1, 'Taken', 'a')).toMatch(/segment 2 has it/);
  expect(await refused(1, 'x')).toMatch(/--group must be a value of "kind"/);
  expect(await refused(1, 'a\nb', 'a')).toMatch(/one line/);
});
