import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { join, name, raw, sql } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';

describe('sql`…`', () => {
  it('puts fragments into the text and everything else behind a mark, in order', () => {
    const where = sql`${name('a b')} > ${3}`;
    const query = sql`SELECT ${join([name('t', 'x'), raw('count(*)')])} FROM ${name('t')} WHERE ${where} AND k = ${'o'}`;
    expect(query).toMatchInlineSnapshot(`
      {
        "text": "SELECT "t"."x", count(*) FROM "t" WHERE "a b" > ? AND k = ?",
        "values": [
          3,
          "o",
        ],
      }
    `);
  });

  it('gives back any text and any column name as it was, run by DuckDB', async () => {
    await using database = await Database.open({ memory: '200MB' });
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
    const usable = text.filter((word) => !word.includes('\0'));
    await fc.assert(
      fc.asyncProperty(usable, usable, async (column, value) => {
        const rows = await database.query(sql`SELECT ${value} AS ${name(column)}`);
        expect(rows.columns[0]).toMatchObject({ name: column, values: [value] });
      }),
      { numRuns: 100 },
    );
  });
});
