import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishBundle } from '../../src/publish/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';
import { runClade } from '../cli/run-clade.ts';
import { smallBundle } from '../publish/small-bundle.ts';
import { type S3Server, s3Binary, startS3 } from './start-s3.ts';

const real = s3Binary() !== undefined;
if (!real) {
  process.stderr.write(
    'skipped: publishing to an S3 server, for there is none; set CLADE_TEST_S3 to versitygw\n',
  );
}

/** Labels as CSV are over one part of an upload. */
const ROWS = 200_000;

describe.skipIf(!real)('publishing to S3', () => {
  let home: string;
  let bundle: string;
  let server: S3Server;
  let bucket: string;
  const before = { ...process.env };

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'clade-servers-'));
    server = (await startS3())!;
    Object.assign(process.env, server.env);
    bucket = server.bucket('loyalty');
    bundle = await smallBundle(home, 'bundle', {
      rows: ROWS,
      id: (i) => `customer-of-the-shop-no-${i}`,
    });
  }, 240_000);
  afterAll(async () => {
    process.env = before;
    server?.stop();
    await rm(home, { recursive: true, force: true });
  });

  const to = (key: string, mode: 'history' | 'replace' = 'history') => [
    { to: `s3://loyalty/${key}`, mode },
  ];
  const files = (folder: string) => readdirSync(join(bucket, folder), { recursive: true }).sort();

  test('publishBundle writes one key prefix per run, in several parts, and changes nothing the second time', async () => {
    const day = { runId: 'march', validFrom: '2024-03-01' };
    await publishBundle(bundle, to('weekly/segments.csv'), day);
    await publishBundle(bundle, to('weekly/segments.csv'), { ...day, runId: 'april' });
    const [again] = await publishBundle(bundle, to('weekly/segments.csv'), day);
    expect(again.written).toBe(false);
    expect(files('weekly')).toEqual(
      ['', '/april', '/april/labels.csv', '/april/profiles.csv', '/april/runs.csv']
        .concat(['/march', '/march/labels.csv', '/march/profiles.csv', '/march/runs.csv'])
        .map((path) => `segments${path}`),
    );
    await using database = await Database.open();
    const { columns } = await database.query(
      raw(
        `SELECT count(*), count(DISTINCT id) FROM read_csv('${join(bucket, 'weekly/segments/march/labels.csv')}')`,
      ),
    );
    expect(columns.map(({ values }) => values[0])).toEqual([ROWS, ROWS]);
  });

  test('publishBundle with {mode: "replace"} leaves the objects of the last run', async () => {
    const target = to('now/segments.parquet', 'replace');
    await publishBundle(bundle, target, { runId: 'march', validFrom: '2024-03-01' });
    await publishBundle(bundle, target, { runId: 'april', validFrom: '2024-04-01' });
    expect(files('now')).toEqual([
      'segments.parquet',
      'segments.profiles.parquet',
      'segments.runs.parquet',
    ]);
    await using database = await Database.open();
    const { columns } = await database.query(
      raw(`SELECT DISTINCT run_id FROM '${join(bucket, 'now/segments.parquet')}'`),
    );
    expect(columns[0].values).toEqual(['april']);
  });

  test('clade score writes labels as an object that the file of the same labels equals', async () => {
    await smallBundle(home, 'scored');
    const score = (out: string) =>
      runClade(['score', join(home, 'scored'), join(home, 'scored.csv'), '-o', out, '--quiet']);
    expect((await score('s3://loyalty/scored/labels.csv')).code).toBe(0);
    expect((await score(join(home, 'labels.csv'))).code).toBe(0);
    expect(readFileSync(join(bucket, 'scored/labels.csv'), 'utf8')).toBe(
      readFileSync(join(home, 'labels.csv'), 'utf8'),
    );
    const refused = await score('postgres://ana@127.0.0.1/shop');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/--out must be a file or an object/);
  });

  test('clade publish with a wrong secret says one sentence without it, exits with 2 and writes nothing', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'wr0ng-secret';
    const { code, stderr, stdout } = await runClade([
      ...['publish', bundle, '--to', 's3://loyalty/refused/segments.csv'],
      ...['--valid-from', '2024-03-01'],
    ]);
    process.env.AWS_SECRET_ACCESS_KEY = server.env.AWS_SECRET_ACCESS_KEY;
    expect({ code, lines: stderr.trim().split('\n').length }).toEqual({ code: 2, lines: 1 });
    expect(stderr + stdout).not.toMatch(/wr0ng-secret|clade-test/);
    expect(existsSync(join(bucket, 'refused'))).toBe(false);
  });

  test('no secret of the environment or an address is in a bundle, in what is published or in what is printed', async () => {
    const study = join(home, 'study.yaml');
    const planted = 'pl4nted-in-address';
    await smallBundle(home, 'tiny');
    writeFileSync(
      study,
      `clade: 1
name: secret
parameters: { password: none }
source: ${JSON.stringify(join(home, 'tiny.csv'))}
entity: id
features: { kind: table, columns: [visits, spend] }
cluster: { method: KMeans, clusters: 3 }
publish:
  - to: s3://loyalty/kept/segments.csv
  - to: postgres://ana:\${password}@127.0.0.1:1/shop
`,
    );
    const out = join(home, 'secret');
    const fit = await runClade([
      ...['fit', study, '--out', out, '--valid-from', '2024-01-01'],
      ...['-p', `password=${planted}`, '--json'],
    ]);
    // Nothing listens on port 1: the bundle and the first target are whole, the second can be tried again.
    expect(fit.code).toBe(75);
    expect(fit.stderr).toMatch(/an address holds a password/);
    const texts = [
      fit.stdout,
      fit.stderr,
      ...['manifest.json', 'report.json', 'report.html', 'segments.csv'].map((file) =>
        readFileSync(join(out, file), 'utf8'),
      ),
      ...files('kept')
        .filter((file) => String(file).endsWith('.csv'))
        .map((file) => readFileSync(join(bucket, 'kept', String(file)), 'utf8')),
    ];
    for (const text of texts) {
      expect(text.includes(planted) || text.includes(server.env.AWS_SECRET_ACCESS_KEY)).toBe(false);
    }
  });
});
