import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { raw } from '../../src/sql/index.ts';
import { checkStudy, inspectData, suggestStudy, writeSample } from '../../src/study/index.ts';
import { Database, type Inspection, inspect } from '../../src/table/index.ts';

let home: string;
let shop: Inspection;
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'clade-test-'));
  const path = join(home, 'data.csv');
  await writeSample('retail', path, { customers: 150 });
  shop = await inspectData(path);
});
afterAll(() => rm(home, { recursive: true, force: true }));

async function inspected(select: string): Promise<Inspection> {
  await using database = await Database.open({ threads: 1 });
  await database.execute(raw(`CREATE TABLE data AS ${select}`));
  return await inspect(database, 'data', { signal: undefined });
}

/** Three hundred lines of forty customers. */
const lines = (columns: string) =>
  `SELECT 100 + i % 40 AS customer_id, DATE '2024-01-01' + CAST(i * 7 % 90 AS INTEGER) AS day, ${columns} FROM range(300) AS t(i)`;

describe('suggestStudy()', () => {
  test('takes the lines of a shop’s invoices for retail, each column for what it is', () => {
    const text = suggestStudy(shop, 'data.csv');
    const document = parse(text);
    expect(document.entity).toEqual(['CustomerID']);
    expect(document.features).toEqual({
      kind: 'retail',
      time: 'InvoiceDate',
      invoice: 'InvoiceNo',
      quantity: 'Quantity',
      price: 'UnitPrice',
      product: 'StockCode',
    });
    expect(text).toMatch(/rows below 0 are taken for returns/);
    expect(checkStudy(document).features.kind).toBe('retail');
  });

  test('takes an order’s amount for the value of its line', async () => {
    const found = await inspected(
      lines("'o' || (i // 2) AS order_no, (i * 37 % 91) / 4.0 AS order_total"),
    );
    expect(parse(suggestStudy(found, 'orders.csv')).features).toEqual({
      kind: 'retail',
      time: 'day',
      invoice: 'order_no',
      value: 'order_total',
    });
  });

  test('leaves usage events what they are, and retail to those who wish for no other value', async () => {
    const calls = await inspected(lines('i * 37 % 91 AS api_count'));
    expect(parse(suggestStudy(calls, 'calls.csv')).features.kind).toBe('usage');
    const wished = parse(suggestStudy(shop, 'data.csv', { value: 'Quantity' }));
    expect(wished.features).toEqual({ kind: 'usage', time: 'InvoiceDate', value: 'Quantity' });
  });
});
