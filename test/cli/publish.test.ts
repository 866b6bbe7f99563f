import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { smallBundle } from '../publish/small-bundle.ts';
import { type StoreKind, storeKinds } from '../publish/stores.ts';
import { runClade, startClade } from './run-clade.ts';

let home: string;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-publish-'));
  await smallBundle(home, 'bundle', { rows: 30_000 });
  writeFileSync(join(home, 'study.yaml'), study);
}, 120_000);
afterAll(() => rm(home, { recursive: true, force: true }));

const study = `
clade: 1
name: Loyal Customers
source: small.csv
entity: id
features: { kind: table, columns: [visits, spend] }
cluster: { method: KMeans, clusters: 3 }
publish:
  - to: fitted.duckdb
    prefix: loyal
  - to: fitted/labels.csv
    mode: replace
`;

test('clade fit publishes where the study says when the bundle is whole, and leaves it out with --no-publish', async () => {
  await smallBundle(home, 'small');
  const day = ['--run-id', 'monday', '--valid-from', '2024-01-01', '--json'];
  const left = await runClade(['fit', 'study.yaml', '--out', 'out', '--no-publish', ...day], home);
  expect({ code: left.code, published: left.json.published }).toEqual({ code: 0 });
  expect(existsSync(join(home, 'fitted.duckdb'))).toBe(false);
  const { code, json, stderr } = await runClade(
    ['fit', 'study.yaml', '--out', 'out', ...day],
    home,
  );
  expect({ code, warnings: json.warnings }).toEqual({ code: 0, warnings: [] });
  expect(stderr).not.toMatch(/warning/);
  expect(json.published).toMatchObject([
    { to: 'fitted.duckdb', runId: 'monday', written: true, entities: 60, segments: 3 },
    { to: 'fitted/labels.csv', mode: 'replace', written: true },
  ]);
  expect(readFileSync(join(home, 'fitted', 'labels.csv'), 'utf8')).toMatch(
    /^run_id,valid_from,id,segment,segment_name,distance\nmonday,2024-01-01 00:00:00,00000,/,
  );
});

test('clade publish without --to goes where the study said, under the run id of the fit', async () => {
  const { code, json } = await runClade(['publish', 'out', '--json'], home);
  expect(code).toBe(0);
  expect(json.published).toMatchObject([
    { runId: 'monday', written: false },
    { runId: 'monday', written: false },
  ]);
});

test('clade publish without --to of a study that says nothing, and to a place that cannot be, exits with 2', async () => {
  const nowhere = await runClade(['publish', 'bundle'], home);
  expect(nowhere.code).toBe(2);
  expect(nowhere.stderr).toMatch(/--to must say where to write, it is missing/);
  const unknown = await runClade(['publish', 'bundle', '--to', 'labels.xlsx'], home);
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toMatch(/must end in .csv or .parquet/);
});

const files = storeKinds.filter(({ kind }) => kind === 'duckdb' || kind === 'sqlite');

test.each(files)(
  'clade publish to $kind, killed at any moment, leaves whole runs only',
  async ({ kind, start }: StoreKind) => {
    const place = await (await start(home)).place('killed');
    const file = join(home, `killed.${kind}`);
    const publish = (runId: string) => [
      ...['publish', 'bundle', '--to', file, '--run-id', runId],
      ...['--valid-from', '2024-01-01', '--quiet'],
    ];
    const started = performance.now();
    expect((await runClade(publish('first'), home)).code).toBe(0);
    const whole = performance.now() - started;
    const random = new Random(2);
    for (let attempt = 0; attempt < 3; attempt++) {
      const child = startClade(publish(`run-${attempt}`), home);
      const closed = new Promise((resolve) => child.on('close', resolve));
      await sleep((0.4 + 0.6 * random.next()) * whole);
      child.kill('SIGKILL');
      await closed;
      const runs = await place.rows('SELECT run_id FROM loyal_customers_runs ORDER BY run_id');
      const labels = await place.rows(
        'SELECT run_id, count(*) AS labels FROM loyal_customers_labels GROUP BY run_id ORDER BY run_id',
      );
      expect(labels).toEqual(runs.map(({ run_id }) => ({ run_id, labels: '30000' })));
    }
    expect((await runClade(publish('last'), home)).code).toBe(0);
    const last = await place.rows(
      "SELECT count(*) AS labels FROM loyal_customers_labels WHERE run_id = 'last'",
    );
    expect(last).toEqual([{ labels: '30000' }]);
  },
);
