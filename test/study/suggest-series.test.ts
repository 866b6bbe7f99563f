import { mkdtempSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  fitStudy,
  inspectData,
  parseStudy,
  readStudy,
  suggestStudy,
  writeSample,
} from '../../src/study/index.ts';
import { npyOf } from '../data/npy.ts';
import { sharedData } from '../data/shared.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function suggest(path: string) {
  const text = suggestStudy(await inspectData(path), path);
  return { text, study: parseStudy(text) };
}

const weekly = sharedData('weekly-product-sales/Sales_Transactions_Dataset_Weekly.csv');
const events = sharedData('greynoise-api-usage/user_api_data.csv');

describe('suggestStudy()', () => {
  test('takes days that most users have rows on for series, says so, and fit runs with it', async () => {
    const data = join(home, 'usage.csv');
    await writeSample('usage-series', data, { users: 120, days: 200 });
    const { text, study } = await suggest(data);
    expect(study.features).toEqual({
      kind: 'series',
      time: 'date',
      value: 'usage',
      every: 'day',
    });
    expect(study.entity).toEqual(['uid']);
    expect(study.encode).toEqual([{ method: 'PCA', components: 20, use: 'code' }]);
    expect(text).toMatch(/# "uid" has rows on \d\d % of the days/);
    const manifest = await fitStudy({ study, folder: home }, join(home, 'out'), { threads: 2 });
    expect(manifest.groups[0].clusters).toBeGreaterThan(1);
  });

  test('takes columns of days for series, with gaps where cells are empty', async () => {
    const days = Array.from({ length: 20 }, (_, i) => `2024-01-${String(i + 1).padStart(2, '0')}`);
    const rows = Array.from({ length: 30 }, (_, r) => [
      `u${r}`,
      ...days.map((_, i) => ((r * 7 + i * 3) % 11) + 1),
      5,
    ]);
    const cells = rows.map((row) => row.join());
    cells[0] = cells[0].replace(/,\d+,5$/, ',,5');
    await writeFile(join(home, 'wide.csv'), `user,${days.join()},age\n${cells.join('\n')}\n`);
    const { study } = await suggest(join(home, 'wide.csv'));
    expect(study.features).toEqual({
      kind: 'series',
      columns: '2024-01-01..2024-01-20',
      fill: 'gaps',
    });
    expect(study.prepare.map(({ step }) => step)).toEqual(['fill-gaps', 'z-normalise']);
  });

  test('takes heartbeats for curves, compares with their labels and says nothing of single samples', async () => {
    const data = join(home, 'beats.csv');
    await writeSample('heartbeats', data, { series: 80, shares: 'equal', shortest: 0.6 });
    const { text, study } = await suggest(data);
    expect(study.features).toEqual({ kind: 'series', columns: 't1..t140', fill: 'gaps' });
    expect(study.prepare).toEqual([
      { step: 'fill-gaps' },
      { step: 'resample', steps: 140, by: 'line' },
      { step: 'z-normalise' },
    ]);
    expect(study.encode?.map(({ method }) => method)).toEqual(['RandomConvolutions', 'UMAP']);
    expect(study.cluster).toMatchObject({ method: 'Agglomerative', linkage: ['ward', 'average'] });
    expect(study.compare).toEqual(['label']);
    expect(text).not.toMatch(/Note:/);
    const manifest = await fitStudy({ study, folder: home }, join(home, 'beats'), { threads: 2 });
    expect(manifest.groups[0].clusters).toBeGreaterThan(1);
  });

  test('writes for heartbeats of one length what the example says', async () => {
    const data = join(home, 'even.csv');
    await writeSample('heartbeats', data, { series: 80 });
    const { study } = await suggest(data);
    const { study: example } = await readStudy('examples/heartbeats/study.yaml', { data });
    const { clusters: _, ...asked } = study.cluster;
    expect(study.features).toEqual({ ...example.features, columns: 't1..t140' });
    expect(example).toMatchObject({ prepare: study.prepare, encode: study.encode, cluster: asked });
    expect(study.compare).toEqual(example.compare);
  });

  test('takes columns that only count up for features', async () => {
    const names = Array.from({ length: 28 }, (_, i) => `V${i + 1}`);
    const rows = Array.from({ length: 40 }, (_, r) =>
      names.map((_, i) => (r * 31 + i * 17) % 23).join(),
    );
    await writeFile(join(home, 'features.csv'), `${names.join()}\n${rows.join('\n')}\n`);
    expect((await suggest(join(home, 'features.csv'))).study.features.kind).toBe('table');
  });

  test.skipIf(weekly === undefined)('finds the 52 weeks of products', async () => {
    const { study } = await suggest(weekly!);
    expect(study.features).toEqual({ kind: 'series', columns: 'W0..W51' });
    expect(study.entity).toEqual(['Product_Code']);
  });

  test.skipIf(events === undefined)('leaves calls on few days usage events', async () => {
    expect((await suggest(events!)).study.features.kind).toBe('usage');
  });

  test('names the channels of a .ts file and compares with its classes', async () => {
    const rows = Array.from({ length: 20 }, (_, i) => {
      const wave = Array.from({ length: 14 + (i % 3) }, (_, t) => Math.sin(t + i).toFixed(3));
      return `${wave.join()}:${wave.toReversed().join()}:${i % 2 === 0 ? 'up' : 'down'}`;
    });
    const header = '@univariate false\n@dimensions 2\n@classLabel true up down\n@data\n';
    await writeFile(join(home, 'waves.ts'), header + rows.join('\n'));
    const { text, study } = await suggest(join(home, 'waves.ts'));
    expect(study.features).toEqual({
      kind: 'series',
      columns: { c1: 'c1_t*', c2: 'c2_t*' },
      fill: 'gaps',
    });
    expect(study.prepare.map(({ step }) => step)).toEqual(['fill-gaps', 'resample', 'z-normalise']);
    expect(study.compare).toEqual(['label']);
    expect(text).toContain('# 20 series with 2 channels of up to 16 steps.');
  });

  test('takes few whole numbers before the series of an array for their class, and says so', async () => {
    const rows = Array.from({ length: 12 }, (_, i) =>
      Array.from({ length: 6 }, (_, t) => (t === 0 ? i % 3 : Math.cos(6 * i + t))),
    );
    await writeFile(join(home, 'array.npy'), npyOf(rows));
    const { text, study } = await suggest(join(home, 'array.npy'));
    expect(study.source).toEqual({ path: join(home, 'array.npy'), label: 'first' });
    expect(study.features).toEqual({ kind: 'series', columns: 't*', fill: 'gaps' });
    expect(study.compare).toEqual(['label']);
    expect(text).toContain('taken for its class');
  });

  test('says why one series, or series that never change, cannot be segmented', async () => {
    const wave = Array.from({ length: 30 }, (_, t) => Math.sin(t / 3).toFixed(3));
    await writeFile(join(home, 'one_TRAIN.tsv'), `1\t${wave.join('\t')}\n`);
    await expect(suggest(join(home, 'one_TRAIN.tsv'))).rejects.toThrow(
      'init: there must be at least two rows to make segments of, got 1. Give more rows.',
    );
    const flat = `1\t${wave.map(() => '2.0').join('\t')}\n`;
    await writeFile(join(home, 'flat_TRAIN.tsv'), flat.repeat(5));
    await expect(suggest(join(home, 'flat_TRAIN.tsv'))).rejects.toThrow(
      'got none (31 of 31 hold one value in all rows)',
    );
  });
});
