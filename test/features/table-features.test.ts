import { describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { type TableOptions, tableFeatures } from '../../src/features/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';

async function read(rows: string, options: TableOptions) {
  await using database = await Database.open({ threads: 2 });
  await database.execute(
    raw(`CREATE TABLE people AS SELECT * FROM (VALUES ${rows}) AS t(id, age, "is in", town)`),
  );
  const run = new Run();
  const features = tableFeatures(options);
  await features.check(database, 'people', run);
  const table = await database.query(features.select('people'));
  const cells = Array.from({ length: table.rows }, (_, i) =>
    table.columns.map((column) => column.values[i]),
  );
  return { cells, names: table.columns.map(({ name }) => name), warnings: run.warnings };
}

const rows = `('b', 30, true, 'x'), ('a', NULL, false, 'y'), ('c', 'inf'::DOUBLE, NULL, 'z')`;

describe('tableFeatures', () => {
  it('select() gives one row per key in key order; missing and infinite numbers are missing', async () => {
    const { cells, names, warnings } = await read(rows, {
      entity: ['id'],
      columns: ['age', 'is in'],
    });
    expect(names).toEqual(['id', 'age', 'is in']);
    expect(cells).toEqual([
      ['a', Number.NaN, 0],
      ['b', 30, 1],
      ['c', Number.NaN, Number.NaN],
    ]);
    expect(warnings).toEqual([]);
  });

  it('select() numbers the rows from 1 in their order where no entity is named', async () => {
    const { cells, names } = await read(rows, { columns: ['is in'] });
    expect(names).toEqual(['row', 'is in']);
    expect(cells).toEqual([
      [1, 1],
      [2, 0],
      [3, Number.NaN],
    ]);
  });

  it('check() warns of rows without a key', async () => {
    const { cells, warnings } = await read(`${rows}, (NULL, 1, true, 'x')`, {
      entity: ['id'],
      columns: ['age'],
    });
    expect(cells).toHaveLength(3);
    expect(warnings).toEqual([
      { code: 'missing-key', message: 'features: 1 of 4 rows have no "id" and were left out.' },
    ]);
  });

  it('check() refuses keys that come twice', async () => {
    const twice = `${rows}, ('a', 1, true, 'x'), ('a', 1, true, 'x')`;
    await expect(read(twice, { entity: ['id'], columns: ['age'] })).rejects.toThrow(
      'features: every row must have its own "id", got 2 of 5 rows with a key that another row has.',
    );
  });

  it('check() refuses a column of text and an unknown one', async () => {
    await expect(read(rows, { columns: ['town'] })).rejects.toThrow(
      'every feature must be a column of numbers, got "town", which is text, or empty.',
    );
    await expect(read(rows, { columns: ['agee'] })).rejects.toThrow('Did you mean "age"?');
  });

  it('select() gives texts without outer blanks, flags as flags, and dates as days since 1970', async () => {
    const given = `('a', DATE '1970-01-03', true, ' x '), ('b', NULL, NULL, '  ')`;
    const { cells } = await read(given, {
      entity: ['id'],
      columns: ['age', 'is in', 'town'],
      kinds: { age: 'date', 'is in': 'boolean', town: 'text' },
    });
    expect(cells).toEqual([
      ['a', 2, 1, 'x'],
      ['b', Number.NaN, Number.NaN, null],
    ]);
  });

  it('select() of complete rows keeps the numbers that rows have in the whole table', async () => {
    const options = { columns: ['age', 'town'], kinds: { town: 'text' }, complete: true } as const;
    const { cells, warnings } = await read(`${rows}, ('d', 5, true, '')`, options);
    expect(cells).toEqual([[1, 30, 'x']]);
    expect(warnings.map(({ code }) => code)).toEqual(['incomplete-rows']);
  });

  it('tableFeatures() refuses no columns and names that meet', () => {
    expect(() => tableFeatures({ columns: [] })).toThrow('must name at least one column');
    expect(() => tableFeatures({ entity: ['id'], columns: ['id'] })).toThrow('got "id" twice');
    expect(() => tableFeatures({ columns: ['row'] })).toThrow('got "row" twice');
  });
});
