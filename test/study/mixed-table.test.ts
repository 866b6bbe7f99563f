import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { scoreBundle } from '../../src/score/index.ts';
import {
  checkStudy,
  fitStudy,
  inspectData,
  parseStudy,
  suggestStudy,
} from '../../src/study/index.ts';
import { assignmentsOf } from '../data/assignments-of.ts';
import { sharedData } from '../data/shared.ts';

let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  writeFileSync(join(home, 'goods.csv'), goods(120));
});
afterAll(() => rm(home, { recursive: true, force: true }));

const at = (...path: string[]) => join(home, ...path);

/** Lamps, chairs and rugs: a price of 0 is none, the link and the id name rows, one maker is rare. */
function goods(rows: number): string {
  const random = new Random(5);
  const makers = ['Lux', 'Sella', 'Tapis'];
  const words = ['bright brass lamp', 'oak dining chair', 'woven wool rug'];
  const lines = Array.from({ length: rows }, (_, i) => {
    const kind = i % 3;
    const price = i % 10 === 4 ? 0 : Math.round(20 * 4 ** kind * (1 + 0.1 * random.normal()));
    const maker = i === 7 ? 'Solo' : makers[kind];
    const stars = (1 + kind + 0.3 * random.normal()).toFixed(1);
    return `s${i},${maker},${words[kind]} no ${i},https://shop.test/${i},${price},${stars},same`;
  });
  return `sku,maker,title,url,price,stars,shop\n${lines.join('\n')}\n`;
}

const study = (changes: Record<string, unknown> = {}) =>
  checkStudy({
    clade: 1,
    name: 'goods',
    source: 'goods.csv',
    entity: 'sku',
    features: { kind: 'table' },
    cluster: { method: 'KMeans', clusters: 3 },
    ...changes,
  });

const fitGoods = (out: string, changes?: Record<string, unknown>) =>
  fitStudy({ study: study(changes), folder: home }, at(out), { threads: 2 });

test('fitStudy without features.columns takes numbers, categories and texts, and says what it left out', async () => {
  const manifest = await fitGoods('open');
  expect(manifest.study.features).toEqual({
    kind: 'table',
    columns: ['maker', 'title', 'price', 'stars'],
    rows: 'all',
  });
  expect(manifest.study.prepare).toEqual([
    { step: 'missing-values', columns: ['price'], values: [0] },
    { step: 'missing-flag', columns: ['price'] },
    { step: 'log1p', columns: ['price'] },
    { step: 'standard' },
    { step: 'impute', with: 'mean' },
    { step: 'category', columns: ['maker'] },
    { step: 'text', columns: ['title'] },
  ]);
  expect(manifest.warnings[0]).toEqual({
    code: 'columns-chosen',
    message:
      'features: the data decided: numbers price, stars; categories maker; free text title. Left out: url (is a link), shop (has the same value in every row). Name features.columns to decide yourself.',
  });
  expect(manifest.groups[0].sizes).toEqual([40, 40, 40]);
});

test('fitStudy describes segments by levels, words and prices that are there', async () => {
  await fitGoods('told');
  const { groups } = JSON.parse(readFileSync(at('told', 'report.json'), 'utf8'));
  const lamps = groups[0].explanation.segments.find((segment: { sentence: string }) =>
    /Lux/.test(segment.sentence),
  );
  expect(lamps.sentence).toContain('much more often maker Lux');
  const price = lamps.features.find(({ name }: { name: string }) => name === 'price');
  expect(price).toMatchObject({ count: 36, missing: 4 });
  expect(price.min).toBeGreaterThan(10);
  const words = lamps.shares.filter(({ kind }: { kind: string }) => kind === 'text');
  expect(words.map(({ value }: { value: string }) => value).sort()).toEqual([
    'brass',
    'bright',
    'lamp',
  ]);
});

test('scoreBundle gives a mixed table its fitted segments, and says what it never saw', async () => {
  await fitGoods('scored');
  const same = await scoreBundle(at('scored'), at('goods.csv'), at('same.csv'));
  const fitted = readFileSync(at('scored', 'assignments.csv'), 'utf8');
  expect(assignmentsOf(readFileSync(at('same.csv'), 'utf8'))).toBe(fitted);
  expect(same.warnings.map(({ code }) => code)).toEqual(['imputed']);

  writeFileSync(at('new.csv'), 'sku,maker,title,price,stars\nn1,Nova,unseen thing,30,2\n');
  const scored = await scoreBundle(at('scored'), at('new.csv'), at('new-labels.csv'));
  expect(scored.warnings.map(({ code }) => code)).toEqual(['unknown-levels', 'no-known-word']);
  expect(readFileSync(at('new-labels.csv'), 'utf8')).toMatch(
    /^sku,segment,distance,familiarity\nn1,[012],/,
  );
});

test('fitStudy with rows: complete leaves out rows with an empty cell, and keeps the known groups in step', async () => {
  writeFileSync(
    at('holes.csv'),
    'id,kind,size,colour\n1,a,1,red\n2,a,,red\n3,b,9,blue\n4,b,8,\n5,a,2,red\n6,b,9,blue\n',
  );
  const manifest = await fitGoods('holes', {
    source: 'holes.csv',
    entity: 'id',
    features: { kind: 'table', columns: ['size', 'colour'], rows: 'complete' },
    cluster: { method: 'KMeans', clusters: 2 },
    compare: 'kind',
  });
  expect(manifest.entities).toBe(4);
  expect(manifest.groups[0].knownGroups[0].adjustedRand).toBe(1);
  expect(manifest.warnings.map(({ message }) => message)).toContain(
    'features: 2 of 6 rows have an empty cell among the features and were left out, as "rows: complete" asks.',
  );
});

test('fitStudy of categories alone has segments and a report without a number', async () => {
  const manifest = await fitGoods('words-only', {
    features: { kind: 'table', columns: ['maker', 'title'] },
    prepare: [
      { step: 'category', columns: ['maker'] },
      { step: 'text', columns: ['title'] },
    ],
  });
  expect(manifest.groups[0].sizes).toEqual([40, 40, 40]);
});

test('suggestStudy of a mixed table writes out the steps that fitStudy would have taken', async () => {
  const text = suggestStudy(await inspectData(at('goods.csv')), at('goods.csv'));
  expect(text).toContain('columns: [ maker, title, price, stars ]');
  expect(text).toContain('# Left out: url (is a link)');
  expect(text).toContain(`  - step: missing-values
    columns: [ price ]
    values: [ 0 ]
  - step: missing-flag
    columns: [ price ]
  - step: log1p
    columns: [ price ]
  - step: standard
  - step: impute
    with: mean
  - step: category
    columns: [ maker ]
  - step: text
    columns: [ title ]
`);
  const written = await fitStudy({ study: parseStudy(text), folder: home }, at('suggested'));
  const open = await fitGoods('decided');
  expect(written.preparation).toEqual(open.preparation);
});

const telco = sharedData('telco-churn/WA_Fn-UseC_-Telco-Customer-Churn.csv');
describe.skipIf(telco === undefined)('telco churn', () => {
  test('fitStudy takes 16 categories and three numbers, blanks among them, out of the columns', async () => {
    const manifest = await fitGoods('telco', {
      source: telco!,
      entity: 'customerID',
      compare: 'Churn',
      cluster: { method: 'KMeans', clusters: 3 },
    });
    const kinds = manifest.preparation.blocks.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'category')).toHaveLength(16);
    expect(kinds.filter((kind) => kind === 'number')).toHaveLength(3);
    expect(manifest.warnings.map(({ message }) => message)).toContain(
      'prepare, step 4 (impute): column "TotalCharges" had 11 of 7043 numbers missing, which were filled.',
    );
    expect(manifest.groups[0].knownGroups[0].rows).toBe(7043);
  });
});
