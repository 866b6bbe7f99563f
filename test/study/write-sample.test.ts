import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { raw } from '../../src/sql/index.ts';
import { writeSample } from '../../src/study/index.ts';
import { Database } from '../../src/table/index.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const read = (file: string) => readFileSync(join(home, file), 'utf8');

test('writeSample writes the data and truth.csv beside it, the same for the same seed', async () => {
  const first = await writeSample('api-usage', join(home, 'a', 'data.csv'), { seed: 5, users: 20 });
  await writeSample('api-usage', join(home, 'b', 'data.csv'), { seed: 5, users: 20 });
  await writeSample('api-usage', join(home, 'c', 'data.csv'), { seed: 6, users: 20 });
  expect(readdirSync(join(home, 'a')).sort()).toEqual(['data.csv', 'truth.csv']);
  expect(read('a/data.csv')).toBe(read('b/data.csv'));
  expect(read('a/data.csv')).not.toBe(read('c/data.csv'));
  expect(read('a/data.csv').trimEnd().split('\n')).toHaveLength(first.rows + 1);
  expect(read('a/truth.csv').split('\n')[0]).toBe('user_id,type,group');
});

test('writeSample writes Parquet with types of its own where the name ends in .parquet', async () => {
  const parquet = await writeSample('usage-series', join(home, 'data.parquet'), { users: 30 });
  const csv = await writeSample('usage-series', join(home, 'data.csv'), { users: 30 });
  expect(parquet.rows).toBe(csv.rows);
  await using database = await Database.open();
  const read = (file: string) =>
    database.query(raw(`SELECT date, uid, usage FROM '${join(home, file)}'`));
  expect(await read('data.parquet')).toEqual(await read('data.csv'));
});

test.each([
  ['api-usge', 'data.csv', {}, /no sample "api-usge". Did you mean "api-usage"/],
  ['api-usage', 'data.csv', { user: 3 }, /no option "user". Did you mean "users"/],
  ['api-usage', 'truth.csv', {}, /must not be called truth.csv/],
])('writeSample(%j, %j, %j) is refused with a sentence', async (name, out, options, sentence) => {
  await expect(writeSample(name, join(home, out), options)).rejects.toThrow(sentence);
  expect(readdirSync(home)).toEqual([]);
});
