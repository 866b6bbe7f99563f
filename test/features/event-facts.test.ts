import { describe, expect, it } from 'vitest';
import { DataError, Run } from '../../src/base/index.ts';
import { type EventFacts, type UsageOptions, usageFeatures } from '../../src/features/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';

async function check(
  rows: string,
  options: Partial<UsageOptions> = {},
): Promise<{ facts: EventFacts; warnings: string[] }> {
  await using database = await Database.open({ threads: 2 });
  await database.execute(
    raw(`CREATE TABLE events AS SELECT * FROM (VALUES ${rows}) AS t("user", day, use)`),
  );
  const run = new Run();
  const usage = usageFeatures({ entity: ['user'], time: 'day', value: 'use', ...options });
  const facts = await usage.check(database, 'events', run);
  return { facts, warnings: run.warnings.map(({ message }) => message) };
}

describe('usageFeatures().check', () => {
  it('counts rows, entity days and the days that the data spans', async () => {
    const { facts, warnings } = await check(
      `('a', DATE '2022-01-03', 1), ('a', DATE '2022-01-03', 2), ('b', DATE '2022-01-01', 1)`,
    );
    expect(facts).toEqual({
      rows: 3,
      used: 3,
      entityDays: 2,
      total: 4,
      firstDay: '2022-01-01',
      lastDay: '2022-01-03',
      calendarDays: 3,
      whole: true,
      largestDay: 4,
    });
    expect(warnings).toEqual([]);
  });

  it.each([
    ['1, 2.5', `('a', DATE '2022-01-03', 1), ('a', DATE '2022-01-04', 2.5)`, false],
    ['−1, 2', `('a', DATE '2022-01-03', -1), ('a', DATE '2022-01-04', 2)`, true],
    [
      '2⁵² twice',
      `('a', DATE '2022-01-03', 2::BIGINT ** 52), ('b', DATE '2022-01-03', -(2::BIGINT ** 52))`,
      false,
    ],
  ])('says whether sums are exact in any order: %s', async (_, rows, whole) => {
    expect((await check(rows)).facts.whole).toBe(whole);
  });

  it('counts entity days over a span of more than 1024 days the other way, to the same', async () => {
    const { facts } = await check(
      `('a', DATE '2012-01-03', 1), ('a', DATE '2012-01-03', 2), ('a', DATE '2022-01-03', 2), ('b', DATE '2022-01-01', 1)`,
    );
    expect(facts).toMatchObject({ used: 4, entityDays: 3, calendarDays: 3654, largestDay: 6 });
  });

  it('warns of rows without a key, a date or a number, each row once', async () => {
    const { facts, warnings } = await check(
      `('a', '2022-01-03', '1'), (NULL, NULL, NULL), ('a', NULL, '1'), ('a', ' ', NULL), ('b', '2022-01-03', '')`,
    );
    expect(facts.used).toBe(1);
    expect(warnings).toEqual([
      'features: 1 of 5 rows have no "user" and were left out.',
      'features: 2 of 5 rows have no "day" and were left out.',
      'features: 1 of 5 rows have no "use" and were left out.',
    ]);
  });

  it('refuses texts that are no date with their number and the first place, never the text', async () => {
    const rows = `('a', '2022-01-03', 1), ('a', '03/02/2022', 1), ('a', 'never', 1)`;
    await expect(check(rows)).rejects.toThrow(
      new DataError(
        'features: every "day" must be a date such as 2024-12-31, got 2 of 3 rows that are not, the first in row 2. Mend them, or say with timeFormat how they are written.',
      ),
    );
    await expect(check(rows, { timeFormat: '%d/%m/%Y' })).rejects.toThrow(
      'must be as "%d/%m/%Y", got 2 of 3 rows that are not, the first in row 1.',
    );
  });

  it('reads days written as whole numbers with a timeFormat', async () => {
    const { facts } = await check(`('a', 20220131, 1)`, { timeFormat: '%Y%m%d' });
    expect(facts.firstDay).toBe('2022-01-31');
    await expect(check(`('a', 20220131, 1)`)).rejects.toThrow('got 1 of 1 rows that are not');
  });

  it('refuses texts and infinities where a number must be', async () => {
    await expect(
      check(`('a', DATE '2022-01-01', '1'), ('a', DATE '2022-01-01', '1,5')`),
    ).rejects.toThrow(
      'every "use" must be a finite number, got 1 of 2 rows that are not, the first in row 2.',
    );
    await expect(check(`('a', DATE '2022-01-01', 'inf'::DOUBLE)`)).rejects.toThrow(DataError);
  });

  it('refuses a column that is not there and suggests the nearest', async () => {
    await expect(check(`('a', DATE '2022-01-01', 1)`, { time: 'days' })).rejects.toThrow(
      'features: there is no column "days" in the data. Did you mean "day"?',
    );
  });

  it('refuses data without a row to use', async () => {
    await expect(check(`('a', NULL::DATE, 1)`)).rejects.toThrow(
      'at least one row must have a key, a day and a number, got none of 1.',
    );
  });
});
