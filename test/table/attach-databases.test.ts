import { mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AbortedError, EngineError, Run, SourceError } from '../../src/base/index.ts';
import {
  type PostgresAddress,
  PostgresClient,
  parseAddress,
  SqliteFile,
} from '../../src/connect/index.ts';
import { parseSource, type SourceDocument } from '../../src/source/index.ts';
import { name, raw, sql } from '../../src/sql/index.ts';
import {
  type AttachOptions,
  attachSource,
  Database,
  type SourceFacts,
} from '../../src/table/index.ts';
import { startPglite } from '../servers/start-pglite.ts';
import { postgresBinaries, startPostgres } from '../servers/start-postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'clade-databases-'));
afterAll(() => rm(folder, { recursive: true }));

/** Attaches a source and reads all of it. */
async function readAll(
  document: SourceDocument,
  options: AttachOptions = {},
): Promise<{ facts: SourceFacts; columns: Record<string, unknown[]>; warnings: string[] }> {
  await using database = await Database.open({ temp: folder });
  const run = new Run();
  const facts = await attachSource(database, parseSource(document), 'rows', run, options);
  const { columns } = await database.query(sql`SELECT * FROM ${name('rows')}`);
  return {
    facts,
    columns: Object.fromEntries(
      columns.map((column) => [column.name, Array.from<unknown>(column.values)]),
    ),
    warnings: run.warnings.map(({ code }) => code),
  };
}

const typesOf = (facts: SourceFacts) =>
  Object.fromEntries(facts.columns.map((column) => [column.name, column.type]));

describe('sqlite:', () => {
  const path = join(folder, 'shop.db');
  beforeAll(async () => {
    await using file = await SqliteFile.open(path, 'write');
    file.execute(
      'CREATE TABLE orders (id INTEGER PRIMARY KEY, word TEXT, price REAL, day TEXT, at DATETIME, mixed, big INTEGER, yes BOOLEAN, empty NUMERIC, bytes BLOB)',
    );
    file.runMany('INSERT INTO orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)', [
      [1, 'a "b"\nc,', 0.1, '2024-01-31', '2024-01-31 10:20:30', 1, 2n ** 60n, 1, Buffer.from('z')],
      [2, '', 1e300, null, null, 'x', 5, 0, null],
      [3, null, -0.5, '2024-02-29', '2024-02-29T23:59', 2.5, null, null, null],
    ]);
    file.execute(
      'CREATE TABLE empty (a); CREATE VIEW dear AS SELECT id, price FROM orders WHERE price > 0',
    );
  });

  test('a table comes with the types of its cells, and text, blanks and NULL told apart', async () => {
    const { facts, columns, warnings } = await readAll(`sqlite:${path}?table=orders`);
    expect(typesOf(facts)).toEqual({
      id: 'BIGINT',
      word: 'VARCHAR',
      price: 'DOUBLE',
      day: 'DATE',
      at: 'TIMESTAMP',
      mixed: 'VARCHAR',
      big: 'BIGINT',
      yes: 'BOOLEAN',
      empty: 'DOUBLE',
      bytes: 'VARCHAR',
    });
    expect(columns.word).toEqual(['a "b"\nc,', '', null]);
    expect(columns.price).toEqual([0.1, 1e300, -0.5]);
    expect(columns.day).toEqual([Date.UTC(2024, 0, 31), Number.NaN, Date.UTC(2024, 1, 29)]);
    expect(columns.at[0]).toBe(Date.UTC(2024, 0, 31, 10, 20, 30));
    expect(columns.mixed).toEqual(['1', 'x', '2.5']);
    expect(columns.big).toEqual([String(2n ** 60n), '5', null]);
    expect(columns.yes).toEqual([1, 0, Number.NaN]);
    expect(columns.bytes).toEqual(['7A', null, null]);
    expect(warnings).toEqual(['mixed-column']);
    expect(facts).toMatchObject({ format: 'sqlite', rows: 3, files: [path] });
  });

  test('columns: {mixed: number} makes what is no number missing, and warns', async () => {
    const { columns, warnings } = await readAll({
      path,
      table: 'orders',
      columns: { mixed: 'number', id: 'text' },
    });
    expect(columns.mixed).toEqual([1, Number.NaN, 2.5]);
    expect(columns.id).toEqual(['1', '2', '3']);
    expect(warnings).toEqual(['unreadable-cells']);
  });

  test('a bare path is known by its content; a view and a query are tables too', async () => {
    const view = await readAll(`${path}?table=dear`);
    expect(view.columns).toEqual({ id: [1, 2], price: [0.1, 1e300] });
    const query = await readAll({ path, query: 'SELECT count(*) AS n FROM orders;' });
    expect(query.columns).toEqual({ n: [3] });
  });

  test('of a table only the columns wanted are read', async () => {
    const { facts, columns } = await readAll(
      { path, table: 'orders' },
      { columns: () => ['id', 'price'] },
    );
    expect(Object.keys(columns)).toEqual(['id', 'price']);
    expect(facts.unread).toHaveLength(8);
  });

  test.each([
    [path, 'a table must be named, for there are 3: dear, empty, orders'],
    [`${path}?table=ordres`, 'Did you mean "orders"?'],
    [`${path}?table=empty`, 'must hold at least one row'],
    [`sqlite:${folder}/none.db?table=t`, 'the file must exist, and does not'],
    [{ path, query: 'SELECT * FROM ordres' }, 'no such table: ordres'],
    [{ path, query: 'DELETE FROM orders RETURNING 1' }, 'the statement failed'],
  ])('%j is refused in one sentence', async (document, sentence) => {
    await expect(readAll(document)).rejects.toThrow(SourceError);
    await expect(readAll(document)).rejects.toThrow(sentence);
  });

  test('twenty thousand rows with gaps in their numbers all arrive, in order', async () => {
    const many = join(folder, 'many.sqlite');
    {
      await using file = await SqliteFile.open(many, 'write');
      file.execute(`CREATE TABLE t (a TEXT);
        WITH RECURSIVE c (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 25000) INSERT INTO t SELECT 'r' || i FROM c;
        DELETE FROM t WHERE rowid % 5 = 0`);
    }
    const { columns } = await readAll(many);
    const expected = Array.from({ length: 25000 }, (_, i) => i + 1).filter((i) => i % 5 !== 0);
    expect(columns.a).toEqual(expected.map((i) => `r${i}`));
  });
});

describe('duckdb:', () => {
  const path = join(folder, 'shop.duckdb');
  beforeAll(async () => {
    await using database = await Database.open({ file: path });
    await database.execute(
      sql`CREATE TABLE orders AS SELECT 1 AS id, DATE '2024-01-31' AS day, 2.50::DECIMAL(10, 2) AS price UNION ALL SELECT 2, NULL, 3`,
    );
    await database.execute(sql`CREATE SCHEMA old`);
    await database.execute(sql`CREATE TABLE ${raw('old.orders')} AS SELECT 7 AS id`);
  });

  test('a table is read in place, from a schema too, and as a query', async () => {
    const { facts, columns } = await readAll(`duckdb:${path}?table=orders`);
    expect(columns).toEqual({
      id: [1, 2],
      day: [Date.UTC(2024, 0, 31), Number.NaN],
      price: [2.5, 3],
    });
    expect(facts).toMatchObject({ format: 'duckdb', rows: 2 });
    expect((await readAll(`${path}?table=old.orders`)).columns).toEqual({ id: [7] });
    expect((await readAll({ path, query: 'SELECT sum(id) AS s FROM orders' })).columns).toEqual({
      s: [3],
    });
  });

  test.each([
    [path, 'a table must be named'],
    [`${path}?table=order`, 'Did you mean "orders"?'],
    [{ path, query: 'DELETE FROM orders' }, 'the query must be one that DuckDB understands'],
  ])('%j is refused in one sentence', async (document, sentence) => {
    await expect(readAll(document)).rejects.toThrow(sentence);
  });
});

test('attachSource(paths) makes one table of several databases with the same columns', async () => {
  const duck = join(folder, 'part.duckdb');
  const lite = join(folder, 'part.sqlite');
  const wrong = join(folder, 'wrong.sqlite');
  {
    await using database = await Database.open({ file: duck });
    await database.execute(sql`CREATE TABLE t AS SELECT 1 AS a, 'x' AS b`);
    await using file = await SqliteFile.open(lite, 'write');
    file.execute(`CREATE TABLE t (b TEXT, a INTEGER); INSERT INTO t VALUES ('y', 2)`);
    await using other = await SqliteFile.open(wrong, 'write');
    other.execute(`CREATE TABLE t (b TEXT, a TEXT); INSERT INTO t VALUES ('y', 'z')`);
  }
  const { facts, columns } = await readAll({ paths: [duck, lite] });
  expect(columns).toEqual({ a: [1, 2], b: ['x', 'y'] });
  expect(facts.files).toEqual([duck, lite]);
  await expect(readAll({ paths: [duck, wrong] })).rejects.toThrow(
    '"a" is text here and number there',
  );
});

const real = postgresBinaries() !== undefined;
if (!real) process.stderr.write('skipped: no PostgreSQL binaries; set CLADE_TEST_POSTGRES\n');

const servers = [
  {
    server: 'PGlite',
    start: async () => {
      const server = await startPglite();
      return { address: server.address(), password: 'none', stop: () => server.stop() };
    },
  },
  ...(real
    ? [
        {
          server: 'PostgreSQL',
          start: async () => {
            const server = (await startPostgres())!;
            return {
              address: server.address(),
              password: server.password,
              stop: async () => server.stop(),
            };
          },
        },
      ]
    : []),
];

describe.each(servers)('postgres: with $server', ({ start }) => {
  let server: { address: string; password: string; stop(): Promise<void> };
  let saved: string | undefined;

  beforeAll(async () => {
    saved = process.env.PGPASSWORD;
    server = await start();
    process.env.PGPASSWORD = server.password;
    await using client = await PostgresClient.connect(
      parseAddress(server.address) as PostgresAddress,
      new Run(),
    );
    await client.execute(`
      CREATE TYPE mood AS ENUM ('glad', 'sad');
      CREATE DOMAIN amount AS numeric(10, 2);
      CREATE TABLE kinds (
        id int8, small int2, word text, fixed char(5), price numeric(10, 2), anything numeric, long numeric(30, 0),
        share float8, single float4, yes bool, day date, at timestamp, zoned timestamptz, key uuid, doc jsonb,
        tags text[], feeling mood, sum amount, "Odd ""Name" int);
      INSERT INTO kinds VALUES
        (9007199254740993, -3, E'a "b"\\nc,\\t\\\\', 'ab', 2.50, 1e-20, 123456789012345678901234567890,
         0.1, 1.5, true, '2024-02-29', '2024-02-29 12:30:00.25', '2024-02-29 12:00:00+02', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
         '{"a": [1, "x"]}', ARRAY['a,b', 'c"d'], 'glad', 3.25, 7),
        (1, NULL, '', NULL, 'NaN', 'NaN', 1, 'Infinity', 'NaN', false, 'infinity', '-infinity', 'infinity', NULL, NULL, NULL, NULL, NULL, NULL);
      CREATE SCHEMA sales;
      CREATE TABLE sales.orders AS SELECT i AS id, i * 1.5 AS price, 'customer ' || i % 10 AS customer FROM generate_series(1, 5000) AS i;
      CREATE TABLE nothing (a int)`);
  }, 240_000);
  afterAll(async () => {
    if (saved === undefined) delete process.env.PGPASSWORD;
    else process.env.PGPASSWORD = saved;
    await server.stop();
  });

  test('a table comes with the types of its columns, and NULL told from an empty text', async () => {
    const { facts, columns, warnings } = await readAll(`${server.address}?table=kinds`);
    expect(typesOf(facts)).toEqual({
      id: 'BIGINT',
      small: 'SMALLINT',
      word: 'VARCHAR',
      fixed: 'VARCHAR',
      price: 'DECIMAL(10,2)',
      anything: 'DOUBLE',
      long: 'HUGEINT',
      share: 'DOUBLE',
      single: 'FLOAT',
      yes: 'BOOLEAN',
      day: 'DATE',
      at: 'TIMESTAMP',
      zoned: 'TIMESTAMP WITH TIME ZONE',
      key: 'VARCHAR',
      doc: 'VARCHAR',
      tags: 'VARCHAR',
      feeling: 'VARCHAR',
      sum: 'DECIMAL(10,2)',
      'Odd "Name': 'INTEGER',
    });
    expect(columns).toEqual({
      id: ['9007199254740993', '1'],
      small: [-3, Number.NaN],
      word: ['a "b"\nc,\t\\', ''],
      fixed: ['ab', null],
      price: [2.5, Number.NaN],
      anything: [1e-20, Number.NaN],
      long: ['123456789012345678901234567890', '1'],
      share: [0.1, Number.POSITIVE_INFINITY],
      single: [1.5, Number.NaN],
      yes: [1, 0],
      day: [Date.UTC(2024, 1, 29), Number.NaN],
      at: [Date.UTC(2024, 1, 29, 12, 30, 0, 250), Number.NaN],
      zoned: [Date.UTC(2024, 1, 29, 10), Number.NaN],
      key: ['a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', null],
      doc: ['{"a": [1, "x"]}', null],
      tags: ['{"a,b","c\\"d"}', null],
      feeling: ['glad', null],
      sum: [3.25, Number.NaN],
      'Odd "Name': [7, Number.NaN],
    });
    expect(warnings).toEqual(['unreadable-cells']);
    expect(facts).toMatchObject({ format: 'postgres', rows: 2 });
  });

  test('a query is read in the block, and gives the same fingerprint again', async () => {
    const source = {
      url: server.address,
      query: 'SELECT customer, sum(price) AS total FROM sales.orders GROUP BY 1 ORDER BY 1;',
    };
    const first = await readAll(source);
    expect(first.columns.customer).toEqual(Array.from({ length: 10 }, (_, i) => `customer ${i}`));
    const again = await readAll(source);
    expect(again.facts.fingerprint).toEqual(first.facts.fingerprint);
  });

  test('of a table only the columns wanted are sent', async () => {
    const all = await readAll(`${server.address}?table=sales.orders`);
    const some = await readAll(
      { url: server.address, table: 'sales.orders' },
      { columns: () => ['price'] },
    );
    expect(Object.keys(some.columns)).toEqual(['price']);
    expect(some.columns.price).toEqual(all.columns.price);
    expect(some.facts.fetchedBytes).toBeLessThan(all.facts.fetchedBytes! / 2);
    expect(some.facts.unread).toEqual(['id', 'customer']);
  });

  test.each([
    ['', 'a table must be named, for there are 3: kinds, nothing, sales.orders'],
    ['?table=nothing', 'must hold at least one row'],
    ['?table=ordres', 'the table must exist'],
  ])('an address that ends in %j is refused in one sentence', async (more, sentence) => {
    await expect(readAll(server.address + more)).rejects.toThrow(sentence);
  });

  test.each([
    ['SELEC 1', 'the query must be one that PostgreSQL understands'],
    [
      'WITH gone AS (DELETE FROM kinds RETURNING 1) SELECT * FROM gone',
      'data-modifying statement must be at the top level',
    ],
    [`SELECT word::int AS a FROM kinds`, "PostgreSQL's condition 22P02"],
  ])('the query %j is refused and no row is shown', async (query, sentence) => {
    const failing = readAll({ url: server.address, query });
    await expect(failing).rejects.toThrow(SourceError);
    await expect(failing).rejects.toThrow(sentence);
    expect((await readAll(`${server.address}?table=kinds`)).facts.rows).toBe(2);
  });

  test('an abort leaves nothing in the temporary folder', async () => {
    const stop = new AbortController();
    await using database = await Database.open({ temp: folder });
    const attaching = attachSource(
      database,
      parseSource({
        url: server.address,
        query: `SELECT repeat('x', 100) AS a FROM generate_series(1, 300000) AS i`,
      }),
      'rows',
      { signal: stop.signal, onProgress: ({ stage }) => stage === 'read' && stop.abort() },
    );
    await expect(attaching).rejects.toThrow(AbortedError);
    expect(readdirSync(database.temp).filter((file) => file !== 'spill')).toEqual([]);
  });
});

test.runIf(real)(
  'postgres: a server that restarts while rows come sends them again, with a warning',
  async () => {
    const server = (await startPostgres())!;
    try {
      const address = {
        ...(parseAddress(server.address()) as PostgresAddress),
        password: server.password,
      };
      {
        await using client = await PostgresClient.connect(address, new Run());
        await client.execute(
          `CREATE TABLE t AS SELECT i AS a, repeat('x', 200) AS b FROM generate_series(1, 400000) AS i`,
        );
      }
      await using database = await Database.open({ temp: folder });
      const run = new Run({
        onProgress: ({ stage, done }) => {
          if (stage !== 'read' || done < 10_000_000 || restarted) return;
          restarted = true;
          server.restart();
        },
      });
      let restarted = false;
      const source = parseSource(`${server.address()}?table=t&password=${server.password}`);
      const facts = await attachSource(database, source, 'rows', run);
      expect(restarted).toBe(true);
      expect(facts.rows).toBe(400_000);
      const sums = await database.query(sql`SELECT sum(a), count(DISTINCT a) FROM ${name('rows')}`);
      expect(sums.columns.map(({ values }) => values[0])).toEqual([80_000_200_000, 400_000]);
      expect(run.warnings.map(({ code }) => code)).toContain('connection-retried');
      expect(JSON.stringify([facts, run.warnings])).not.toContain(server.password);
    } finally {
      server.stop();
    }
  },
);

test('postgres: where nothing answers, EngineError says so and holds no password', async () => {
  const failing = readAll('postgres://ana:pl4nt3d@127.0.0.1:1/shop?table=t');
  await expect(failing).rejects.toThrow(EngineError);
  await expect(failing).rejects.not.toThrow('pl4nt3d');
});
