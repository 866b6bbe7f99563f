import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AbortedError, EngineError, Run, SourceError } from '../../src/base/index.ts';
import { type PostgresAddress, PostgresClient, parseAddress } from '../../src/connect/index.ts';
import { startPglite } from '../servers/start-pglite.ts';
import { freePort, postgresBinaries, startPostgres } from '../servers/start-postgres.ts';

const real = postgresBinaries() !== undefined;
if (!real)
  process.stderr.write(
    'skipped: no PostgreSQL binaries; set CLADE_TEST_POSTGRES to the folder that holds initdb\n',
  );

async function collect(blocks: AsyncIterable<Buffer>): Promise<string> {
  const all: Buffer[] = [];
  for await (const block of blocks) all.push(block);
  return Buffer.concat(all).toString();
}

const servers = [
  {
    name: 'PGlite',
    start: async () => {
      const server = await startPglite();
      return { address: `${server.address()}?password=none`, stop: () => server.stop() };
    },
  },
  ...(real
    ? [
        {
          name: 'PostgreSQL',
          start: async () => {
            const server = (await startPostgres())!;
            return {
              address: `${server.address()}?password=${server.password}`,
              stop: async () => server.stop(),
            };
          },
        },
      ]
    : []),
];

describe.each(servers)('$name', ({ start, name }) => {
  let server: { address: string; stop(): Promise<void> };
  let address: PostgresAddress;
  beforeAll(async () => {
    server = await start();
    address = parseAddress(server.address) as PostgresAddress;
  }, 240_000);
  afterAll(() => server.stop());

  test('PostgresClient.copyOut(statement) gives what COPY sends, byte for byte', async () => {
    await using client = await PostgresClient.connect(address, new Run());
    await client.execute('CREATE TABLE words (id int, word text)');
    await client.query('INSERT INTO words VALUES (1, $1), (2, $2), (3, NULL)', ['a "b"\nc,', '']);
    const csv = await collect(client.copyOut('COPY words TO STDOUT (FORMAT csv)'));
    expect(csv).toBe('1,"a ""b""\nc,"\n2,""\n3,\n');
  });

  test('PostgresClient.describe(select) gives names and types and reads no row', async () => {
    await using client = await PostgresClient.connect(address, new Run());
    const fields = await client.describe(
      'SELECT 1::int8 AS a, 2.5::numeric(10, 2) AS b, now() AS c',
    );
    expect(fields.map(({ name, type }) => [name, type])).toEqual([
      ['a', 20],
      ['b', 1700],
      ['c', 1184],
    ]);
    expect(fields[1].modifier - 4).toBe((10 << 16) | 2);
  });

  test('PostgresClient.transaction("read", …) refuses to write', async () => {
    await using client = await PostgresClient.connect(address, new Run());
    const writing = client.transaction('read', () => client.execute('CREATE TABLE no (a int)'));
    await expect(writing).rejects.toThrow('reading must not write');
  });

  test('PostgresClient.transaction("write", …) leaves nothing when the work fails', async () => {
    await using client = await PostgresClient.connect(address, new Run());
    const failing = client.transaction('write', async () => {
      await client.execute('CREATE TABLE half (a int)');
      throw new Error('stop');
    });
    await expect(failing).rejects.toThrow('stop');
    await expect(client.query('SELECT * FROM half')).rejects.toThrow('the table must exist');
  });

  test('PostgresClient.copyIn(statement, blocks) sends rows cut anywhere', async ({ skip }) => {
    await using client = await PostgresClient.connect(address, new Run());
    if (!client.takesCopy) skip(`${name} cannot take COPY FROM STDIN over its socket`);
    await client.execute('CREATE TABLE taken (id int, word text)');
    async function* blocks() {
      yield '1,"a';
      yield Buffer.from('b"\n2,');
      yield 'c\n';
    }
    expect(await client.copyIn('COPY taken FROM STDIN (FORMAT csv)', blocks())).toBe(2);
    expect(await client.query('SELECT * FROM taken ORDER BY id')).toEqual([
      { id: 1, word: 'ab' },
      { id: 2, word: 'c' },
    ]);
  });
});

describe.runIf(real)('a real server', () => {
  let server: NonNullable<Awaited<ReturnType<typeof startPostgres>>>;
  beforeAll(async () => {
    server = (await startPostgres())!;
  }, 240_000);
  afterAll(() => server.stop());

  const at = (more: Partial<PostgresAddress> = {}): PostgresAddress => ({
    ...(parseAddress(server.address()) as PostgresAddress),
    password: server.password,
    ...more,
  });

  test.each([
    [{ password: 'wrong-pl4nt3d' }, 'the user and the password must be right'],
    [{ password: undefined }, 'the server asks for a password'],
    [{ user: 'nobody' }, 'the user and the password must be right'],
    [{ database: 'nowhere' }, 'the database must exist'],
    [{ host: 'no-such-host.invalid' }, 'there is no such host'],
    [{ sslmode: 'require' as const }, 'the server has none'],
  ])('PostgresClient.connect with %j fails in one sentence', async (wrong, sentence) => {
    const failing = PostgresClient.connect(at(wrong), new Run());
    await expect(failing).rejects.toThrow(SourceError);
    await expect(failing).rejects.toThrow(sentence);
    await expect(failing).rejects.not.toThrow('pl4nt3d');
  });

  test('PostgresClient.query says which permission is missing, and no value of a row', async () => {
    await using client = await PostgresClient.connect(at(), new Run());
    await client.execute(`CREATE TABLE closed (a int); CREATE ROLE guest LOGIN PASSWORD 'guest'`);
    await using guest = await PostgresClient.connect(
      at({ user: 'guest', password: 'guest' }),
      new Run(),
    );
    await expect(guest.query('SELECT * FROM closed')).rejects.toThrow(
      'permission denied for table closed',
    );
    const casting = guest.query(`SELECT 'Ms Smith'::int`);
    await expect(casting).rejects.toThrow("PostgreSQL's condition 22P02");
    await expect(casting).rejects.not.toThrow('Smith');
  });

  test('PostgresClient.connect warns, tries again, and ends with EngineError where nothing answers', async () => {
    const run = new Run();
    const failing = PostgresClient.connect(at({ port: await freePort() }), run);
    await expect(failing).rejects.toThrow(EngineError);
    await expect(failing).rejects.toThrow('nothing answers there (ECONNREFUSED)');
    expect(run.warnings.map(({ code }) => code)).toEqual(Array(4).fill('connection-retried'));
  });

  test('an abort stops the query on the server too', async () => {
    const stop = new AbortController();
    await using client = await PostgresClient.connect(at(), new Run({ signal: stop.signal }));
    const sleeping = client.query(`SELECT pg_sleep(60) AS "sleeps"`);
    setTimeout(() => stop.abort(), 200);
    await expect(sleeping).rejects.toThrow(AbortedError);
    await using other = await PostgresClient.connect(at(), new Run());
    const running = await other.query(
      `SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%"sleeps"%' AND pid <> pg_backend_pid()`,
    );
    expect(running).toEqual([]);
  });

  test('a connection that the server drops while rows are read ends with EngineError', async () => {
    await using client = await PostgresClient.connect(at(), new Run());
    const rows = client.copyOut(
      `COPY (SELECT repeat('x', 1000) FROM generate_series(1, 10000000)) TO STDOUT`,
    );
    await rows.next();
    server.restart();
    await expect(
      (async () => {
        for await (const _ of rows);
      })(),
    ).rejects.toThrow(EngineError);
  });
});
