import { expect, test } from 'vitest';
import { hideSecrets, OptionError, show } from '../../src/base/index.ts';
import {
  holdsSecret,
  isRemote,
  parseAddress,
  redact,
  splitTable,
} from '../../src/connect/index.ts';

test.each([
  ['data.csv', { kind: 'file', path: 'data.csv' }],
  ['shop.db?table=orders', { kind: 'file', path: 'shop.db', table: 'orders' }],
  [
    's3://bucket/2024/*/sales-*.parquet',
    { kind: 's3', bucket: 'bucket', key: '2024/*/sales-*.parquet' },
  ],
  ['https://example.org/a.csv?v=2', { kind: 'http', url: 'https://example.org/a.csv?v=2' }],
  [
    'https://ana:p%40ss@example.org/a.csv',
    { kind: 'http', url: 'https://example.org/a.csv', user: 'ana', password: 'p@ss' },
  ],
  ['sqlite:shop.db?table=orders', { kind: 'sqlite', path: 'shop.db', table: 'orders' }],
  ['sqlite:///var/shop.db', { kind: 'sqlite', path: '/var/shop.db' }],
  ['/var/shop.sqlite', { kind: 'sqlite', path: '/var/shop.sqlite' }],
  [
    'duckdb:shop.duckdb?table=main.orders',
    { kind: 'duckdb', path: 'shop.duckdb', schema: 'main', table: 'orders' },
  ],
  ['postgres:///shop', { kind: 'postgres', database: 'shop' }],
  ['postgresql://', { kind: 'postgres' }],
  [
    'postgres://ana:s%2Fcret@db.example:5433/shop?table=sales.orders&sslmode=require',
    {
      kind: 'postgres',
      host: 'db.example',
      port: 5433,
      user: 'ana',
      password: 's/cret',
      database: 'shop',
      schema: 'sales',
      table: 'orders',
      sslmode: 'require',
    },
  ],
  ['postgres://[::1]:5432/shop', { kind: 'postgres', host: '::1', port: 5432, database: 'shop' }],
  [
    'postgres:///shop?host=/var/run/postgresql&user=ana',
    { kind: 'postgres', host: '/var/run/postgresql', user: 'ana', database: 'shop' },
  ],
])('parseAddress(%j) tells where the data lie', (text, parts) => {
  expect(parseAddress(text)).toEqual(parts);
});

test.each([
  ['ftp://host/a.csv', 'must be of a kind that clade knows, got "ftp"'],
  ['s3://bucket', 'must name a bucket and a key'],
  ['http://', 'must be a web address'],
  ['postgres://h/db?tabel=t', 'there is no parameter "tabel". Did you mean "table"?'],
  ['postgres://h/db?sslmode=requried', 'Did you mean "require"?'],
  ['sqlite:', 'must name a file'],
])('parseAddress(%j) says what is wrong', (text, sentence) => {
  expect(() => parseAddress(text)).toThrow(OptionError);
  expect(() => parseAddress(text)).toThrow(sentence);
});

const planted = 'pl4nt3d';

test.each([
  `postgres://ana:${planted}@db/shop`,
  `postgres://ana:${planted}@${planted}@db/shop`,
  `postgres://ana:x/${planted}@db/shop`,
  `postgres://ana:x#${planted}@db/shop?table=t`,
  `postgres://db/shop?user=ana&password=${planted}`,
  `https://ana:${planted}@example.org/a.csv`,
  `https://store/a.csv?X-Amz-Credential=${planted}%2F2024&X-Amz-Signature=${planted}`,
  `https://store/a.csv?sv=2024&sig=${planted}`,
  `postgres://ana:${planted}@db/shop?unknown=1`,
  `postgres://:${planted}@db/shop`,
])('no part of clade shows the secret of %j', (text) => {
  expect(holdsSecret(text)).toBe(true);
  expect(redact(text)).not.toContain(planted);
  expect(show(text)).not.toContain(planted);
  expect(show({ path: text })).not.toContain(planted);
  expect(hideSecrets(`source: ${text}: failed at '${text}'`)).not.toContain(planted);
  try {
    expect(redact(parseAddress(text))).not.toContain(planted);
  } catch (error) {
    expect((error as Error).message).not.toContain(planted);
  }
});

test.each([
  'data.csv',
  's3://bucket/2024/a@b.csv',
  'http://localhost:8080/a@b.csv',
  'postgres://ana@db:5432/shop?table=a.b',
  'a sentence: with a colon, a ? and an @ sign',
])('redact(%j) leaves what holds no secret as it is', (text) => {
  expect(redact(text)).toBe(text);
  expect(holdsSecret(text)).toBe(false);
});

test('redact(parseAddress(text)) is an address of the same place', () => {
  for (const text of [
    's3://bucket/a/b.parquet',
    'sqlite:shop.db?table=orders',
    'postgres://ana@db:5433/shop?table=sales.orders',
    'postgres://[::1]/shop',
  ]) {
    expect(redact(parseAddress(text))).toBe(text);
  }
});

test('isRemote(address) tells the network from this machine', () => {
  expect(['s3://b/k', 'https://h/f', 'postgres://h/d'].every(isRemote)).toBe(true);
  expect(['a.csv', 'sqlite:a.db', 'duckdb:a.duckdb', '/s3/a'].some(isRemote)).toBe(false);
});

test('splitTable(text) takes the schema off, also where names are quoted', () => {
  expect(splitTable('orders')).toEqual({ table: 'orders' });
  expect(splitTable('sales.orders')).toEqual({ schema: 'sales', table: 'orders' });
  expect(splitTable('"a.b"."c""d"')).toEqual({ schema: 'a.b', table: 'c"d' });
  expect(splitTable('sales."Or.ders"')).toEqual({ schema: 'sales', table: 'Or.ders' });
});
