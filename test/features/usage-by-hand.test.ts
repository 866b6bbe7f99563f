import { describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { usageFeatures } from '../../src/features/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';

const events = { entity: ['user'], time: 'day', value: 'calls' };

async function measure(
  rows: string,
  columns: string[],
  options = {},
  checked = true,
): Promise<unknown[][]> {
  await using database = await Database.open({ threads: 2 });
  await database.execute(
    raw(`CREATE TABLE events AS SELECT * FROM (VALUES ${rows}) AS t("user", day, calls)`),
  );
  const asked = { ...events, columns, ...options };
  const facts = checked
    ? await usageFeatures(asked).check(database, 'events', new Run())
    : undefined;
  const table = await database.query(usageFeatures({ ...asked, facts }).select('events'));
  expect(table.columns.map((column) => column.name)).toEqual(['user', ...columns]);
  const found = Array.from({ length: table.rows }, (_, i) =>
    table.columns.map((column) => column.values[i]),
  );
  // Without facts it goes through ordered lists, whose deviations may round differently.
  if (checked) {
    const listed = await measure(rows, columns, options, false);
    expect(listed).toEqual(
      found.map((row) => row.map((cell) => (typeof cell === 'number' ? closeTo(cell, 14) : cell))),
    );
  }
  return found;
}

const closeTo = (value: number, digits: number) =>
  Number.isNaN(value) ? Number.NaN : expect.closeTo(value, digits);

/** Saturday the 1st: 10, Sunday: 20, Monday: 30; a gap of four days; Friday the 7th: 40. */
const ANN = `('ann', DATE '2022-01-01', 10), ('ann', DATE '2022-01-02', 20), ('ann', DATE '2022-01-03', 30), ('ann', DATE '2022-01-07', 40)`;
/** One day only. */
const BOB = `('bob', DATE '2022-01-05', 900)`;

describe('usageFeatures, worked by hand', () => {
  it('select() gives days, duration and mean run: 4 days over 6, in runs of 3 and 1', async () => {
    const rows = await measure(`${ANN}, ${BOB}`, ['use_days', 'use_duration', 'avg_cont_use']);
    expect(rows).toEqual([
      ['ann', 4, 6, 2],
      ['bob', 1, 0, 1],
    ]);
  });

  it('select() gives volumes: total 100 is log10 2, range 30, mean 25, a tenth of everything', async () => {
    const columns = ['total_calls_log10', 'usage_range', 'mean_per_day', 'total_share'];
    const rows = await measure(`${ANN}, ${BOB}`, columns);
    expect(rows[0]).toEqual(['ann', 2, 30, 25, 0.1]);
    expect(rows[1]).toEqual(['bob', Math.log10(900), 0, 900, 0.9]);
  });

  it('select() scales within the entity: (0 + 1/3 + 2/3 + 1)/4, deviation √5/6; a constant gives 1 and 0', async () => {
    const rows = await measure(`${ANN}, ${BOB}`, ['mean_usage_scaled', 'sd_usage_scaled']);
    expect(rows[0][1]).toBe(0.5);
    expect(rows[0][2]).toBeCloseTo(Math.sqrt(5) / 6, 15);
    expect(rows[1]).toEqual(['bob', 1, 0]);
  });

  it('select() fits the slope over all days of the span, days without use as 0', async () => {
    // y = 10 20 30 0 0 0 40 on t = 0…6: mean 100/7, Σ(t − 3)·y = −30 − 40 − 30 + 120 = 20, Σ(t − 3)² = 28.
    const rows = await measure(`${ANN}, ${BOB}`, ['slope', 'trend']);
    expect(rows[0][1]).toBeCloseTo(20 / 28, 14);
    expect(rows[0][2]).toBeCloseTo(((20 / 28) * 6) / (100 / 7), 14);
    expect(rows[1]).toEqual(['bob', 0, 0]);
  });

  it('select() counts peaks: one run above the mean plus one deviation is one peak', async () => {
    // 1 1 9 8 1 1 9 1 over 8 days: mean 3.875, deviation 3.62, so 9, 8 is one peak and 9 another.
    const uses = [1, 1, 9, 8, 1, 1, 9, 1];
    const rows = uses.map((use, i) => `('cy', DATE '2022-01-0${i + 1}', ${use})`).join(', ');
    expect(await measure(`${rows}, ${BOB}`, ['peaks'])).toEqual([
      ['bob', 0],
      ['cy', 2],
    ]);
  });

  it('select() gives no peak to equal days, whose sum is rounded', async () => {
    const rows = [1, 2, 3].map((i) => `('cy', DATE '2022-01-0${i}', 0.1::DOUBLE)`).join(', ');
    expect(await measure(rows, ['peaks'])).toEqual([['cy', 0]]);
  });

  it('select() gives burstiness −1 to every seventh day, (σ − μ)/(σ + μ) else, 0 below three days', async () => {
    const weekly = [1, 8, 15, 22].map((day) => `('wim', DATE '2022-01-01' + ${day}, 1)`).join(', ');
    const rows = await measure(`${ANN}, ${BOB}, ${weekly}`, ['burstiness']);
    // Ann's gaps 1, 1, 4: mean 2, population deviation √2.
    expect(rows[0][1]).toBeCloseTo((Math.SQRT2 - 2) / (Math.SQRT2 + 2), 14);
    expect(rows.slice(1)).toEqual([
      ['bob', 0],
      ['wim', -1],
    ]);
  });

  it('select() gives the weekend share and the days since last use, against the data or a day asked for', async () => {
    const columns = ['weekend_share', 'days_since_last'];
    expect(await measure(`${ANN}, ${BOB}`, columns)).toEqual([
      ['ann', 0.5, 0],
      ['bob', 0, 2],
    ]);
    expect(await measure(`${ANN}, ${BOB}`, columns, { until: '2022-01-31' })).toEqual([
      ['ann', 0.5, 24],
      ['bob', 0, 26],
    ]);
  });

  it('select() sums several rows of one day, and reads timestamps and texts as days', async () => {
    const columns = ['use_days', 'use_duration', 'usage_range', 'mean_per_day'];
    const stamps = `('ann', TIMESTAMP '2022-01-01 08:00', 1), ('ann', TIMESTAMP '2022-01-01 23:59', 2), ('ann', TIMESTAMP '2022-01-02 00:00', 7)`;
    const texts = `('ann', '2022-01-01', 1), ('ann', '2022-01-01 23:59:59', 2), ('ann', '2022-01-02', 7)`;
    const dotted = `('ann', '01.01.2022', 3), ('ann', '02.01.2022', 7)`;
    const expected = [['ann', 2, 1, 4, 5]];
    expect(await measure(stamps, columns)).toEqual(expected);
    expect(await measure(texts, columns)).toEqual(expected);
    expect(await measure(dotted, columns, { timeFormat: '%d.%m.%Y' })).toEqual(expected);
  });

  it('select() leaves out rows without a key, a day or an amount, and counts 1 per row when value is left out', async () => {
    const rows = `${BOB}, (NULL, DATE '2022-01-01', 1), ('bob', NULL, 1), ('bob', DATE '2022-01-09', NULL)`;
    expect(await measure(rows, ['use_days', 'mean_per_day'])).toEqual([['bob', 1, 900]]);
    const counted = await measure(rows, ['use_days', 'mean_per_day'], { value: undefined });
    expect(counted).toEqual([['bob', 2, 1]]);
  });

  it('select() gives total_calls_log10 0 where the total is 0, so that no use is not imputed as typical', async () => {
    const rows = await measure(`('ann', DATE '2022-01-01', 0)`, ['total_calls_log10']);
    expect(rows).toEqual([['ann', 0]]);
  });
});
