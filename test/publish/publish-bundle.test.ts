import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PublishTarget, publishBundle } from '../../src/publish/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';
import { smallBundle } from './small-bundle.ts';
import { storeKinds } from './stores.ts';

let home: string;
let first: string;
/** The same with another feature. */
let wider: string;
/** Ids are whole numbers, not texts with zeros before them. */
let whole: string;
/** An entity is a customer on a day. */
let other: string;
/** Ids of more digits than a double holds. */
let long: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-publish-'));
  first = await smallBundle(home, 'first');
  wider = await smallBundle(home, 'wider', { features: ['visits', 'returns'] });
  whole = await smallBundle(home, 'whole', { id: (i) => String(1000 + i) });
  other = await smallBundle(home, 'other', { entity: '[id, since]' });
  long = await smallBundle(home, 'long', {
    id: (i) => String(9007199254740993n + BigInt(i)),
    entity: '[id, since]',
  });
}, 60_000);
afterAll(() => rm(home, { recursive: true, force: true }));

const day = (validFrom: string, runId?: string) => ({ validFrom, runId });
const to = (address: string, more: Partial<PublishTarget> = {}): PublishTarget[] => [
  { to: address, mode: 'history', ...more },
];

describe.each(storeKinds)('publishBundle to $kind', ({ kind, start }) => {
  let store: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    store = await start(home);
  }, 60_000);
  afterAll(() => store.stop());
  test('writes one label per entity with its segment, and one profile per segment in raw units', async () => {
    const place = await store.place('plain');
    const [published] = await publishBundle(first, place.to(), day('2024-03-01', 'march'));
    expect(published).toMatchObject({ written: true, entities: 60, segments: 3, runId: 'march' });
    const labels = await place.rows('SELECT * FROM loyal_customers_labels ORDER BY id');
    expect(labels).toHaveLength(60);
    expect(Object.keys(labels[0])).toEqual([
      'run_id',
      'valid_from',
      'id',
      'segment',
      'segment_name',
      'distance',
    ]);
    expect(labels[17]).toMatchObject({
      run_id: 'march',
      valid_from: '2024-03-01 00:00:00',
      id: '00017',
    });
    const profiles = await place.rows('SELECT * FROM loyal_customers_profiles ORDER BY spend_mean');
    expect(profiles.map(({ entities, share }) => [Number(entities), share])).toEqual(
      [1, 2, 3].map(() => [20, 1 / 3]),
    );
    expect(profiles[2].spend_mean).toBeGreaterThan(298);
    expect(profiles[2].spend_median).toBeGreaterThan(298);
    const [run] = await place.rows('SELECT * FROM loyal_customers_runs');
    expect(run).toMatchObject({ study: 'Loyal Customers', entity: 'id', method: 'KMeans' });
    const { features } = run;
    expect((typeof features === 'string' ? JSON.parse(features) : features)[1]).toMatchObject({
      feature: 'spend',
    });
  });

  test('changes nothing when the run id is there already', async () => {
    const place = await store.place('again');
    await publishBundle(first, place.to(), day('2024-03-01'));
    const before = await place.rows('SELECT * FROM loyal_customers_labels');
    const [again] = await publishBundle(first, place.to(), day('2024-04-01'));
    expect(again.written).toBe(false);
    expect(await place.rows('SELECT * FROM loyal_customers_labels')).toEqual(before);
    expect(await place.rows('SELECT * FROM loyal_customers_runs')).toHaveLength(1);
  });

  test('keeps both runs; views show the current one and from when to when each held', async () => {
    const place = await store.place('history');
    await publishBundle(first, place.to(), day('2024-03-01', 'march'));
    await publishBundle(first, place.to(), day('2024-04-01', 'april'));
    // A run that is late does not become the current one.
    await publishBundle(first, place.to(), day('2024-02-01', 'february'));
    const current = await place.rows(
      'SELECT DISTINCT run_id FROM loyal_customers_labels_current UNION ALL SELECT DISTINCT run_id FROM loyal_customers_profiles_current',
    );
    expect(current).toEqual([{ run_id: 'april' }, { run_id: 'april' }]);
    const held = await place.rows(
      "SELECT run_id, valid_from, valid_to FROM loyal_customers_labels_history WHERE id = '00017' ORDER BY valid_from",
    );
    expect(held).toEqual([
      { run_id: 'february', valid_from: '2024-02-01 00:00:00', valid_to: '2024-03-01 00:00:00' },
      { run_id: 'march', valid_from: '2024-03-01 00:00:00', valid_to: '2024-04-01 00:00:00' },
      { run_id: 'april', valid_from: '2024-04-01 00:00:00', valid_to: null },
    ]);
  });

  test('puts the run in the place of all earlier ones with {mode: "replace"}', async () => {
    const place = await store.place('replaced');
    await publishBundle(first, place.to(), day('2024-03-01', 'march'));
    await publishBundle(first, place.to({ mode: 'replace' }), day('2024-04-01', 'april'));
    expect(await place.rows('SELECT run_id FROM loyal_customers_runs')).toEqual([
      { run_id: 'april' },
    ]);
    expect(await place.rows('SELECT * FROM loyal_customers_labels')).toHaveLength(60);
    expect(await place.rows('SELECT * FROM loyal_customers_labels_current')).toHaveLength(60);
  });

  test('adds the columns of a new feature, empty for earlier runs, and keeps those that went', async () => {
    const place = await store.place('wider');
    await publishBundle(first, place.to(), day('2024-03-01', 'march'));
    await publishBundle(wider, place.to(), day('2024-04-01', 'april'));
    const rows = await place.rows(
      'SELECT run_id, count(spend_mean) AS spend, count(returns_mean) AS returned FROM loyal_customers_profiles GROUP BY run_id ORDER BY run_id',
    );
    expect(rows).toEqual([
      { run_id: 'april', spend: '0', returned: '3' },
      { run_id: 'march', spend: '3', returned: '0' },
    ]);
    const [current] = await place.rows('SELECT * FROM loyal_customers_profiles_current');
    expect(current.returns_mean).toBeTypeOf('number');
  });

  test('refuses in one sentence what a column of earlier runs cannot hold, and takes it with replace', async () => {
    const place = await store.place('types');
    await publishBundle(whole, place.to(), day('2024-03-01', 'march'));
    const [{ id }] = await place.rows('SELECT id FROM loyal_customers_labels ORDER BY id');
    expect(Number(id)).toBe(1000);
    await expect(publishBundle(first, place.to(), day('2024-04-01', 'april'))).rejects.toThrow(
      /column "id" of loyal_customers_labels must be able to hold VARCHAR, but earlier runs made it BIGINT/,
    );
    expect(await place.rows('SELECT run_id FROM loyal_customers_runs')).toEqual([
      { run_id: 'march' },
    ]);
    await publishBundle(first, place.to({ mode: 'replace' }), day('2024-04-01', 'april'));
    expect(await place.rows('SELECT min(id) AS id FROM loyal_customers_labels')).toEqual([
      { id: '00000' },
    ]);
  });

  test('refuses a run whose entity is another, and a run id that belongs to other data', async () => {
    const place = await store.place('entity');
    await publishBundle(first, place.to(), day('2024-03-01', 'march'));
    await expect(publishBundle(other, place.to(), day('2024-04-01', 'april'))).rejects.toThrow(
      /is one "id", but this run has one row per "id, since"/,
    );
    await expect(publishBundle(other, place.to(), day('2024-04-01', 'march'))).rejects.toThrow(
      /the run id "march" must be new or belong to the same study and data/,
    );
  });

  test('stores days as days and ids beyond 2^53 as the integers that they are', async () => {
    const place = await store.place('long');
    await publishBundle(long, place.to(), day('2024-03-01', 'march'));
    const typeOf = kind === 'sqlite' || kind === 'duckdb' ? 'typeof' : 'pg_typeof';
    const [row] = await place.rows(
      `SELECT id, since, ${typeOf}(id) AS type FROM loyal_customers_labels ORDER BY id`,
    );
    expect({ ...row, since: String(row.since).slice(0, 10) }).toEqual({
      id: '9007199254740993',
      since: '2024-01-01',
      type: kind === 'duckdb' ? 'BIGINT' : kind === 'sqlite' ? 'integer' : 'bigint',
    });
  });
});

test('publishBundle names the segments of each group by its own, whatever type the group has', async () => {
  const groups = {
    rows: 90,
    entity: 'id',
    cluster: '{ method: KMeans, clusters: 2, within: half }',
  };
  const bundle = await smallBundle(home, 'grouped', groups);
  const file = join(home, 'grouped.duckdb');
  await publishBundle(bundle, to(file), day('2024-03-01'));
  await using database = await Database.open({ file });
  const joined = await database.query(
    raw(`SELECT half, segment, l.segment_name, p.entities, count(*) AS labels
         FROM loyal_customers_labels l JOIN loyal_customers_profiles p USING (run_id, half, segment)
         GROUP BY ALL ORDER BY half, segment`),
  );
  const [half, segment, name, entities, labels] = joined.columns.map(({ values }) => [...values]);
  expect([half, segment]).toEqual([
    [0.5, 0.5, 1, 1],
    [0, 1, 0, 1],
  ]);
  expect(entities).toEqual(labels);
  expect(name.every((text) => typeof text === 'string' && text !== '')).toBe(true);
});

test('publishBundle to duckdb comments tables, views and columns, units included', async () => {
  const file = join(home, 'comments.duckdb');
  await publishBundle(first, to(file), day('2024-03-01'));
  await using database = await Database.open({ file });
  const comments = await database.query(
    raw(
      "SELECT comment FROM duckdb_columns() WHERE table_name = 'loyal_customers_profiles' AND column_name = 'spend_mean' UNION ALL SELECT comment FROM duckdb_tables() WHERE table_name = 'loyal_customers_labels'",
    ),
  );
  expect(comments.columns[0].values).toEqual([
    'Mean: "spend", as in the table.',
    'Segments of Loyal Customers: one row per run and entity.',
  ]);
});

describe.each(['csv', 'parquet'])('publishBundle to .%s files', (format) => {
  const read = async (file: string) => {
    await using database = await Database.open();
    return (await database.query(raw(`SELECT * FROM '${file}'`))).rows;
  };

  test('makes one folder per run that appears whole, and changes nothing the second time', async () => {
    const file = join(home, `files-${format}`, `segments.${format}`);
    await publishBundle(first, to(file), day('2024-03-01', 'march'));
    await publishBundle(first, to(file), day('2024-04-01', 'april'));
    const [again] = await publishBundle(first, to(file), day('2024-04-01', 'april'));
    expect(again.written).toBe(false);
    const folder = join(home, `files-${format}`, 'segments');
    expect(readdirSync(folder).sort()).toEqual(['april', 'march']);
    expect(readdirSync(join(folder, 'april')).sort()).toEqual(
      ['labels', 'profiles', 'runs'].map((name) => `${name}.${format}`),
    );
    expect(await read(join(folder, '*', `labels.${format}`))).toBe(120);
  });

  test('puts each file in the place of an earlier one with {mode: "replace"}', async () => {
    const file = join(home, `swap-${format}`, `segments.${format}`);
    await publishBundle(first, to(file, { mode: 'replace' }), day('2024-03-01', 'march'));
    await publishBundle(first, to(file, { mode: 'replace' }), day('2024-04-01', 'april'));
    expect(readdirSync(join(home, `swap-${format}`)).sort()).toEqual(
      ['segments', 'segments.profiles', 'segments.runs'].map((name) => `${name}.${format}`).sort(),
    );
    expect(await read(file)).toBe(60);
  });
});

test('publishBundle refuses a file of a kind that it does not write, a schema where there is none, and an empty prefix', async () => {
  const attempt = (target: PublishTarget[]) => publishBundle(first, target, day('2024-03-01'));
  await expect(attempt(to('labels.xlsx'))).rejects.toThrow(/must end in .csv or .parquet/);
  await expect(attempt(to('https://example.org/x.csv'))).rejects.toThrow(/cannot be written to/);
  await expect(attempt(to('x.sqlite', { schema: 'a' }))).rejects.toThrow(
    /only PostgreSQL and DuckDB/,
  );
  await expect(attempt(to('x.sqlite', { prefix: '1; drop' }))).rejects.toThrow(/prefix must be/);
  await expect(publishBundle(first, to('x.csv'), day('2024-02-31'))).rejects.toThrow(
    /must be a day/,
  );
  await expect(publishBundle(first, to('x.csv'), day('2024-02-01', '../x'))).rejects.toThrow(
    /run id/,
  );
  expect(existsSync('x.sqlite')).toBe(false);
});

test('publishBundle warns that the time of the fit stands for a reference day that the study has not', async () => {
  const warnings: string[] = [];
  const file = join(home, 'clock.csv');
  await publishBundle(
    first,
    to(file, { mode: 'replace' }),
    {},
    { warn: (code) => warnings.push(code) },
  );
  expect(warnings).toEqual(['valid-from-clock']);
});

test('publishBundle refuses a file that is no database, and leaves it as it was', async () => {
  for (const kind of ['duckdb', 'sqlite']) {
    const file = join(home, `text.${kind}`);
    writeFileSync(file, 'dear diary '.repeat(500));
    await expect(publishBundle(first, to(file), day('2024-03-01'))).rejects.toMatchObject({
      code: 'source',
    });
    expect(readFileSync(file, 'utf8')).toMatch(/^dear diary/);
  }
});
