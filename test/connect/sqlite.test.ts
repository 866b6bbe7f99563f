import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { EngineError, SourceError } from '../../src/base/index.ts';
import { SqliteFile } from '../../src/connect/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'clade-sqlite-'));
afterAll(() => rm(folder, { recursive: true }));

test('SqliteFile.open(path, "write") makes the file; rows come back with their own types', async () => {
  const path = join(folder, 'a.sqlite');
  await using file = await SqliteFile.open(path, 'write');
  file.execute('CREATE TABLE t (a INTEGER, b TEXT, c)');
  const changed = file.runMany('INSERT INTO t VALUES (?, ?, ?)', [
    [2n ** 60n, 'x', 1.5],
    [2n, null, 'mixed'],
    [3n, '', Buffer.from('b')],
  ]);
  expect(changed).toBe(3);
  expect(file.rows('SELECT * FROM t')).toEqual([
    [2n ** 60n, 'x', 1.5],
    [2n, null, 'mixed'],
    [3n, '', Buffer.from('b')],
  ]);
  expect(file.columns('SELECT a, c FROM t')).toEqual([
    { name: 'a', type: 'INTEGER' },
    { name: 'c', type: null },
  ]);
});

test('SqliteFile.open(path, "read") refuses to write, and does not make a file', async () => {
  const path = join(folder, 'a.sqlite');
  await using file = await SqliteFile.open(path, 'read');
  expect(() => file.execute('DELETE FROM t')).toThrow(SourceError);
  expect(file.rows('SELECT count(*) FROM t')).toEqual([[3n]]);
  const missing = join(folder, 'none.sqlite');
  await expect(SqliteFile.open(missing, 'read')).rejects.toThrow('the file must exist');
  expect(existsSync(missing)).toBe(false);
});

test('SqliteFile.transaction(work) leaves nothing when the work fails', async () => {
  await using file = await SqliteFile.open(join(folder, 'b.sqlite'), 'write');
  file.execute('CREATE TABLE t (a)');
  const failing = file.transaction(() => {
    file.run('INSERT INTO t VALUES (?)', [1]);
    throw new Error('stop');
  });
  await expect(failing).rejects.toThrow('stop');
  expect(file.rows('SELECT count(*) FROM t')).toEqual([[0n]]);
});

test('SqliteFile says of a file that is none, of a missing table, and of one that another program holds', async () => {
  const text = join(folder, 'text.sqlite');
  writeFileSync(text, 'a,b\n1,2\n'.repeat(1000));
  await expect(SqliteFile.open(text, 'read')).rejects.toThrow('must be a SQLite file');
  await using file = await SqliteFile.open(join(folder, 'b.sqlite'), 'write');
  expect(() => file.rows('SELECT * FROM nowhere')).toThrow('no such table: nowhere');
  await using other = await SqliteFile.open(join(folder, 'b.sqlite'), 'write');
  other.execute('BEGIN EXCLUSIVE');
  file.execute('PRAGMA busy_timeout = 50');
  expect(() => file.execute('INSERT INTO t VALUES (1)')).toThrow(EngineError);
});
