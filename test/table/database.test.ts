import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { name, raw, sql } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';

let database: Database;
beforeAll(async () => {
  database = await Database.open({ memory: '500MB' });
});
afterAll(() => database.close());

async function value(text: string): Promise<unknown> {
  const table = await database.query(raw(`SELECT ${text} AS v`));
  return table.columns[0].values[0];
}

describe('Database.query', () => {
  it('gives NaN and null for NULL, whatever the type', async () => {
    for (const type of [
      'INTEGER',
      'BIGINT',
      'HUGEINT',
      'DOUBLE',
      'DECIMAL(9,2)',
      'DATE',
      'TIMESTAMP',
      'BOOLEAN',
    ]) {
      expect(await value(`NULL::${type}`), type).toBeNaN();
    }
    expect(await value('NULL::VARCHAR')).toBeNull();
  });

  it('turns every kind of number, date and text into a plain value', async () => {
    expect(await value('42::TINYINT')).toBe(42);
    expect(await value('-7::BIGINT')).toBe(-7);
    expect(await value('4000000000::UINTEGER')).toBe(4e9);
    expect(await value('12345::HUGEINT')).toBe(12345);
    expect(await value('12.34::DECIMAL(9,2)')).toBe(12.34);
    expect(await value('-0.01::DECIMAL(38,2)')).toBe(-0.01);
    expect(await value('0.1::DOUBLE')).toBe(0.1);
    expect(await value("DATE '2021-08-13'")).toBe(Date.UTC(2021, 7, 13));
    expect(await value("TIMESTAMP '2021-08-13 01:02:03.5'")).toBe(
      Date.UTC(2021, 7, 13, 1, 2, 3, 500),
    );
    expect(await value("TIMESTAMPTZ '2021-08-13 01:00:00+02'")).toBe(Date.UTC(2021, 7, 12, 23));
    expect(await value("TIMESTAMP_S '2021-08-13 01:02:03'")).toBe(Date.UTC(2021, 7, 13, 1, 2, 3));
    expect(await value("TIMESTAMP_NS '2021-08-13 01:02:03'")).toBe(Date.UTC(2021, 7, 13, 1, 2, 3));
    expect(await value('true')).toBe(1);
    expect(await value("'b'::ENUM ('a', 'b')")).toBe('b');
    expect(await value("'é€ long enough to live outside the vector'")).toBe(
      'é€ long enough to live outside the vector',
    );
  });

  it('keeps every digit of ids beyond 2^53 by giving the column as text', async () => {
    const rows = await database.query(raw('SELECT unnest([1, NULL, 9007199254740993]) AS id'));
    expect(rows.columns[0]).toEqual({
      name: 'id',
      type: 'text',
      values: ['1', null, '9007199254740993'],
    });
  });

  it('keeps rows in order and nulls in place over many chunks', async () => {
    const rows = await database.query(
      raw(
        'SELECT i, CASE WHEN i % 3 = 0 THEN NULL ELSE i END AS n, i::VARCHAR AS t FROM range(10001) r(i)',
      ),
    );
    expect(rows.rows).toBe(10001);
    const [i, n, t] = rows.columns;
    for (let r = 0; r < rows.rows; r++) {
      if (i.values[r] !== r || t.values[r] !== String(r)) throw new Error(`row ${r} moved`);
      if (r % 3 === 0 ? !Number.isNaN(n.values[r]) : n.values[r] !== r)
        throw new Error(`null ${r}`);
    }
  });

  it('binds values as parameters: whole numbers as integers, text never as SQL', async () => {
    const limited = await database.query(sql`SELECT i FROM range(9) r(i) LIMIT ${2}`);
    expect(limited.rows).toBe(2);
    const rows = await database.query(
      sql`SELECT ${"x'; DROP TABLE t"} AS a, ${1.5} AS b, ${9007199254740991} AS c, ${1e300} AS d, ${true} AS e, ${null} AS f`,
    );
    expect(rows.columns.map((column) => column.values[0]).slice(0, 5)).toEqual([
      "x'; DROP TABLE t",
      1.5,
      9007199254740991,
      1e300,
      1,
    ]);
  });

  it('names equal columns apart', async () => {
    const rows = await database.query(raw('SELECT 1 AS a, 2 AS a'));
    expect(rows.columns.map((column) => column.name)).toEqual(['a', 'a_2']);
  });

  it('throws QueryError with the SQL and without the content of a row', async () => {
    const failing = database.query(sql`SELECT CAST(${'Ms Smith'} AS INTEGER)`);
    await expect(failing).rejects.toMatchObject({
      code: 'query',
      sql: 'SELECT CAST(? AS INTEGER)',
    });
    await expect(failing).rejects.not.toThrow(/Smith/);
    await expect(database.query(raw('SELECT nothing FROM range(3) r(something)'))).rejects.toThrow(
      /nothing.*something/,
    );
  });

  it('throws EngineError when memory gives out and there is no disk to spill to', async () => {
    const small = await Database.open({ memory: '20MB', threads: 1 });
    await small.execute(raw("SET GLOBAL max_temp_directory_size = '1MB'"));
    const heavy = small.query(raw('SELECT list(i::VARCHAR) FROM range(5000000) r(i)'));
    await expect(heavy).rejects.toMatchObject({ code: 'engine' });
    small.close();
  });

  it('stops with AbortedError when the signal fires in the middle', async () => {
    const stop = new AbortController();
    const long = database.query(
      raw('SELECT sum(a.i * b.i) FROM range(1000000) a(i), range(1000000) b(i)'),
      { signal: stop.signal },
    );
    setTimeout(() => stop.abort(), 50);
    await expect(long).rejects.toMatchObject({ code: 'aborted' });
    expect(await value('1')).toBe(1);
  });
});

describe('Database.createTable', () => {
  it('round-trips numbers, integers, dates, booleans, text and missing values', async () => {
    const given = await database.query(
      raw(`SELECT i AS id, i / 7 AS share, CASE WHEN i % 5 = 0 THEN NULL ELSE i END AS n,
        DATE '2020-01-01' + i::INTEGER AS day, TIMESTAMP '2020-01-01 00:00:01' + to_minutes(i) AS at,
        i % 2 = 0 AS even, CASE WHEN i % 4 = 0 THEN NULL ELSE 'ünï ' || i END AS t FROM range(5000) r(i)`),
    );
    await database.createTable('copy', given);
    expect(await database.query(sql`SELECT * FROM ${name('copy')}`)).toEqual(given);
    const types = (await database.describe('copy')).map((column) => column.type);
    expect(types).toEqual([
      'BIGINT',
      'DOUBLE',
      'BIGINT',
      'DATE',
      'TIMESTAMP',
      'BOOLEAN',
      'VARCHAR',
    ]);
  });

  it('makes an empty table of no rows', async () => {
    await database.createTable('none', {
      rows: 0,
      columns: [{ name: 'a b', type: 'number', values: new Float64Array() }],
    });
    expect((await database.describe('none'))[0]).toEqual({
      name: 'a b',
      type: 'DOUBLE',
      kind: 'number',
    });
  });
});
