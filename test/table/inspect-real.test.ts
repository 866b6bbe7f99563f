import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSource } from '../../src/source/index.ts';
import { attachSource, Database, type Inspection, inspect } from '../../src/table/index.ts';
import { sharedData } from '../data/shared.ts';

let database: Database;
beforeAll(async () => {
  database = await Database.open({ memory: '1GB' });
});
afterAll(() => database.close());

const column = (inspection: Inspection, name: string) =>
  inspection.columns.find((some) => some.name === name)!;

const roles = (inspection: Inspection) =>
  Object.fromEntries(inspection.columns.map((some) => [some.name, some.role]));

const file = (path: string) => ({ path, at: sharedData(path) });

describe('inspect on real data', () => {
  const real = async (path: string) => {
    await attachSource(database, parseSource(path), 'real');
    return inspect(database, 'real');
  };

  const greynoise = file('greynoise-api-usage/user_api_data.csv');
  it.skipIf(!greynoise.at)('greynoise: user and type over days', async () => {
    const seen = await real(greynoise.at!);
    expect(seen).toMatchObject({
      rows: 3579,
      layout: 'events',
      entity: ['user_id', 'type'],
      time: 'dt',
      value: 'api_count',
    });
  });

  const wholesale = file('wholesale-customers/wholesale_customers.csv');
  it.skipIf(!wholesale.at)('wholesale: an id, two codes, six spends', async () => {
    const seen = await real(wholesale.at!);
    expect(seen).toMatchObject({ layout: 'entities', entity: ['id'] });
    expect(Object.values(roles(seen))).toEqual([
      'entity',
      'category',
      'category',
      ...Array(6).fill('feature'),
    ]);
  });

  const penguins = file('penguins/penguins.csv');
  it.skipIf(!penguins.at)('penguins: every row is an entity of its own', async () => {
    const seen = await real(penguins.at!);
    expect(seen).toMatchObject({ layout: 'entities', entity: [] });
    expect(Object.values(roles(seen))).toEqual([
      'category',
      'category',
      ...Array(4).fill('feature'),
      'category',
    ]);
  });

  const telco = file('telco-churn/WA_Fn-UseC_-Telco-Customer-Churn.csv');
  it.skipIf(!telco.at)('telco: eleven blanks among the charges', async () => {
    const seen = await real(telco.at!);
    expect(seen.entity).toEqual(['customerID']);
    expect(column(seen, 'TotalCharges')).toMatchObject({
      kind: 'number',
      missing: 11,
      role: 'feature',
    });
    expect(seen.traps.map((trap) => trap.code)).toEqual(['disguised-missing']);
    expect(column(seen, 'SeniorCitizen').role).toBe('category');
  });

  const phones = file('amazon-cell-phones/20191226-items.csv');
  it.skipIf(!phones.at)('phones: a price of 0 may mean unknown', async () => {
    const seen = await real(phones.at!);
    expect(seen.entity).toEqual(['asin']);
    expect(column(seen, 'price').disguised).toMatchObject([{ what: '0', count: 124 }]);
    expect(roles(seen)).toMatchObject({ brand: 'category', title: 'text', url: 'ignored' });
  });

  const retail = file('online-retail/data.csv.gz');
  it.skipIf(!retail.at)('online retail: windows-1252, CRLF, packed, 541,909 rows', async () => {
    const seen = await real(retail.at!);
    expect(seen).toMatchObject({
      rows: 541_909,
      duplicateRows: 5268,
      layout: 'events',
      entity: ['CustomerID'],
      time: 'InvoiceDate',
      value: 'Quantity',
      source: { encoding: 'windows-1252', compression: 'gzip' },
    });
    expect(column(seen, 'CustomerID')).toMatchObject({ missing: 135_080, distinct: 4372 });
    expect(column(seen, 'InvoiceDate').dates).toMatchObject({ days: 305, format: 'M/D/YYYY H:MM' });
    expect(column(seen, 'Quantity').numbers?.negative).toBe(10_624);
  });

  const daily = file('daily-usage-standin/item_daily_units_long.parquet');
  it.skipIf(!daily.at)('daily usage: Parquet, 1,364,352 rows', async () => {
    const seen = await real(daily.at!);
    expect(seen).toMatchObject({ layout: 'events', entity: ['uid'], time: 'date', value: 'usage' });
  });

  const weekly = file('weekly-product-sales/Sales_Transactions_Dataset_Weekly.csv');
  it.skipIf(!weekly.at)('weekly sales: a product and 106 numbers', async () => {
    const seen = await real(weekly.at!);
    expect(seen.entity).toEqual(['Product_Code']);
    expect(seen.columns.filter((some) => some.role === 'feature')).toHaveLength(106);
  });
});
