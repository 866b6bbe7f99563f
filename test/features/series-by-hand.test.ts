import { describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { type SeriesOptions, seriesFeatures } from '../../src/features/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';

const long = { entity: ['user'], time: 'day', value: 'calls' };

async function read(query: string, options: SeriesOptions) {
  await using database = await Database.open({ threads: 2 });
  await database.execute(raw(`CREATE TABLE data AS ${query}`));
  const run = new Run();
  const table = await seriesFeatures(database, options, 'data', run);
  const { panel } = table;
  return {
    ...table,
    rows: Array.from({ length: panel.series }, (_, i) => [...panel.row(i)]),
    feature: (name: string) => [...table.features.find((column) => column.name === name)!.values],
    warnings: run.warnings.map(({ code }) => code),
    messages: run.warnings.map(({ message }) => message),
  };
}

const values = (rows: string) => `SELECT * FROM (VALUES ${rows}) AS t("user", day, calls)`;

/** ann on the 1st, 2nd and 4th; bob on the 3rd. */
const USE = values(
  `('bob', DATE '2024-03-03', 7), ('ann', DATE '2024-03-04', 30), ('ann', DATE '2024-03-01', 10), ('ann', DATE '2024-03-02', 20)`,
);

describe('seriesFeatures of long data, worked by hand', () => {
  it('gives one row of days per entity in the order of the keys, 0 where there is no row', async () => {
    const { rows, keys, grid, panel, warnings } = await read(USE, long);
    expect(keys[0].values).toEqual(['ann', 'bob']);
    expect(rows).toEqual([
      [10, 20, 0, 30],
      [0, 0, 7, 0],
    ]);
    expect(grid).toEqual({ every: 'day', from: Date.UTC(2024, 2, 1), steps: 4 });
    expect([...panel.lengths]).toEqual([4, 4]);
    expect(warnings).toEqual([]);
  });

  it('{fill: "gaps"} leaves a day without a row missing, and a day of 0 at 0', async () => {
    const { rows } = await read(`${USE} UNION ALL SELECT 'bob', DATE '2024-03-01', 0`, {
      ...long,
      fill: 'gaps',
    });
    expect(rows).toEqual([
      [10, 20, Number.NaN, 30],
      [0, Number.NaN, 7, Number.NaN],
    ]);
  });

  it('adds up rows of one entity and day, and warns how many there were', async () => {
    const { rows, warnings, facts } = await read(
      `${USE} UNION ALL SELECT 'ann', DATE '2024-03-01', 5 UNION ALL SELECT 'ann', DATE '2024-03-01', 1`,
      long,
    );
    expect(rows[0]).toEqual([16, 20, 0, 30]);
    expect(facts.repeated).toBe(2);
    expect(warnings).toEqual(['repeated-steps']);
  });

  it('adds whole numbers up exactly: 16,777,217 and 1 and −16,777,216 are 2', async () => {
    const rows = `('a', DATE '2024-01-01', 16777217), ('a', DATE '2024-01-01', 1), ('a', DATE '2024-01-01', -16777216)`;
    const found = await read(values(rows), long);
    expect(found.rows).toEqual([[2]]);
  });

  it('keeps an entity whose rows are all 0, with zeros and no days of use', async () => {
    const found = await read(`${USE} UNION ALL SELECT 'cy', DATE '2024-03-02', 0`, long);
    expect(found.rows[2]).toEqual([0, 0, 0, 0]);
    expect(found.feature('use_days')).toEqual([3, 1, 0]);
    expect(found.feature('mean_per_day')).toEqual([20, 7, Number.NaN]);
    expect(found.feature('total_share')).toEqual([60 / 67, 7 / 67, 0]);
    expect(found.warnings).toEqual([]);
  });

  it('describes by days of use: a day of 0 in the data is none', async () => {
    const zeros = `SELECT 'ann', DATE '2024-03-03', 0 UNION ALL SELECT 'ann', DATE '2024-03-05', 0`;
    const found = await read(`${USE} UNION ALL ${zeros}`, long);
    expect(found.grid.steps).toBe(5);
    expect(found.feature('use_days')).toEqual([3, 1]);
    expect(found.feature('days_since_last')).toEqual([1, 2]);
    expect(found.feature('avg_cont_use')).toEqual([1.5, 1]);
  });

  it('takes {from, until} for the grid, and counts what lies outside', async () => {
    const { rows, facts, warnings, feature } = await read(USE, {
      ...long,
      from: '2024-03-02',
      until: '2024-03-06',
    });
    expect(rows).toEqual([
      [20, 0, 30, 0, 0],
      [0, 7, 0, 0, 0],
    ]);
    expect(facts.outside).toBe(1);
    expect(warnings).toEqual(['outside-period']);
    expect(feature('use_days')).toEqual([2, 1]);
    expect(feature('days_since_last')).toEqual([2, 3]);
  });

  it('keeps an entity whose rows all lie outside {from}', async () => {
    const { rows, keys } = await read(USE, { ...long, from: '2024-03-04' });
    expect(keys[0].values).toEqual(['ann', 'bob']);
    expect(rows).toEqual([[30], [0]]);
  });

  it('counts rows without a key, a day or a number; NaN is missing, a negative number is kept', async () => {
    const { rows, warnings, messages } = await read(
      values(
        `('a', DATE '2024-01-01', 1.5), (NULL, DATE '2024-01-01', 2), ('a', NULL, 2), ('a', DATE '2024-01-02', NULL), ('a', DATE '2024-01-02', 'nan'::DOUBLE), ('a', DATE '2024-01-03', -4)`,
      ),
      long,
    );
    expect(rows).toEqual([[1.5, 0, -4]]);
    expect(warnings).toEqual(['missing-key', 'missing-time', 'missing-value', 'negative-values']);
    expect(messages[2]).toBe('features: 2 of 6 rows have no "calls" and were left out.');
  });

  it('refuses a text that is no date or no number, an infinite number, and a key that is not there', async () => {
    await expect(read(values(`('a', 'soon', 1)`), long)).rejects.toThrow(
      'features: every "day" must be a date such as 2024-12-31, got 1 of 1 rows that are not, the first in row 1.',
    );
    await expect(
      read(values(`('a', '2024-01-01', '1'), ('a', '2024-01-01', 'many')`), long),
    ).rejects.toThrow(
      'every "calls" must be a finite number, got 1 of 2 rows that are not, the first in row 2',
    );
    await expect(read(values(`('a', '2024-01-01', 'inf'::DOUBLE)`), long)).rejects.toThrow(
      'must be a finite number',
    );
    await expect(read(USE, { ...long, entity: ['usr'] })).rejects.toThrow(
      'there is no column "usr" in the data',
    );
  });

  it('refuses a grid that one stray date makes too large to be meant', async () => {
    const stray = values(`('a', TIMESTAMP '0001-01-01', 1), ('b', TIMESTAMP '2024-01-01', 1)`);
    const many = `${stray} UNION ALL SELECT 'c' || i, TIMESTAMP '2024-01-01', 1 FROM range(200) r(i)`;
    await expect(read(many, { ...long, every: 'hour' })).rejects.toThrow(
      /at most 2147483648 numbers, got 202 × 17\d{6} from 0001-01-01T00:00/,
    );
  });

  it('one entity on one day is a panel of one number', async () => {
    const { rows, feature } = await read(values(`(1, DATE '2024-01-01', 5)`), long);
    expect(rows).toEqual([[5]]);
    expect(feature('use_days')).toEqual([1]);
  });

  it('refuses no rows at all, unless the period is given', async () => {
    const none = `SELECT * FROM (${values(`('a', DATE '2024-01-01', NULL::INTEGER)`)})`;
    await expect(read(none, long)).rejects.toThrow(
      'at least one row must have a key, a day and a number',
    );
    const given = await read(none, { ...long, from: '2024-01-01', until: '2024-01-02' });
    expect(given.rows).toEqual([[0, 0]]);
    await expect(read(`${USE} LIMIT 0`, long)).rejects.toThrow('at least one row must have a key');
  });

  it('{every} counts hours, weeks from Monday, and months, in UTC whatever the clocks do', async () => {
    // Clocks in Europe went forward on 2024-03-31 at 01:00 UTC and back on 2024-10-27.
    const hours = values(
      `('a', TIMESTAMPTZ '2024-03-31 01:30:00+01', 1), ('a', TIMESTAMPTZ '2024-03-31 03:30:00+02', 2), ('a', TIMESTAMPTZ '2024-03-31 04:30:00+02', 4)`,
    );
    const hourly = await read(hours, { ...long, every: 'hour' });
    expect(hourly.rows).toEqual([[1, 2, 4]]);
    const days = values(
      `('a', '2024-10-26', 1), ('a', '2024-10-27', 2), ('a', '2024-10-28', 4), ('a', '2024-11-04', 8)`,
    );
    expect((await read(days, long)).rows).toEqual([[1, 2, 4, 0, 0, 0, 0, 0, 0, 8]]);
    const weekly = await read(days, { ...long, every: 'week' });
    expect(weekly.rows).toEqual([[3, 4, 8]]);
    expect(weekly.grid.from).toBe(Date.UTC(2024, 9, 21));
    expect(weekly.schema.features[0].meaning).toBe('Number of weeks with use.');
    expect(weekly.schema.features.map(({ name }) => name)).not.toContain('weekend_share');
    expect(weekly.feature('use_days')).toEqual([3]);
    expect((await read(days, { ...long, every: 'month' })).rows).toEqual([[7, 8]]);
  });

  it('{timeFormat} reads days that are not in ISO order', async () => {
    const { grid } = await read(values(`('a', '31/12/2023', 1), ('a', '02/01/2024', 1)`), {
      ...long,
      timeFormat: '%d/%m/%Y',
    });
    expect(grid).toEqual({ every: 'day', from: Date.UTC(2023, 11, 31), steps: 3 });
  });
});

describe('seriesFeatures of wide data, worked by hand', () => {
  const wide = `SELECT * FROM (VALUES ('b', 1, 2, 3, 9), ('a', 0, NULL, 5, 9)) AS t(code, W0, W1, W2, total)`;

  it.each([['W0..W2'], ['W*'], [['W0', 'W1', 'W2']]])(
    '{columns: %j} gives a row of steps per entity',
    async (columns) => {
      const { rows, keys, grid, warnings, feature } = await read(wide, {
        entity: ['code'],
        columns,
      });
      expect(keys[0].values).toEqual(['a', 'b']);
      expect(rows).toEqual([
        [0, 0, 5],
        [1, 2, 3],
      ]);
      expect(grid).toEqual({ every: 'step', from: 0, steps: 3 });
      expect(warnings).toEqual(['missing-value']);
      expect(feature('use_days')).toEqual([1, 3]);
    },
  );

  it('with {fill: "gaps"} a row that ends early is padded with NaN, and its length says where', async () => {
    const rows = `SELECT * FROM (VALUES ('a', 1, NULL, 3, NULL), ('b', 1, NULL, NULL, NULL), ('c', NULL, NULL, NULL, NULL), ('d', 1, 2, 3, 4)) AS t(code, W0, W1, W2, W3)`;
    const {
      panel,
      rows: found,
      messages,
    } = await read(rows, {
      entity: ['code'],
      columns: 'W*',
      fill: 'gaps',
    });
    expect([...panel.lengths]).toEqual([3, 1, 0, 4]);
    expect(found[0]).toEqual([1, Number.NaN, 3, Number.NaN]);
    expect(messages).toEqual([
      'features: 1 of 8 cells of the series are gaps before their end, in 1 of 4 series.',
    ]);
  });

  it('with {fill: "gaps"} rows that only end early are no reason to warn', async () => {
    const rows = `SELECT * FROM (VALUES ('a', 1, 2, NULL), ('b', 1, NULL, NULL), ('c', 1, 2, 3)) AS t(code, W0, W1, W2)`;
    const asked = { entity: ['code'], columns: 'W*' };
    expect((await read(rows, { ...asked, fill: 'gaps' })).warnings).toEqual([]);
    expect((await read(rows, asked)).messages).toEqual([
      'features: 3 of 9 cells of the series are empty and count as 0. If that is wrong, say fill: gaps.',
    ]);
  });

  it('without {entity} rows are numbered from 1', async () => {
    const { keys, rows } = await read(wide, { columns: 'W0..W2' });
    expect(keys[0].name).toBe('row');
    expect([...keys[0].values]).toEqual([1, 2]);
    expect(rows[0]).toEqual([1, 2, 3]);
  });

  it('columns named for dates make a calendar, in whatever order they stand', async () => {
    const dated = `SELECT 'a' AS code, 1 AS "2024-03-02", 2 AS "2024-03-01", 3 AS "2024-03-04"`;
    const { grid, rows, feature } = await read(dated, { entity: ['code'], columns: '2024-*' });
    expect(grid).toEqual({ every: 'day', from: Date.UTC(2024, 2, 1), steps: 4 });
    expect(rows).toEqual([[2, 1, 0, 3]]);
    expect(feature('weekend_share')).toEqual([1 / 3]);
    const months = `SELECT 'a' AS code, 1 AS "2024-01", 2 AS "2024-02", 3 AS "2024-03"`;
    expect((await read(months, { entity: ['code'], columns: '2024-*' })).grid.every).toBe('month');
    const cut = { entity: ['code'], columns: '2024-*', from: '2024-03-02', until: '2024-03-03' };
    expect((await read(dated, cut)).rows).toEqual([[1, 0]]);
  });

  it('adds up rows that share a key', async () => {
    const { rows, warnings } = await read(`${wide} UNION ALL SELECT 'b', 10, 10, 10, 0`, {
      entity: ['code'],
      columns: 'W0..W2',
    });
    expect(rows[1]).toEqual([11, 12, 13]);
    expect(warnings).toEqual(['missing-value', 'repeated-steps']);
  });

  it('refuses columns of texts, a range that runs backwards, and a pattern that fits nothing', async () => {
    const text = `SELECT 'a' AS code, 'x' AS W0, 1 AS W1`;
    await expect(read(text, { entity: ['code'], columns: 'W*' })).rejects.toThrow(
      'every column of a series must hold numbers, got "W0"',
    );
    await expect(read(wide, { entity: ['code'], columns: 'W2..W0' })).rejects.toThrow('must go up');
    await expect(read(wide, { entity: ['code'], columns: 'X*' })).rejects.toThrow(
      'columns "X*" must fit at least one column',
    );
    await expect(
      read(wide, { entity: ['code'], columns: 'W0..W2', from: '2024-01-01' }),
    ).rejects.toThrow('from and until need columns that are named for dates');
    await expect(read(wide, { entity: ['code'] })).rejects.toThrow('got neither');
  });
});

describe('seriesFeatures of long and wide data', () => {
  it('give the same panel and features', async () => {
    const rows = `SELECT (i * 7919) % 23 AS "user", DATE '2024-01-01' + CAST((i * 104729) % 31 AS INTEGER) AS day, (i % 5) AS calls FROM range(300) r(i)`;
    const asLong = await read(rows, long);
    const asWide = await read(
      `PIVOT (${rows}) ON strftime(day, '%Y-%m-%d') USING sum(calls) GROUP BY "user"`,
      { entity: ['user'], columns: '2024-01-01..2024-01-31' },
    );
    expect(asWide.rows).toEqual(asLong.rows);
    expect(asWide.features).toEqual(asLong.features);
    expect(asWide.grid).toEqual(asLong.grid);
  });
});
