import { mkdtempSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { type SeriesOptions, seriesFeatures } from '../../src/features/index.ts';
import { scoreBundle } from '../../src/score/index.ts';
import { parseSource } from '../../src/source/index.ts';
import { raw } from '../../src/sql/index.ts';
import { fitStudy, readStudy } from '../../src/study/index.ts';
import { attachSource, Database } from '../../src/table/index.ts';
import { assignmentsOf } from '../data/assignments-of.ts';
import { sharedData } from '../data/shared.ts';

const standIn = sharedData('daily-usage-standin/item_daily_units_long.parquet');
const weekly = sharedData('weekly-product-sales/Sales_Transactions_Dataset_Weekly.csv');
const hourly = sharedData('m4-hourly/Hourly-train.csv.gz');
const meter = sharedData('london-smart-meter/dfMAC000584.csv.gz');

async function read(path: string, options: SeriesOptions) {
  await using database = await Database.open({ threads: 2 });
  const run = new Run();
  await attachSource(database, parseSource(path), 'data');
  const table = await seriesFeatures(database, options, 'data', run);
  const { panel } = table;
  const finite = panel.data.filter((value) => !Number.isNaN(value));
  const most = panel.data.reduce((a, b) => (b > a ? b : a), 0);
  const sum = finite.reduce((a, b) => a + b, 0);
  return { ...table, sum, most, finite, warnings: run.warnings };
}

const daily = { entity: ['uid'], time: 'date', value: 'usage' };

describe.skipIf(standIn === undefined)('seed 000 on the stand-in for its private data', () => {
  let home: string;
  beforeAll(() => {
    home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  });
  afterAll(() => rm(home, { recursive: true, force: true }));

  test('the panel is 3,648 items × 374 days, 79.8 % of it zeros, and holds what the file holds', async () => {
    const { panel, grid, sum, finite, facts, warnings } = await read(standIn!, daily);
    expect([panel.series, grid.steps, finite.length]).toEqual([3648, 374, 1_364_352]);
    const zeros = finite.filter((value) => value === 0).length;
    expect((100 * zeros) / finite.length).toBeCloseTo(79.8, 1);
    await using database = await Database.open();
    const { columns } = await database.query(
      raw(`SELECT sum(usage)::DOUBLE, count(*) FILTER (usage = 0) FROM '${standIn}'`),
    );
    expect([sum, zeros]).toEqual(columns.map(({ values }) => Number(values[0])));
    expect(facts.total).toBe(sum);
    expect(warnings).toEqual([]);
  });

  test('rows without zeros, from CSV, give the same panel', async () => {
    const whole = await read(standIn!, daily);
    const path = join(home, 'sparse.csv');
    await using database = await Database.open();
    await database.copyTo(
      raw(`SELECT CAST(date AS DATE) AS date, uid, usage FROM '${standIn}' WHERE usage <> 0`),
      path,
      'csv',
    );
    const sparse = await read(path, daily);
    expect(Buffer.compare(bytes(sparse.panel.data), bytes(whole.panel.data))).toBe(0);
    expect(sparse.features).toEqual(whole.features);
  });

  test('every item gets a segment, and the same one when scored again', async () => {
    const study = new URL('../../examples/usage-series/study.yaml', import.meta.url).pathname;
    const out = join(home, 'out');
    const manifest = await fitStudy(await readStudy(study, { data: standIn! }), out, {
      threads: 2,
    });
    const labels = await readFile(join(out, 'assignments.csv'), 'utf8');
    const segments = labels
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => Number(line.split(',')[1]));
    expect(segments).toHaveLength(3648);
    expect(Math.min(...segments)).toBe(0);
    expect(manifest.declared?.map(({ rows }) => rows)).toEqual([0]);
    await scoreBundle(out, standIn!, join(home, 'again.csv'), { threads: 2 });
    expect(assignmentsOf(await readFile(join(home, 'again.csv'), 'utf8'))).toBe(labels);
  });
});

describe.skipIf(standIn === undefined)('seed 000, as in the seed', () => {
  test('the net of the notebook gives zeros only, and that is said', async () => {
    const path = new URL('../../examples/usage-series/as-in-the-seed.yaml', import.meta.url)
      .pathname;
    const { study, folder } = await readStudy(path, { data: standIn! });
    const out = mkdtempSync(join(tmpdir(), 'clade-test-'));
    const manifest = await fitStudy({ study: { ...study, gate: false }, folder }, out, {
      threads: 2,
    });
    await rm(out, { recursive: true, force: true });
    expect(manifest.warnings.map(({ code }) => code)).toContain('collapsed');
    const { training } = manifest.encoders[0];
    const zero = training!.trivial.find(({ predictor }) => predictor.includes('zero'))!;
    expect(training!.finalLoss / zero.loss).toBeGreaterThan(0.95);
    expect(training!.epochs).toHaveLength(20);
  }, 240_000);
});

describe('seriesFeatures() of other real series', () => {
  test.skipIf(weekly === undefined)(
    '52 weeks of 811 products, wide beside columns that repeat them',
    async () => {
      const { panel, most, finite, warnings } = await read(weekly!, {
        entity: ['Product_Code'],
        columns: 'W0..W51',
      });
      expect([panel.series, panel.steps, most]).toEqual([811, 52, 73]);
      const zeros = finite.filter((value) => value === 0).length;
      expect((100 * zeros) / finite.length).toBeCloseTo(28.2, 1);
      expect(warnings).toEqual([]);
    },
  );

  test.skipIf(hourly === undefined)(
    'series of 700 and of 960 hours, padded on the right',
    async () => {
      const { panel } = await read(hourly!, { entity: ['V1'], columns: 'V2..V961', fill: 'gaps' });
      const lengths = new Map<number, number>();
      for (const length of panel.lengths) lengths.set(length, (lengths.get(length) ?? 0) + 1);
      expect([...lengths].sort((a, b) => a[0] - b[0])).toEqual([
        [700, 169],
        [960, 245],
      ]);
    },
  );

  test.skipIf(meter === undefined)(
    'half-hours of a meter add up to hours and days, with gaps where there is none',
    async () => {
      const asked = { entity: ['mac'], time: 'datetime', value: 'kwhh' };
      const days = await read(meter!, { ...asked, every: 'day', fill: 'gaps' });
      const hours = await read(meter!, { ...asked, every: 'hour', fill: 'gaps' });
      expect(hours.sum).toBeCloseTo(days.sum, 0);
      expect(hours.sum).toBeCloseTo(hours.facts.total, 0);
      expect(hours.panel.steps - hours.finite.length).toBeGreaterThan(0);
      expect(days.facts.used).toBe(hours.facts.used);
      expect(hours.panel.steps).toBeGreaterThan(24 * (days.panel.steps - 2));
    },
  );
});

const bytes = (data: Float32Array) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
