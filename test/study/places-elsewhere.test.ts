import { mkdtempSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SqliteFile } from '../../src/connect/index.ts';
import { scoreBundle } from '../../src/score/index.ts';
import { fitStudy, parseStudy } from '../../src/study/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'clade-places-'));
afterAll(() => rm(folder, { recursive: true }));
beforeAll(async () => {
  await using file = await SqliteFile.open(join(folder, 'shop.sqlite'), 'write');
  file.execute(`CREATE TABLE customers (id TEXT, visits REAL, spend INTEGER, note TEXT);
    WITH RECURSIVE c (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM c WHERE i < 59)
    INSERT INTO customers SELECT 'c' || i, i % 3 * 20 + i / 60.0, i % 2 * 300 + i, 'note' FROM c;
    CREATE TABLE orders (a INTEGER); INSERT INTO orders VALUES (1)`);
});

const study = (source: string) =>
  parseStudy(`
clade: 1
name: shop
source: ${source}
entity: id
features: { kind: table, columns: [visits, spend] }
cluster: { method: KMeans, clusters: 6 }
`);

test.each([
  ['shop.sqlite?table=customers'],
  ['sqlite:shop.sqlite?table=customers'],
  ['{ path: shop.sqlite, table: customers }'],
  ['{ url: "sqlite:shop.sqlite", query: "SELECT id, visits, spend FROM customers" }'],
])(
  'fitStudy finds %s beside the study, and scoreBundle gives its rows the same segments',
  async (source) => {
    const out = join(folder, 'out');
    const manifest = await fitStudy({ study: study(source), folder }, out);
    expect(manifest.source).toMatchObject({ format: 'sqlite', rows: 60 });
    expect(manifest.warnings).toEqual([]);
    const labels = join(folder, 'labels.csv');
    await scoreBundle(out, `${folder}/shop.sqlite?table=customers`, labels);
    const segments = (path: string) =>
      readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(',').slice(0, 2).join(','));
    expect(segments(labels)).toEqual(segments(join(out, 'assignments.csv')));
  },
);
