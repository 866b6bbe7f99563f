import { describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { usageFeatures, usageList } from '../../src/features/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';

const events = { entity: ['user_id', 'type'], time: 'dt', value: 'api_count' };

describe('usageFeatures, as text and as a query', () => {
  it('select() is this text, one expression per feature', () => {
    const usage = usageFeatures(events);
    expect(usage.select('events').text).toMatchSnapshot();
    expect(usage.select('events').values).toEqual([]);
  });

  it('select() passes the form of dates and the last day as parameters', () => {
    const columns = ['days_since_last'];
    const usage = usageFeatures({
      ...events,
      columns,
      until: '2024-12-31',
      timeFormat: '%d.%m.%Y',
    });
    expect(usage.select('events').text).toMatchSnapshot();
    expect(usage.select('events').values).toEqual(['%d.%m.%Y', '%d.%m.%Y', '2024-12-31']);
  });

  it('select() with facts of whole amounts, one row a day, is this text: sums and bits in one grouping', () => {
    const facts = {
      rows: 9,
      used: 9,
      entityDays: 9,
      total: 90,
      firstDay: '2024-01-01',
      lastDay: '2024-01-31',
      calendarDays: 31,
      whole: true,
      largestDay: 10,
    };
    expect(usageFeatures({ ...events, facts }).select('events').text).toMatchSnapshot();
    const lacking = { ...facts, rows: 10, entityDays: 8, largestDay: 2 ** 40 };
    const columns = ['sd_usage_scaled'];
    const usage = usageFeatures({ ...events, columns, facts: lacking });
    expect(usage.select('events').text).toMatchSnapshot();
  });

  it('schema names, measures and explains every column', () => {
    const { schema } = usageFeatures(events);
    expect(schema.keys).toEqual(['user_id', 'type']);
    expect(schema.features.map(({ name }) => name)).toEqual(usageList.map(({ name }) => name));
    for (const { name, meaning } of schema.features) {
      expect(meaning, name).toMatch(/^[A-Z].{20,}\.$/);
      expect(meaning.split('\n'), name).toHaveLength(1);
    }
  });

  it('select() reads columns with names that are used inside it, quoted and otherwise', async () => {
    await using database = await Database.open({ threads: 1 });
    await database.execute(
      raw(
        `CREATE TABLE t AS SELECT 7 AS "key1", 'x' AS "days", DATE '2022-01-01' AS "day", 3 AS "use ""it"""`,
      ),
    );
    const usage = usageFeatures({
      entity: ['days', 'key1'],
      time: 'day',
      value: 'use "it"',
      columns: ['mean_per_day'],
    });
    const { columns } = await database.query(usage.select('t'));
    expect(columns.map(({ name, values }) => [name, values[0]])).toEqual([
      ['days', 'x'],
      ['key1', 7],
      ['mean_per_day', 3],
    ]);
  });

  it.each([
    ['whole numbers, several on a day', 'i % 1000', 200, undefined, false],
    ['whole numbers, several on a day, with facts', 'i % 1000', 200, undefined, true],
    ['large whole numbers, one a day, with facts', '7000000001 + i', 1013, undefined, true],
    [
      'fractions, one a day',
      'sqrt(i)',
      100_000,
      usageList.slice(0, -1).map(({ name }) => name),
      false,
    ],
    [
      'fractions, one a day, with facts',
      'sqrt(i)',
      100_000,
      usageList.slice(0, -1).map(({ name }) => name),
      true,
    ],
  ])(
    'select() gives the same bits on 1 and 4 threads and in any order of rows: %s',
    async (_, use, days, columns, checked) => {
      const asked = { entity: ['who'], time: 'day', value: 'use', columns };
      const runs: string[] = [];
      for (const [threads, order] of [
        [1, 'i'],
        [4, 'i'],
        [4, 'hash(i)'],
      ] as const) {
        await using database = await Database.open({ threads });
        await database.execute(
          raw(`CREATE TABLE events AS SELECT i % 3000 AS who, DATE '2022-01-01' + CAST(i // 3000 * 977 % ${days} AS INTEGER) AS day, ${use} AS use
          FROM range(250000) t(i) ORDER BY ${order}`),
        );
        const facts = checked
          ? await usageFeatures(asked).check(database, 'events', new Run())
          : undefined;
        const table = await database.query(usageFeatures({ ...asked, facts }).select('events'));
        runs.push(table.columns.map(({ values }) => values.join()).join('\n'));
      }
      expect(runs[0] === runs[1]).toBe(true);
      expect(runs[0] === runs[2]).toBe(true);
    },
  );

  it.each([
    [{ columns: ['use_dayz'] }, 'there is no feature "use_dayz". Did you mean "use_days"?'],
    [{ columns: [] }, 'columns must name at least one feature'],
    [{ columns: ['slope', 'slope'] }, 'got "slope" twice'],
    [{ entity: [] }, 'entity must name at least one column'],
    [{ entity: ['peaks'] }, 'got "peaks" twice'],
    [{ until: '31.12.2024' }, 'until must be a day such as "2024-12-31", got "31.12.2024"'],
  ])('usageFeatures(%j) is refused: %s', (options, message) => {
    expect(() => usageFeatures({ ...events, ...options })).toThrow(message);
  });
});
