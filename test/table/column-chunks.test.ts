import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { raw, sql } from '../../src/sql/index.ts';
import { columnChunks, leafOwners } from '../../src/table/fetch/column-chunks.ts';
import { mergeRanges } from '../../src/table/fetch/merge-ranges.ts';
import { Database } from '../../src/table/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'clade-chunks-'));
afterAll(() => rm(folder, { recursive: true }));
const golden = (file: string) => fileURLToPath(new URL(`../golden/${file}`, import.meta.url));

const rows = sql`SELECT (i * 7919) % 20000 AS id, i / 7 AS share, CASE WHEN i % 5 = 0 THEN NULL ELSE {'a': i, 'b': [i, NULL, i + 1]} END AS nested, CASE WHEN i % 11 > 0 THEN 'word ' || i % 40 END AS word, map([i], [i % 3]) AS tags, (i % 7)::INT AS few, DATE '2024-01-01' + (i % 400)::INT AS day FROM range(20000) AS r (i)`;

const files = [
  { writer: 'DuckDB', path: join(folder, 'duck-1.parquet'), options: 'ROW_GROUP_SIZE 4096' },
  {
    writer: 'DuckDB, second version',
    path: join(folder, 'duck-2.parquet'),
    options:
      "ROW_GROUP_SIZE 6000, PARQUET_VERSION 'V2', COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 10",
  },
  { writer: 'Arrow', path: golden('arrow-1.parquet') },
  { writer: 'Arrow, second version, with a page index', path: golden('arrow-2.parquet') },
];

beforeAll(async () => {
  await using database = await Database.open();
  for (const { path, options } of files) {
    if (options === undefined) continue;
    await database.execute(
      sql`COPY (${rows}) TO ${raw(`'${path}'`)} (FORMAT parquet, ${raw(options)})`,
    );
  }
});

const choices = [
  ['few'],
  ['word', 'few'],
  ['nested'],
  ['tags', 'id'],
  ['share', 'day', 'word'],
  ['id'],
];

describe.each(files)('of a file by $writer', ({ path }) => {
  test.each(choices)(
    'the chunks of %s and %s and %s are all that the engine reads',
    async (...chosen) => {
      const columns = chosen.filter((column) => typeof column === 'string');
      await using database = await Database.open();
      const whole = readFileSync(path);
      const { ranges } = await columnChunks(database, path, () => columns, whole.length, new Run());
      const fetched = ranges.reduce((sum, { begin, end }) => sum + end - begin, 0);
      expect(fetched).toBeLessThan(whole.length * 0.9);
      const footer = whole.length - 8 - whole.readUInt32LE(whole.length - 8);
      const list = raw(columns.map((column) => `"${column}"`).join(', '));
      const questions = (file: string) => {
        const from = raw(`read_parquet('${file}')`);
        return [
          sql`SELECT ${list} FROM ${from}`,
          sql`SELECT count(*), count(DISTINCT ${raw(`"${columns[0]}"::VARCHAR`)}), max(${raw(`"${columns[0]}"::VARCHAR`)}) FROM ${from}`,
          sql`SELECT ${list} FROM ${from} WHERE ${raw(`"${columns[0]}"::VARCHAR`)} = (SELECT min(${raw(`"${columns[0]}"::VARCHAR`)}) FROM ${from}) ORDER BY ALL`,
          ...(columns[0] === 'few' ? [sql`SELECT ${list} FROM ${from} WHERE few = 3`] : []),
          ...(columns[0] === 'word'
            ? [sql`SELECT ${list} FROM ${from} WHERE word = 'word 7'`]
            : []),
        ];
      };
      const expected = await database.queryInTurn(questions(path));
      expect(expected[0].rows).toBeGreaterThan(1000);
      // Whatever stands in the holes: if any of it were read, one of the two would differ.
      for (const filling of [0x00, 0xff]) {
        const holed = Buffer.alloc(whole.length, filling);
        whole.copy(holed, 0, 0, 4);
        whole.copy(holed, footer, footer);
        for (const { begin, end } of ranges) whole.copy(holed, begin, begin, end);
        const file = join(folder, `holed-${filling}-${columns.join('-')}-${whole.length}.parquet`);
        writeFileSync(file, holed);
        expect(await database.queryInTurn(questions(file))).toEqual(expected);
      }
    },
  );
});

test('leafOwners(names, children) tells the column of each leaf, however deep', () => {
  const names = ['root', 'a', 'n', 'x', 'list', 'element', 'b', 'm', 'k', 'v'];
  const none = Number.NaN;
  const children = [4, none, 2, none, 1, none, none, 2, none, none];
  expect(leafOwners(names, children)).toEqual(['a', 'n', 'n', 'b', 'm', 'm']);
});

test('mergeRanges(ranges) joins near ranges, cuts long ones, and covers every byte wanted', () => {
  const mib = 2 ** 20;
  expect(
    mergeRanges([
      { begin: 5 * mib, end: 6 * mib },
      { begin: 0, end: 10 },
      { begin: mib, end: 2 * mib },
    ]),
  ).toEqual([
    { begin: 0, end: 2 * mib },
    { begin: 5 * mib, end: 6 * mib },
  ]);
  expect(mergeRanges([{ begin: 0, end: 40 * mib }])).toEqual([
    { begin: 0, end: 16 * mib },
    { begin: 16 * mib, end: 32 * mib },
    { begin: 32 * mib, end: 40 * mib },
  ]);
  expect(mergeRanges([{ begin: 3, end: 3 }])).toEqual([]);
});
