import { mkdtempSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/publish/index.ts';
import { scoreBundle } from '../../src/score/index.ts';
import { raw } from '../../src/sql/index.ts';
import { fitStudy, parseStudy } from '../../src/study/index.ts';
import { Database } from '../../src/table/index.ts';
import { assignmentsOf } from '../data/assignments-of.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

/** Three rising, three falling, one on a day in the middle, one of zeros; over 100 times in size. */
const rows = [
  ...[1, 10, 100].map((size, i) => [`up${i}`, size, 2 * size, 3 * size]),
  ...[1, 10, 100].map((size, i) => [`down${i}`, 3 * size, 2 * size, size]),
  ['peak', 0, 7, 0],
  ['silent', 0, 0, 0],
] as const;

const days = ['2024-01-01', '2024-01-02', '2024-01-03'];
const wide = () => [`user,${days.join()}`, ...rows.map((row) => row.join())].join('\n');
const long = () =>
  [
    'user,day,calls',
    ...rows.flatMap(([user, ...uses]) => uses.map((use, t) => [user, days[t], use].join())),
  ].join('\n');

const LONG = '{ kind: series, time: day, value: calls }';
const WIDE = "{ kind: series, columns: '2024-01-01..2024-01-03' }";

async function fitData(name: string, data: string, features: string, more = ''): Promise<Manifest> {
  const study = parseStudy(`
clade: 1
name: test
source: ${data}
entity: user
features: ${features}
cluster: { method: KMeans, clusters: 3 }
${more}`);
  return fitStudy({ study, folder: home }, join(home, name));
}

const text = (...path: string[]) => readFile(join(home, ...path), 'utf8');

async function labels(...path: string[]): Promise<Record<string, number>> {
  const [, ...lines] = (await text(...path)).trim().split('\n');
  return Object.fromEntries(lines.map((line) => [line.split(',')[0], Number(line.split(',')[1])]));
}

describe('fitStudy() of series', () => {
  it('clusters by shape whatever the size, and makes a series of zeros a segment of its own', async () => {
    await writeFile(join(home, 'long.csv'), long());
    const manifest = await fitData('long', 'long.csv', LONG);
    const found = await labels('long', 'assignments.csv');
    expect(new Set([found.up0, found.up1, found.up2]).size).toBe(1);
    expect(new Set([found.down0, found.down1, found.down2]).size).toBe(1);
    expect(found.peak).toBe(2);
    expect(found.silent).toBe(3);
    expect(manifest.declared).toEqual([
      {
        segment: 3,
        name: 'no activity',
        rule: 'no value other than 0 from 2024-01-01 to 2024-01-03',
        rows: 1,
      },
    ]);
    expect(manifest.emptyEntities).toBe(0);
    expect(manifest.resolved).toEqual({ from: '2024-01-01', until: '2024-01-03', total: 1339 });
    expect(manifest.warnings).toEqual([]);
    expect(await text('long', 'features.csv')).toContain('silent,0.0,0.0,,0.0');
    const report = JSON.parse(await text('long', 'report.json'));
    expect(report.groups[0].declared).toEqual(manifest.declared);
    expect(report.groups[0].series.unit).toBe('share of own maximum');
  });

  it('gives the same labels and features for CSV and Parquet, long and wide', async () => {
    await writeFile(join(home, 'wide.csv'), wide());
    await using database = await Database.open();
    for (const name of ['long', 'wide']) {
      const from = raw(`SELECT * FROM read_csv('${join(home, `${name}.csv`)}')`);
      await database.copyTo(from, join(home, `${name}.parquet`), 'parquet');
    }
    await fitData('wide', 'wide.csv', WIDE);
    await fitData('long-parquet', 'long.parquet', LONG);
    await fitData('wide-parquet', 'wide.parquet', WIDE);
    for (const file of ['assignments.csv', 'features.csv', 'segments.csv']) {
      const expected = await text('long', file);
      for (const other of ['wide', 'long-parquet', 'wide-parquet']) {
        expect(await text(other, file), `${other}/${file}`).toBe(expected);
      }
    }
  });

  it('{compare} of a wide table counts the declared segment too', async () => {
    const lines = wide().split('\n');
    const table = lines.map((line, i) => `${line},${i === 0 ? 'shape' : i % 2 === 0 ? 'x' : 'y'}`);
    await writeFile(join(home, 'groups.csv'), table.join('\n'));
    const manifest = await fitData('groups', 'groups.csv', WIDE, 'compare: shape').catch(
      (error) => error,
    );
    expect(manifest.groups[0].knownGroups[0]).toMatchObject({ name: 'shape', rows: 8 });
  });

  it('{fill: "gaps"} needs a step that fills them, and knows series without any value', async () => {
    const sparse =
      'user,day,calls\na,2024-01-01,1\na,2024-01-03,3\nb,2024-01-01,3\nb,2024-01-03,1\nc,2024-01-02,\nd,2024-01-02,0\ne,2024-01-01,2\ne,2024-01-02,1';
    await writeFile(join(home, 'sparse.csv'), sparse);
    const gaps = '{ kind: series, time: day, value: calls, fill: gaps }';
    await expect(fitData('gaps', 'sparse.csv', gaps)).rejects.toThrow(
      'got 3 missing in 3 of 3 series. Add the step "fill-gaps"',
    );
    const manifest = await fitData(
      'gaps',
      'sparse.csv',
      gaps,
      'prepare: [{ step: fill-gaps }, { step: max-scale }]',
    );
    expect(manifest.declared?.map(({ segment, name, rows }) => [segment, name, rows])).toEqual([
      [3, 'no activity', 1],
      [4, 'no data', 1],
    ]);
    expect(await labels('gaps', 'assignments.csv')).toMatchObject({ c: 4, d: 3 });
  });

  it('refuses steps that are for columns, before the data is read', async () => {
    await expect(
      fitData('steps', 'nowhere.csv', LONG, 'prepare: [{ step: standard }]'),
    ).rejects.toThrow('there is no step "standard" for series');
  });
});

describe('scoreBundle() of series', () => {
  it('lays new rows on the grid of the fit: later days are left out with a warning, zeros are the declared segment', async () => {
    const rows =
      'user,day,calls\nnew,2024-01-01,50\nnew,2024-01-02,100\nnew,2024-01-03,150\nnew,2024-01-04,999\nquiet,2024-01-04,5\n';
    await writeFile(join(home, 'new.csv'), rows);
    const scored = await scoreBundle(
      join(home, 'long'),
      join(home, 'new.csv'),
      join(home, 'new-labels.csv'),
    );
    const fitted = await labels('long', 'assignments.csv');
    expect(await labels('new-labels.csv')).toEqual({ new: fitted.up0, quiet: 3 });
    expect(scored.unassigned).toBe(0);
    expect(scored.warnings.map(({ code }) => code)).toEqual(['outside-period']);
  });

  it('gives the rows of the fit the segments of the fit, long and wide', async () => {
    for (const name of ['long', 'wide']) {
      await scoreBundle(
        join(home, name),
        join(home, `${name}.csv`),
        join(home, `${name}-again.csv`),
      );
      expect(assignmentsOf(await text(`${name}-again.csv`))).toBe(
        await text(name, 'assignments.csv'),
      );
    }
  });

  it('takes the columns of the fit from a wider table', async () => {
    await writeFile(
      join(home, 'wider.csv'),
      'user,2023-12-31,2024-01-01,2024-01-02,2024-01-03,2024-01-04\nnew,9,1,2,3,9\n',
    );
    await scoreBundle(join(home, 'wide'), join(home, 'wider.csv'), join(home, 'wider-labels.csv'));
    const fitted = await labels('wide', 'assignments.csv');
    expect(await labels('wider-labels.csv')).toEqual({ new: fitted.up0 });
  });
});
