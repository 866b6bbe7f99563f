import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AbortedError, EngineError, Run, SourceError } from '../../src/base/index.ts';
import { parseSource, type SourceDocument } from '../../src/source/index.ts';
import { name, sql } from '../../src/sql/index.ts';
import { type AttachOptions, attachSource, Database } from '../../src/table/index.ts';
import { npyOf } from '../data/npy.ts';
import { s3Binary, startS3 } from '../servers/start-s3.ts';
import { startWeb, type WebFile, type WebServer } from '../servers/start-web.ts';

const folder = mkdtempSync(join(tmpdir(), 'clade-remote-'));
afterAll(() => rm(folder, { recursive: true }));

async function readAll(document: SourceDocument, options: AttachOptions = {}, run = new Run()) {
  await using database = await Database.open({ temp: folder });
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

const csv = Buffer.from(
  `id,word\n${Array.from({ length: 20_000 }, (_, i) => `${i},word ${i}`).join('\n')}\n`,
);

/** Two series as each format writes them, and what they are as columns. */
const series = {
  'ECG_TRAIN.tsv.gz': gzipSync('1\t0.5\t1.5\t2.5\n2\t-1\t-2\tNaN\n'),
  'ecg.ts': Buffer.from('@univariate true\n@classLabel true 1 2\n@data\n0.5,1.5,2.5:1\n-1,-2:2\n'),
  'ecg.npy': npyOf([
    [1, 0.5, 1.5, 2.5],
    [2, -1, -2, Number.NaN],
  ]),
};
const asColumns = { label: ['1', '2'], t1: [0.5, -1], t2: [1.5, -2], t3: [2.5, Number.NaN] };

/** A Parquet file of several row groups: two small columns, a nested one and a wide one between them. */
async function writeParquet(path: string): Promise<Buffer> {
  await using database = await Database.open();
  await database.copyTo(
    sql`SELECT i AS id, md5(i::VARCHAR) || md5((i + 7)::VARCHAR) || md5((i * 3)::VARCHAR) AS wide, {'a': i, 'b': [i, i + 1]} AS nested, i % 7 AS few, 'word ' || i % 100 AS word FROM range(200000) AS r (i)`,
    path,
    'parquet',
  );
  return readFileSync(path);
}

let web: WebServer;
let parquet: Buffer;
beforeAll(async () => {
  parquet = await writeParquet(join(folder, 'rows.parquet'));
  web = await startWeb({});
});
afterAll(() => web.stop());
afterEach(() => {
  web.requests.length = 0;
});

function serve(path: string, file: WebFile): string {
  web.files[path] = file;
  return web.address(path);
}

describe('http:', () => {
  test('a text file is streamed in one request, packed or not, and nothing of it stays', async () => {
    const address = serve('/a.csv', { content: csv, ranges: true });
    const { facts, columns } = await readAll(address);
    expect(columns.id).toHaveLength(20_000);
    expect(columns.word[19_999]).toBe('word 19999');
    expect(facts).toMatchObject({
      files: [address],
      format: 'csv',
      bytes: csv.length,
      fetchedBytes: csv.length,
    });
    expect(web.requests).toEqual(['/a.csv bytes=0-']);
    expect(readdirSync(folder)).toEqual(['rows.parquet']);
    const packed = await readAll(serve('/a.csv.gz', { content: gzipSync(csv) }));
    expect(packed.columns).toEqual(columns);
    const onTheWay = await readAll(
      serve('/b.csv', { content: gzipSync(csv), packed: true, ranges: true }),
    );
    expect(onTheWay.columns).toEqual(columns);
  });

  test.each(Object.entries(series))(
    'series of %s are read as from a file',
    async (key, content) => {
      const { facts, columns } = await readAll({
        path: serve(`/${key}`, { content }),
        label: 'first',
      });
      expect(columns).toEqual(asColumns);
      expect(facts.fetchedBytes).toBe(content.length);
    },
  );

  test('a connection that is cut is taken up where it broke', async () => {
    const address = serve('/cut.csv', {
      content: csv,
      ranges: true,
      version: '"1"',
      cut: { after: 100_000, times: 2 },
    });
    const { columns, warnings } = await readAll(address);
    expect(columns.word).toEqual(Array.from({ length: 20_000 }, (_, i) => `word ${i}`));
    expect(warnings).toEqual(['connection-retried', 'connection-retried']);
    const later = web.requests.slice(1).map((request) => Number(/bytes=(\d+)-/.exec(request)?.[1]));
    expect(later[0]).toBeGreaterThan(0);
    expect(later[1]).toBeGreaterThan(later[0]);
  });

  test('without parts, what was there already is skipped', async () => {
    const address = serve('/plain.csv', { content: csv, cut: { after: 150_000, times: 1 } });
    const { columns } = await readAll(address);
    expect(columns.word).toEqual(Array.from({ length: 20_000 }, (_, i) => `word ${i}`));
  });

  test('a server that is busy is asked again; one that stays so is an EngineError', async () => {
    const { warnings } = await readAll(serve('/busy.csv', { content: csv, busy: 2 }));
    expect(warnings).toEqual(['connection-retried', 'connection-retried']);
    const failing = readAll(serve('/closed.csv', { content: csv, busy: 99 }));
    await expect(failing).rejects.toThrow(EngineError);
    await expect(failing).rejects.toThrow('HTTP 503');
  });

  test('redirects are followed, and user and password are sent but never shown', async () => {
    serve('/there.csv', { content: csv });
    expect(
      (await readAll(serve('/here.csv', { content: csv, redirect: '/there.csv' }))).facts.rows,
    ).toBe(20_000);
    const address = serve('/closed.csv', {
      content: csv,
      authorization: `Basic ${Buffer.from('ana:pl4nt3d').toString('base64')}`,
    });
    const { facts } = await readAll(address.replace('//', '//ana:pl4nt3d@'));
    expect(facts.rows).toBe(20_000);
    expect(JSON.stringify(facts)).not.toContain('pl4nt3d');
  });

  test.each([
    ['/none.csv', undefined, 'there is none (404)'],
    ['/refused.csv', { content: csv, status: 403 }, 'the server refuses it (403)'],
    ['/empty.csv', { content: Buffer.alloc(0) }, 'the file is empty'],
    ['/empty-parts.csv', { content: Buffer.alloc(0), ranges: true }, 'the file is empty'],
    [
      '/half.parquet',
      { content: Buffer.concat([Buffer.from('PAR1'), Buffer.alloc(100)]), ranges: true },
      'may be cut off',
    ],
  ])('%s is refused in one sentence', async (path, file, sentence) => {
    if (file !== undefined) serve(path, file);
    const failing = readAll(`${web.address(path)}?token=pl4nt3d`);
    await expect(failing).rejects.toThrow(SourceError);
    await expect(failing).rejects.toThrow(sentence);
    await expect(failing).rejects.not.toThrow('pl4nt3d');
  });

  test('a file that is replaced while it is read is refused', async () => {
    const file: WebFile = {
      content: csv,
      ranges: true,
      version: '"1"',
      cut: { after: 100_000, times: 1 },
    };
    const address = serve('/new.csv', file);
    const run = new Run({
      warn: () => {
        file.version = '"2"';
      },
    });
    await expect(readAll(address, {}, run)).rejects.toThrow('it was replaced');
  });

  test('an abort stops the fetching and leaves nothing behind', async () => {
    const stop = new AbortController();
    const run = new Run({
      signal: stop.signal,
      onProgress: ({ stage }) => stage === 'fetch' && stop.abort(),
    });
    await expect(readAll(serve('/a.csv', { content: csv }), {}, run)).rejects.toThrow(AbortedError);
    expect(readdirSync(folder)).toEqual(['rows.parquet']);
  });

  test('of Parquet only the columns wanted are fetched, and they read as from the whole file', async () => {
    const address = serve('/rows.parquet', { content: parquet, ranges: true });
    const whole = await readAll(join(folder, 'rows.parquet'));
    const wanted = ['few', 'nested', 'word'];
    const details: string[] = [];
    const run = new Run({
      onProgress: ({ stage, detail = '' }) => stage === 'fetch' && details.push(detail),
    });
    const { facts, columns } = await readAll(address, { columns: () => wanted }, run);
    for (const column of wanted) expect(columns[column]).toEqual(whole.columns[column]);
    expect(Object.keys(columns)).toEqual(wanted);
    expect(facts.fetchedBytes).toBeLessThan(parquet.length / 2);
    expect(facts).toMatchObject({ bytes: parquet.length, rows: 200_000, unread: ['id', 'wide'] });
    expect(details.at(-1)).toMatch(/^[\d.]+ kB of a file of [\d.]+ MB$/);
    const again = await readAll(address, { columns: () => ['id'] });
    expect(again.facts.fingerprint).toEqual(facts.fingerprint);
  });

  test('of Parquet without parts all is fetched', async () => {
    const { facts, columns } = await readAll(serve('/whole.parquet', { content: parquet }), {
      columns: () => ['few'],
    });
    expect(facts.fetchedBytes).toBe(parquet.length);
    expect(columns.few.slice(0, 8)).toEqual([0, 1, 2, 3, 4, 5, 6, 0]);
  });

  test('attachSource(urls) makes one table of files here and elsewhere', async () => {
    const { facts } = await readAll(
      {
        paths: [
          join(folder, 'rows.parquet'),
          serve('/rows.parquet', { content: parquet, ranges: true }),
        ],
      },
      { columns: () => ['few', 'word'] },
    );
    expect(facts.rows).toBe(400_000);
  });
});

const binary = s3Binary();
if (binary === undefined)
  process.stderr.write('skipped: no S3 server; set CLADE_TEST_S3 to a versitygw binary\n');

describe.runIf(binary !== undefined)('s3:', () => {
  let server: NonNullable<Awaited<ReturnType<typeof startS3>>>;
  const saved = { ...process.env };
  beforeAll(async () => {
    server = (await startS3())!;
    Object.assign(process.env, server.env);
    const { ObjectStore } = await import('../../src/connect/index.ts');
    server.bucket('shop');
    await using store = await ObjectStore.open(new Run());
    await store.put({ kind: 's3', bucket: 'shop', key: '2024/01/sales-1.parquet' }, parquet);
    async function* blocks() {
      for (let at = 0; at < parquet.length; at += 1_000_000)
        yield parquet.subarray(at, at + 1_000_000);
    }
    await store.put({ kind: 's3', bucket: 'shop', key: '2024/02/sales-2.parquet' }, blocks());
    await store.put({ kind: 's3', bucket: 'shop', key: '2024/02/other.parquet' }, 'no');
    await store.put({ kind: 's3', bucket: 'shop', key: 'a.csv.gz' }, gzipSync(csv));
    for (const [key, content] of Object.entries(series)) {
      await store.put({ kind: 's3', bucket: 'shop', key: `beats/${key}` }, content);
    }
  }, 240_000);
  afterAll(() => {
    for (const key of Object.keys(server.env)) {
      if (saved[key] === undefined) delete process.env[key];
      else process.env[key] = saved[key];
    }
    server.stop();
  });

  test('a pattern over keys is one table, of which the columns wanted are fetched', async () => {
    const { facts, columns } = await readAll('s3://shop/2024/*/sales-*.parquet', {
      columns: () => ['few'],
    });
    expect(facts.files).toEqual([
      's3://shop/2024/01/sales-1.parquet',
      's3://shop/2024/02/sales-2.parquet',
    ]);
    expect(facts.rows).toBe(400_000);
    expect(columns.few.slice(200_000, 200_003)).toEqual([0, 1, 2]);
    expect(facts.fetchedBytes).toBeLessThan(parquet.length / 2);
  });

  test('a packed text file is streamed', async () => {
    const { facts, columns } = await readAll('s3://shop/a.csv.gz');
    expect(columns.word[19_999]).toBe('word 19999');
    expect(facts).toMatchObject({ compression: 'gzip', rows: 20_000 });
  });

  test.each(Object.entries(series))(
    'series of %s are read as from a file',
    async (key, content) => {
      const { facts, columns } = await readAll({ path: `s3://shop/beats/${key}`, label: 'first' });
      expect(columns).toEqual(asColumns);
      expect(facts).toMatchObject({
        files: [`s3://shop/beats/${key}`],
        fetchedBytes: content.length,
      });
    },
  );

  test('files of series under one pattern are one table, whatever their formats', async () => {
    const { facts, columns } = await readAll({ path: 's3://shop/beats/*', label: 'first' });
    expect(facts.rows).toBe(6);
    expect(columns.t3).toEqual([2.5, Number.NaN, 2.5, Number.NaN, 2.5, Number.NaN]);
  });

  test.each([
    ['s3://shop/none.csv', 'the object must exist'],
    ['s3://nowhere/a.csv', 'the bucket must exist'],
    ['s3://shop/none-*.csv', 'at least one object must match'],
  ])('%s is refused in one sentence', async (address, sentence) => {
    await expect(readAll(address)).rejects.toThrow(SourceError);
    await expect(readAll(address)).rejects.toThrow(sentence);
  });

  test('wrong credentials are one sentence, and no secret is in it', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'wrong-pl4nt3d';
    const failing = readAll('s3://shop/a.csv.gz');
    await expect(failing).rejects.toThrow('access must be granted');
    await expect(failing).rejects.not.toThrow('pl4nt3d');
    process.env.AWS_SECRET_ACCESS_KEY = server.env.AWS_SECRET_ACCESS_KEY;
  });
});
