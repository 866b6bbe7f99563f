import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runClade } from './run-clade.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const events = (lines: string[]) => `day,user,calls\n${lines.join('\n')}\n`;

/** Enough good events of many users for three segments. */
function goodEvents(): string {
  const lines: string[] = [];
  for (let user = 0; user < 30; user++) {
    for (let day = 1; day <= 1 + (user % 9); day++)
      lines.push(`2024-01-${String(day).padStart(2, '0')},u${user},${user * day + 1}`);
  }
  return events(lines);
}

const usageStudy = `
clade: 1
name: bad input
parameters: { data: data.csv }
source: \${data}
entity: user
features: { kind: usage, time: day, value: calls }
cluster: { method: KMeans, clusters: 3 }
`;

const tableStudy = `
clade: 1
name: bad input
parameters: { data: data.csv }
source: \${data}
features: { kind: table, columns: [a, b] }
cluster: { method: KMeans, clusters: 3 }
`;

interface Case {
  readonly title: string;
  readonly file?: string;
  readonly text?: string | Uint8Array;
  readonly study?: string;
  readonly says: RegExp;
}

const cases: Case[] = [
  { title: 'a missing file', file: 'dta.csv', says: /dta\.csv/ },
  { title: 'an empty file', text: '', says: /empty/ },
  { title: 'a header only', text: 'day,user,calls\n', says: /no rows|header/i },
  {
    title: 'a wrong column name',
    text: goodEvents(),
    study: usageStudy.replace('value: calls', 'value: cals'),
    says: /"cals".*Did you mean "calls"/,
  },
  {
    title: 'a ragged row',
    text: events(['2024-01-01,u1,3', '2024-01-02,u1', '2024-01-03,u2,4,5,6']),
    says: /line \d+/,
  },
  {
    title: 'a date that is not one',
    text: events(['2024-01-01,u1,3', 'yesterday,u1,4', '2024-01-03,u2,5', '2024-01-04,u3,5']),
    says: /day/,
  },
  {
    title: 'features that are all constant',
    text: 'a,b\n1,2\n1,2\n1,2\n1,2\n',
    study: tableStudy,
    says: /constant|differ/,
  },
  {
    title: 'fewer rows than clusters',
    text: 'a,b\n1,2\n3,4\n',
    study: tableStudy,
    says: /at least 3|clusters/,
  },
  {
    title: 'NaN in all rows',
    text: 'a,b,c\nNaN,NaN,1\nNaN,NaN,2\nNaN,NaN,3\nNaN,NaN,4\n',
    study: tableStudy,
    says: /at least one feature must differ/,
  },
  {
    title: 'no values in any row',
    text: 'a,b,c\n,,1\n,,2\n,,3\n,,4\n',
    study: tableStudy,
    says: /at least one entity must have a feature value/,
  },
  {
    title: 'an unreadable Parquet file',
    file: 'broken.parquet',
    text: 'PAR1 this is not one',
    says: /[Pp]arquet/,
  },
  {
    title: 'a study with an unknown key',
    text: goodEvents(),
    study: usageStudy.replace('entity: user', 'entity: user\nclustr: 3'),
    says: /no key "clustr". Did you mean "cluster"/,
  },
  {
    title: 'an option that the method does not have',
    text: goodEvents(),
    study: usageStudy.replace('clusters: 3', 'cluster: 3'),
    says: /no option "cluster". Did you mean "clusters"/,
  },
  {
    title: 'a method that does not exist',
    text: goodEvents(),
    study: usageStudy.replace('KMeans', 'Kmean'),
    says: /Did you mean "KMeans"/,
  },
];

test.each(cases)(
  'clade fit with $title exits 2 with one sentence and writes nothing',
  async ({ file = 'data.csv', text, study = usageStudy, says }) => {
    const folder = mkdtempSync(join(home, 'case-'));
    if (text !== undefined) writeFileSync(join(folder, file), text);
    writeFileSync(join(folder, 'study.yaml'), study);
    const before = readdirSync(folder);
    const { code, stderr, stdout, json } = await runClade(
      ['fit', 'study.yaml', '-p', `data=${file}`, '--out', 'out', '--json'],
      folder,
    );
    expect({ code, stderr }).toMatchObject({ code: 2 });
    const sentences = stderr.split('\n').filter((line) => line.startsWith('error'));
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(says);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(json.error.message).toBe(sentences[0].replace('error: ', ''));
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(before);
  },
);

test('clade without a command exits 2 and shows the way', async () => {
  const { code, stderr } = await runClade([]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/clade fit study.yaml/);
});

test('clade fits exits 2 and suggests fit', async () => {
  const { code, stderr } = await runClade(['fits']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/Did you mean fit/);
});
