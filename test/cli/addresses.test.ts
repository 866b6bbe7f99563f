import { mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random, Run } from '../../src/base/index.ts';
import { type PostgresAddress, PostgresClient, parseAddress } from '../../src/connect/index.ts';
import { type PgliteServer, startPglite } from '../servers/start-pglite.ts';
import { startWeb, type WebServer } from '../servers/start-web.ts';
import { runClade } from './run-clade.ts';

/** What must never be seen again, once it was written in an address. */
const planted = 'pl4nt3d';

let home: string;
let postgres: PgliteServer;
let web: WebServer;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-addresses-'));
  postgres = await startPglite();
  const lines = customers(120);
  web = await startWeb({
    '/customers.csv': {
      content: Buffer.from(
        `id,visits,spend,note\n${lines.map((line) => line.join(',')).join('\n')}\n`,
      ),
      ranges: true,
    },
  });
  await using client = await PostgresClient.connect(
    parseAddress(`${postgres.address()}?password=none`) as PostgresAddress,
    new Run(),
  );
  await client.execute(
    `CREATE TABLE customers (id text, visits float8, spend numeric(10, 3), note text);
     INSERT INTO customers VALUES ${lines.map((line) => `('${line.join("','")}')`).join(',')}`,
  );
}, 240_000);
afterAll(async () => {
  await postgres.stop();
  await web.stop();
  await rm(home, { recursive: true, force: true });
});

/** Three kinds of customers that any method tells apart. */
function customers(rows: number): string[][] {
  const random = new Random(0);
  const centres = [
    [2, 10],
    [40, 12],
    [20, 300],
  ];
  return Array.from({ length: rows }, (_, i) => {
    const [visits, spend] = centres[i % 3];
    return [
      `c${i}`,
      (visits + random.normal()).toFixed(3),
      (spend + random.normal()).toFixed(3),
      `note ${i}`,
    ];
  });
}

const study = `
clade: 1
name: customers
parameters: { data: none }
source: \${data}
entity: id
features: { kind: table, columns: [visits, spend] }
cluster: { method: KMeans, clusters: 3 }
`;

const table = () =>
  `postgres://postgres:${planted}@127.0.0.1:${postgres.port}/postgres?table=customers`;

/** Every byte of every file below a folder. */
function everything(folder: string): string {
  return readdirSync(folder)
    .map((entry) => join(folder, entry))
    .map((path) => (statSync(path).isDirectory() ? everything(path) : readFileSync(path, 'latin1')))
    .join('\n');
}

test('clade fit, score, inspect and init take a PostgreSQL table, and no password is left anywhere', async () => {
  const run = (...args: string[]) => runClade(args, home);
  writeFileSync(join(home, 'study.yaml'), study);
  const fit = await run('fit', 'study.yaml', '-p', `data=${table()}`, '--out', 'out', '--json');
  expect(fit.code, fit.stderr).toBe(0);
  expect(fit.json.segments).toBe(3);
  expect(fit.json.warnings.map(({ code }: { code: string }) => code)).toEqual(['secret-in-study']);
  const manifest = JSON.parse(readFileSync(join(home, 'out', 'manifest.json'), 'utf8'));
  expect(manifest.source).toMatchObject({
    format: 'postgres',
    rows: 120,
    files: [`postgres://postgres@127.0.0.1:${postgres.port}/postgres?table=customers`],
    unread: ['note'],
  });
  const score = await run('score', 'out', table(), '-o', 'labels.csv', '--json');
  expect(score.code, score.stderr).toBe(0);
  expect(score.json).toMatchObject({ entities: 120, unassigned: 0 });
  const inspect = await run('inspect', table(), '--json');
  expect(inspect.code, inspect.stderr).toBe(0);
  expect(inspect.json.columns).toHaveLength(4);
  const init = await run('init', table(), '-o', 'made.yaml', '--json');
  expect(init.code, init.stderr).toBe(0);
  const made = readFileSync(join(home, 'made.yaml'), 'utf8');
  expect(made).toContain(`postgres://postgres@127.0.0.1:${postgres.port}/postgres?table=customers`);
  const all = [fit, score, inspect, init].map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(all + everything(home)).not.toContain(planted);
}, 240_000);

test('clade fit reads http, and gives the segments that the same rows in PostgreSQL give', async () => {
  const address = web.address('/customers.csv');
  const fit = await runClade(
    ['fit', 'study.yaml', '-p', `data=${address}`, '--out', 'web', '--json'],
    home,
  );
  expect(fit.code, fit.stderr).toBe(0);
  expect(fit.json.warnings).toEqual([]);
  const labels = (bundle: string) => readFileSync(join(home, bundle, 'assignments.csv'), 'utf8');
  expect(labels('web')).toBe(labels('out'));
});

test.each([
  [
    'a table that is not there',
    () => table().replace('customers', 'custmers'),
    2,
    'the table must exist',
  ],
  ['a wrong parameter', () => `${table()}&sslmod=require`, 2, 'Did you mean \\"sslmode\\"?'],
  [
    'a host that is not there',
    () => `postgres://ana:${planted}@no-such-host.invalid/db?table=t`,
    2,
    'there is no such host',
  ],
  [
    'a server that does not answer',
    () => `postgres://ana:${planted}@127.0.0.1:1/db?table=t`,
    75,
    'ECONNREFUSED',
  ],
  [
    'a password that is not escaped',
    () => `postgres://ana:a/${planted}@127.0.0.1/db?table=t`,
    2,
    'are written %40',
  ],
  [
    'a signed address that is refused',
    () => `${web.address('/none.csv')}?X-Amz-Signature=${planted}`,
    2,
    'there is none (404)',
  ],
])(
  'clade fit with %s ends in one sentence without its secret',
  async (_, address, code, sentence) => {
    const failed = await runClade(
      ['fit', 'study.yaml', '-p', `data=${address()}`, '--out', 'failed', '--json'],
      home,
    );
    expect(failed.code, failed.stderr).toBe(code);
    expect(failed.stdout).toContain(sentence);
    expect(failed.stdout + failed.stderr).not.toContain(planted);
    expect(failed.stderr).not.toContain('    at ');
  },
);

test.each([
  ['tabel: customers', 'tabel'],
  ['format: [csv]', 'format'],
])(
  'a study whose source block says %j is refused without showing the address in it',
  async (wrong, key) => {
    writeFileSync(
      join(home, 'wrong.yaml'),
      study.replace(`\${data}`, `{ url: "${table()}", ${wrong} }`),
    );
    const failed = await runClade(['fit', 'wrong.yaml', '--out', 'failed', '--json'], home);
    expect(failed.code).toBe(2);
    expect(failed.stdout).toContain(key);
    expect(failed.stdout + failed.stderr).not.toContain(planted);
  },
);
