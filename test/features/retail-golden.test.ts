import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { retailFeatures, retailList } from '../../src/features/index.ts';
import { Database } from '../../src/table/index.ts';

interface Golden {
  readonly rows: (string | number)[][];
  readonly cases: {
    readonly until: string;
    readonly days: 'calendar' | 'elapsed';
    readonly quantiles: number;
    readonly cuts: Record<string, number[]>;
    readonly keys: [string, number][];
    readonly features: Record<string, (number | null)[]>;
  }[];
}

const golden: Golden = JSON.parse(
  readFileSync(new URL('../golden/retail.json', import.meta.url), 'utf8'),
);
const names = ['shop', 'customer', 'invoice', 'product', 'pieces', 'at', 'price'];

let database: Database;
beforeAll(async () => {
  database = await Database.open({ threads: 2 });
  await createSales(database, golden.rows);
});
afterAll(() => database.close());

function createSales(into: Database, rows: Golden['rows']): Promise<void> {
  return into.createTable('sales', {
    rows: rows.length,
    columns: names.map((name, j) =>
      typeof rows[0][j] === 'string'
        ? { name, type: 'text', values: rows.map((row) => String(row[j])) }
        : { name, type: 'number', values: Float64Array.from(rows, (row) => Number(row[j])) },
    ),
  });
}

const asked = {
  entity: ['shop', 'customer'],
  time: 'at',
  invoice: 'invoice',
  quantity: 'pieces',
  price: 'price',
  product: 'product',
};

describe.each(golden.cases)(
  'retailFeatures({ until: $until, days: $days, rfm: $quantiles quantiles })',
  ({ until, days, quantiles, cuts, keys, features }) => {
    it('equals pandas in every feature of every customer', async () => {
      const rfm = { quantiles };
      const options = { ...asked, until, days, rfm };
      const { table, facts } = await retailFeatures(database, options, 'sales', new Run());
      const [shops, customers, ...columns] = table.columns;
      expect(keys).toEqual(keys.map((_, i) => [shops.values[i], customers.values[i]]));
      expect(table.rows).toBe(keys.length);
      expect(columns.map(({ name }) => name)).toEqual(retailList.map(({ name }) => name));
      expect(Object.keys(features).sort()).toEqual(columns.map(({ name }) => name).sort());
      for (const { name, values } of columns) {
        for (const [i, expected] of features[name].entries()) {
          const got = Number(values[i]);
          const told = `${name} of ${keys[i]}`;
          if (expected === null) expect(got, told).toBeNaN();
          else expect(Math.abs(got - expected), told).toBeLessThan(1e-9 * (1 + Math.abs(expected)));
        }
      }
      for (const kind of ['recency', 'frequency', 'monetary'] as const) {
        expect(facts.rfm![kind]).toHaveLength(cuts[kind].length);
        facts.rfm![kind].forEach((cut, i) => {
          expect(cut).toBeCloseTo(cuts[kind][i], 9);
        });
      }
    });
  },
);

it('retailFeatures() gives the same bits with 1 and 2 threads, whatever the order of the rows', async () => {
  const read = async (from: Database, relation: string) => {
    const { table } = await retailFeatures(from, { ...asked, rfm: {} }, relation, new Run());
    return table.columns.map(({ values }) => [...values]);
  };
  const expected = await read(database, 'sales');
  await using single = await Database.open({ threads: 1 });
  await createSales(single, [...golden.rows].reverse());
  expect(await read(single, 'sales')).toEqual(expected);
});

it('cut points of a fit give marks to one customer alone as among all', async () => {
  const all = await retailFeatures(database, { ...asked, rfm: {} }, 'sales', new Run());
  const { until, rfm } = all.facts;
  const rows = golden.rows.filter(([shop, customer]) => shop === 'south' && customer === 3);
  await using one = await Database.open({ threads: 1 });
  await createSales(one, rows);
  const alone = await retailFeatures(one, { ...asked, until, rfm }, 'sales', new Run());
  const keys = all.table.columns[0].values.length;
  const place = Array.from({ length: keys }, (_, i) => i).find(
    (i) => all.table.columns[0].values[i] === 'south' && all.table.columns[1].values[i] === 3,
  )!;
  expect(alone.table.columns.map(({ values }) => values[0])).toEqual(
    all.table.columns.map(({ values }) => values[place]),
  );
});
