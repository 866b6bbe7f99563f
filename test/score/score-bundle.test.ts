import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { scoreBundle, scoreTable } from '../../src/score/index.ts';
import { checkStudy, fitStudy } from '../../src/study/index.ts';

const home = mkdtempSync(join(tmpdir(), 'clade-score-'));
const at = (...parts: string[]) => join(home, ...parts);
afterAll(() => rmSync(home, { recursive: true, force: true }));

beforeAll(async () => {
  const random = new Random(1);
  const rows = Array.from({ length: 400 }, (_, i) => {
    const place = 20 * (i % 2);
    return `c${i},${place + random.normal()},${place + random.normal()},${i % 2 ? 'shop' : 'web'}`;
  });
  writeFileSync(at('rows.csv'), `id,spend,visits,channel\n${rows.join('\n')}\n`);
  const study = checkStudy(
    {
      clade: 1,
      name: 'score',
      source: at('rows.csv'),
      entity: 'id',
      features: { kind: 'table', columns: ['spend', 'visits', 'channel'] },
      cluster: { method: 'KMeans', clusters: 2 },
    },
    {},
    'test',
  );
  await fitStudy({ study, folder: home }, at('fit'));
});

const lines = (file: string) => readFileSync(at(file), 'utf8').trim().split('\n');

test('scoreBundle() gives every fitted entity its segment, with nothing unfamiliar about it', async () => {
  const scored = await scoreBundle(at('fit'), at('rows.csv'), at('same.csv'), { abstain: 0.5 });
  expect(scored.warnings).toEqual([]);
  const fitted = lines('fit/assignments.csv');
  expect(lines('same.csv').slice(1)).toEqual(fitted.slice(1).map((line) => `${line},1.0`));
});

test('scoreBundle() of one entity alone gives it what it gets among all', async () => {
  const rows = lines('rows.csv');
  for (const row of [1, 200, 400]) {
    writeFileSync(at('one.csv'), `${rows[0]}\n${rows[row]}\n`);
    await scoreBundle(at('fit'), at('one.csv'), at('one-labels.csv'));
    expect(lines('same.csv')).toContain(lines('one-labels.csv')[1]);
  }
});

test('scoreBundle() warns of entities unlike all that were fitted, and leaves them out when asked to', async () => {
  writeFileSync(at('new.csv'), 'id,spend,visits,channel\nnear,20,20,shop\nfar,300,-40,web\n');
  const told = await scoreBundle(at('fit'), at('new.csv'), at('told.csv'));
  expect(told.warnings).toEqual([
    {
      code: 'unfamiliar-rows',
      message:
        'score: 1 of 2 entities (50 %; 1 % is expected) are farther from the fitted ones than 99 % of those are from each other. They are in the segment that is nearest; abstain: 0.01 (--abstain 0.01) leaves them in none. If many are, the data has changed: fit again.',
    },
  ]);
  expect(told.unassigned).toBe(0);
  const left = await scoreBundle(at('fit'), at('new.csv'), at('left.csv'), { abstain: 0.01 });
  expect(left.unassigned).toBe(1);
  const [header, far, near] = lines('left.csv');
  expect(header).toBe('id,segment,distance,familiarity');
  expect(far).toMatch(/^far,-1,[\d.]+,0\.00249/);
  expect(near).toMatch(/^near,[01],/);
});

test('scoreBundle() says what it has never seen and what it lacks, in one sentence each', async () => {
  writeFileSync(at('fax.csv'), 'id,spend,visits,channel\nx,20,20,fax\n');
  const scored = await scoreBundle(at('fit'), at('fax.csv'), at('fax-labels.csv'));
  expect(scored.warnings.map(({ code }) => code)).toContain('unknown-levels');
  writeFileSync(at('short.csv'), 'id,spend,channel\nx,20,web\n');
  await expect(scoreBundle(at('fit'), at('short.csv'), at('no.csv'))).rejects.toThrow(/"visits"/);
});

test('scoreTable() gives the labels as columns', async () => {
  const { table, unassigned } = await scoreTable(at('fit'), at('new.csv'), { abstain: 0.01 });
  expect(table.columns.map(({ name }) => name)).toEqual([
    'id',
    'segment',
    'distance',
    'familiarity',
  ]);
  expect(table.rows).toBe(2);
  expect(unassigned).toBe(1);
});

test('scoreBundle() refuses an abstain level that is no share', async () => {
  await expect(scoreBundle(at('fit'), at('new.csv'), at('no.csv'), { abstain: 1 })).rejects.toThrow(
    'abstain must be a share from 0 to below 1, got 1',
  );
});

test('scoreBundle() refuses to write over the rows that it scores, before it scores them', async () => {
  const stages: string[] = [];
  const before = lines('new.csv');
  await expect(
    scoreBundle(at('fit'), at('new.csv'), at('new.csv'), {
      onProgress: ({ stage }) => stages.push(stage),
    }),
  ).rejects.toThrow(/new\.csv/);
  expect(stages).not.toContain('score');
  expect(lines('new.csv')).toEqual(before);
});
