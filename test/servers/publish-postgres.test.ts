import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Random, Run } from '../../src/base/index.ts';
import { type PostgresAddress, PostgresClient, parseAddress } from '../../src/connect/index.ts';
import { publishBundle } from '../../src/publish/index.ts';
import { runClade, startClade } from '../cli/run-clade.ts';
import { smallBundle } from '../publish/small-bundle.ts';
import {
  freePort,
  type PostgresServer,
  postgresBinaries,
  startPostgres,
} from './start-postgres.ts';
import { type HeldProxy, startProxy } from './start-proxy.ts';

const real = postgresBinaries() !== undefined;
if (!real) {
  process.stderr.write(
    'skipped: publishing to PostgreSQL that is killed, cut off or refuses, for there are no binaries; set CLADE_TEST_POSTGRES to the folder that holds initdb\n',
  );
}

const ROWS = 20_000;

describe.skipIf(!real)('publishing to PostgreSQL', () => {
  let home: string;
  let bundle: string;
  let server: PostgresServer;
  let proxy: HeldProxy;
  let through: string;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'clade-servers-'));
    server = (await startPostgres())!;
    proxy = await startProxy(server.port);
    through = `postgres://owner:${server.password}@127.0.0.1:${proxy.port}/postgres?sslmode=disable`;
    bundle = await smallBundle(home, 'bundle', { rows: ROWS, id: (i) => String(i) });
    await publishBundle(bundle, [to('warm')], { runId: 'first', validFrom: '2024-01-01' });
  }, 120_000);
  afterAll(async () => {
    await proxy?.stop();
    server?.stop();
    await rm(home, { recursive: true, force: true });
  });

  const to = (schema: string) => ({ to: through, schema, mode: 'history' as const });
  const named = (runId: string) => ({ runId, validFrom: '2024-02-01' });
  const owner = () =>
    PostgresClient.connect(
      parseAddress(`${server.address()}?password=${server.password}`) as PostgresAddress,
      new Run(),
    );

  /** Runs and labels per run, as anyone else sees them. */
  async function state(schema: string) {
    await using client = await owner();
    const rows = await client.query(
      `SELECT r.run_id, (SELECT count(*)::int FROM ${schema}.loyal_customers_labels l WHERE l.run_id = r.run_id) AS labels FROM ${schema}.loyal_customers_runs r ORDER BY 1`,
    );
    const [{ all }] = await client.query(
      `SELECT count(*)::int AS all FROM ${schema}.loyal_customers_labels`,
    );
    return { all, runs: Object.fromEntries(rows.map(({ run_id, labels }) => [run_id, labels])) };
  }
  const onlyFirst = { all: ROWS, runs: { first: ROWS } };

  test('clade publish killed with SIGKILL at any moment leaves the old state, and then publishes', async () => {
    await publishBundle(bundle, [to('killed')], { runId: 'first', validFrom: '2024-01-01' });
    // The same publication elsewhere, to know how many bytes it sends.
    await publishBundle(bundle, [to('gauged')], { runId: 'first', validFrom: '2024-01-01' });
    const before = proxy.sent();
    await publishBundle(bundle, [to('gauged')], named('second'));
    const whole = proxy.sent() - before;
    const random = new Random(4);
    // The last of them is after the rows, among the last statements.
    const moments = [0.02, ...Array.from({ length: 4 }, () => random.next()), 0.999];
    for (const share of moments) {
      const held = proxy.holdAfter(Math.ceil(share * whole));
      const child = startClade([
        'publish',
        bundle,
        ...['--to', through, '--schema', 'killed'],
        ...['--run-id', 'second', '--valid-from', '2024-02-01', '--quiet'],
      ]);
      await held;
      child.kill('SIGKILL');
      await new Promise((resolve) => child.on('close', resolve));
      proxy.release();
      expect(await state('killed')).toEqual(onlyFirst);
    }
    const [published] = await publishBundle(bundle, [to('killed')], named('second'));
    expect(published.written).toBe(true);
    expect(await state('killed')).toEqual({ all: 2 * ROWS, runs: { first: ROWS, second: ROWS } });
  });

  test('publishBundle begins again when the connection is cut in the middle of COPY, and warns', async () => {
    const warnings: string[] = [];
    const held = proxy.holdAfter(400_000);
    const publishing = publishBundle(bundle, [to('cut')], named('second'), {
      warn: (code) => warnings.push(code),
    });
    await held;
    proxy.cut();
    const [published] = await publishing;
    expect(published.written).toBe(true);
    expect(warnings).toEqual(['connection-retried']);
    expect(await state('cut')).toEqual({ all: ROWS, runs: { second: ROWS } });
  });

  test('publishBundle begins again when the server ends its connection (pg_terminate_backend)', async () => {
    const warnings: string[] = [];
    const held = proxy.holdAfter(400_000);
    const publishing = publishBundle(bundle, [to('ended')], named('second'), {
      warn: (code) => warnings.push(code),
    });
    await held;
    await using client = await owner();
    const ended = await client.query(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'clade' AND pid <> pg_backend_pid() AND state = 'active'",
    );
    expect(ended).toHaveLength(1);
    proxy.release();
    const [published] = await publishing;
    expect(published.written).toBe(true);
    expect(warnings).toEqual(['connection-retried']);
    expect(await state('ended')).toEqual({ all: ROWS, runs: { second: ROWS } });
  });

  test('publishBundle of one run id twice at once writes it once', async () => {
    await publishBundle(bundle, [to('twice')], { runId: 'first', validFrom: '2024-01-01' });
    const both = await Promise.all(
      [1, 2].map(() => publishBundle(bundle, [to('twice')], named('second'))),
    );
    expect(both.map(([{ written }]) => written).sort()).toEqual([false, true]);
    expect(await state('twice')).toEqual({ all: 2 * ROWS, runs: { first: ROWS, second: ROWS } });
  });

  test('publishBundle into tables that are not there yet, twice at once, makes them once', async () => {
    const both = await Promise.all(
      [1, 2].map(() => publishBundle(bundle, [to('fresh')], named('second'))),
    );
    expect(both.map(([{ written }]) => written).sort()).toEqual([false, true]);
    expect(await state('fresh')).toEqual({ all: ROWS, runs: { second: ROWS } });
  });

  test('publishBundle stopped by its signal leaves the old state', async () => {
    await publishBundle(bundle, [to('stopped')], { runId: 'first', validFrom: '2024-01-01' });
    const stop = new AbortController();
    const held = proxy.holdAfter(400_000);
    const publishing = publishBundle(bundle, [to('stopped')], named('second'), {
      signal: stop.signal,
    });
    await held;
    stop.abort();
    proxy.release();
    await expect(publishing).rejects.toMatchObject({ code: 'aborted' });
    expect(await state('stopped')).toEqual(onlyFirst);
  });

  test('readers see the old rows while replace is under way', async () => {
    await publishBundle(bundle, [to('read')], { runId: 'first', validFrom: '2024-01-01' });
    const held = proxy.holdAfter(400_000);
    const publishing = publishBundle(bundle, [{ ...to('read'), mode: 'replace' }], named('second'));
    await held;
    expect(await state('read')).toEqual(onlyFirst);
    proxy.release();
    await publishing;
    expect(await state('read')).toEqual({ all: ROWS, runs: { second: ROWS } });
  });

  test('clade publish with a wrong password says one sentence without it, and exits with 2', async () => {
    const wrong = through.replace(server.password, 'wr0ng-secret');
    const day = ['--valid-from', '2024-02-01'];
    const { code, stderr, stdout } = await runClade(['publish', bundle, '--to', wrong, ...day]);
    expect(code).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).toMatch(/the user and the password must be right/);
    expect(stderr + stdout).not.toContain('wr0ng-secret');
  });

  test('clade publish to a server that does not answer exits with 75', async () => {
    const port = await freePort();
    const nowhere = `postgres://owner:s3cret-word@127.0.0.1:${port}/postgres`;
    const { code, stderr, stdout } = await runClade(['publish', bundle, '--to', nowhere, '--json']);
    expect(code).toBe(75);
    expect(stderr).toMatch(/the database must be reachable, but nothing answers there/);
    expect(stderr + stdout).not.toContain('s3cret-word');
  });

  test('tables have keys, an index for the history of one entity, and comments', async () => {
    await using client = await owner();
    const indexes = await client.query(
      "SELECT indexdef FROM pg_indexes WHERE schemaname = 'warm' ORDER BY indexname",
    );
    expect(indexes.map(({ indexdef }) => String(indexdef).replace(/.* USING /, ''))).toEqual([
      'btree (id)',
      'btree (run_id, id)',
      'btree (run_id, segment)',
      'btree (run_id)',
    ]);
    const [{ about, column }] = await client.query(
      "SELECT obj_description('warm.loyal_customers_labels'::regclass) AS about, col_description('warm.loyal_customers_profiles'::regclass, 4) AS column",
    );
    expect(about).toBe('Segments of Loyal Customers: one row per run and entity.');
    expect(column).toBe('Name of the segment.');
  });
});
