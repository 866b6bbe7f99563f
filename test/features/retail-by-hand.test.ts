import { describe, expect, it } from 'vitest';
import { DataError, OptionError, Run } from '../../src/base/index.ts';
import { type RetailFacts, type RetailOptions, retailFeatures } from '../../src/features/index.ts';
import { raw } from '../../src/sql/index.ts';
import { Database } from '../../src/table/index.ts';

const lines: RetailOptions = {
  entity: ['who'],
  time: 'at',
  invoice: 'invoice',
  quantity: 'pieces',
  price: 'price',
  product: 'product',
};

async function measure(
  rows: string,
  options: Partial<RetailOptions> = {},
): Promise<{
  found: unknown[][];
  facts: RetailFacts;
  withoutPurchase: number[];
  warnings: string[];
}> {
  await using database = await Database.open({ threads: 2 });
  const values = rows === '' ? `(NULL, NULL, NULL, NULL, NULL, NULL)` : rows;
  await database.execute(
    raw(`CREATE TABLE sales AS SELECT * FROM (VALUES ${values}) AS t(who, "at", invoice, product, pieces, price)
    ${rows === '' ? 'WHERE false' : ''}`),
  );
  const run = new Run();
  const { table, facts, schema, withoutPurchase } = await retailFeatures(
    database,
    { ...lines, ...options },
    'sales',
    run,
  );
  expect(schema.features.map(({ name }) => name)).toEqual(
    table.columns.slice(schema.keys.length).map(({ name }) => name),
  );
  const found = Array.from({ length: table.rows }, (_, i) =>
    table.columns.map((column) => column.values[i]),
  );
  return {
    found,
    facts,
    withoutPurchase: [...withoutPurchase],
    warnings: run.warnings.map(({ code }) => code),
  };
}

/** Two purchases a week apart, 30 and 20; one piece of 10 came back. */
const ANN = `('ann', '2024-03-01 10:00', 'A1', 'cup', 2, 10.0), ('ann', '2024-03-01 10:00', 'A1', 'jug', 1, 10.0),
  ('ann', '2024-03-08 09:00', 'A2', 'cup', 2, 10.0), ('ann', '2024-03-09 09:00', 'C3', 'cup', -1, 10.0)`;
/** One purchase, on a single day, for 5; a gift beside it. */
const BOB = `('bob', '2024-03-20 12:00', 'B1', 'pin', 5, 1.0), ('bob', '2024-03-20 12:00', 'B1', 'bag', 1, 0.0)`;
/** Only returns: what came back was bought before these data begin. */
const CAT = `('cat', '2024-03-15 08:00', 'C9', 'jug', -2, 10.0)`;
const ALL = `${ANN}, ${BOB}, ${CAT}`;

describe('retailFeatures, worked by hand', () => {
  it('gives money: gross counts no return, net takes them off, a gift is worth nothing', async () => {
    const { found } = await measure(ALL, { columns: ['gross_revenue', 'net_revenue'] });
    expect(found).toEqual([
      ['ann', 50, 40],
      ['bob', 5, 5],
      ['cat', 0, -20],
    ]);
  });

  it('gives days up to the last day in the data; a customer without a purchase has none', async () => {
    const columns = ['recency_days', 'tenure_days', 'mean_days_between'];
    const { found, facts } = await measure(ALL, { columns });
    expect(facts.until).toBe('2024-03-20');
    expect(found).toEqual([
      ['ann', 12, 19, 7],
      ['bob', 0, 0, Number.NaN],
      ['cat', Number.NaN, Number.NaN, Number.NaN],
    ]);
  });

  it('{days: "elapsed"} counts whole 24 hours: from 10:00 to 09:00 a week later are six', async () => {
    const columns = ['recency_days', 'frequency'];
    const { found, facts } = await measure(ALL, { columns, days: 'elapsed' });
    expect(facts.until).toBe('2024-03-20 12:00:00');
    expect(found.slice(0, 2)).toEqual([
      ['ann', 12, 2 / 6],
      ['bob', 0, 0],
    ]);
  });

  it('gives frequencies: the notebook’s is 0 for a single day, invoices_per_30_days is defined there', async () => {
    const columns = ['frequency', 'invoices_per_30_days'];
    const { found } = await measure(ALL, { columns, until: '2024-04-29' });
    expect(found).toEqual([
      ['ann', 2 / 7, 1],
      ['bob', 0, 30 / 41],
      ['cat', Number.NaN, Number.NaN],
    ]);
  });

  it('gives baskets: pieces, different products and values per invoice', async () => {
    const columns = ['invoices', 'quantity', 'unique_products', 'basket_size', 'basket_value'];
    const { found } = await measure(ALL, { columns });
    expect(found).toEqual([
      ['ann', 2, 5, 2, 2.5, 25],
      ['bob', 1, 6, 2, 6, 5],
      ['cat', 0, 0, 0, Number.NaN, Number.NaN],
    ]);
  });

  it('gives returns by invoices and by value; a rate needs a purchase', async () => {
    const columns = ['returns', 'return_rate_value', 'return_rate_invoices'];
    const { found } = await measure(ALL, { columns });
    expect(found).toEqual([
      ['ann', 1, 0.2, 0.5],
      ['bob', 0, 0, 0],
      ['cat', 1, Number.NaN, Number.NaN],
    ]);
  });

  it('gives moving sums: 1 and 8 March fall into no seven days, but into any eight', async () => {
    const columns = ['revenue_best_7_days', 'revenue_best_14_days', 'revenue_last_14_days'];
    const { found } = await measure(ALL, { columns });
    // The fourteen days that end on 20 March begin on the 7th.
    expect(found).toEqual([
      ['ann', 30, 50, 20],
      ['bob', 5, 5, 5],
      ['cat', 0, 0, 0],
    ]);
  });

  it('gives the share of the first half of the month: the 15th is in it, the 16th is not', async () => {
    const rows = `('ann', '2024-03-15 23:59', 'A1', 'cup', 1, 3.0), ('ann', '2024-03-16 00:00', 'A2', 'cup', 1, 1.0)`;
    const { found } = await measure(`${rows}, ${CAT}`, { columns: ['first_half_share'] });
    expect(found).toEqual([
      ['ann', 0.75],
      ['cat', Number.NaN],
    ]);
  });

  it('{rfm} with cut points gives marks: a value on a cut point has the lower mark', async () => {
    const rfm = { recency: [5, 12], frequency: [1], monetary: [5, 20, 40] };
    const { found, facts } = await measure(ALL, {
      rfm,
      columns: ['rfm_recency', 'rfm_frequency', 'rfm_monetary', 'rfm_total'],
    });
    expect(found).toEqual([
      ['ann', 2, 2, 4, 8],
      ['bob', 3, 1, 1, 5],
      ['cat', 1, 1, 1, 3],
    ]);
    expect(facts.rfm).toEqual(rfm);
  });

  it('{rfm: {quantiles}} learns cut points from customers with a purchase, warns where ties leave marks out', async () => {
    const rows = [1, 2, 3, 4]
      .map((n) => `('c${n}', DATE '2024-01-0${n}', 'I${n}', 'cup', ${n}, 10.0)`)
      .join();
    const { found, facts, warnings } = await measure(rows, {
      rfm: { quantiles: 2 },
      columns: ['rfm_recency', 'rfm_frequency', 'rfm_monetary'],
    });
    expect(facts.rfm).toEqual({ recency: [1.5], frequency: [1], monetary: [25] });
    expect(found).toEqual([
      ['c1', 1, 1, 1],
      ['c2', 1, 1, 1],
      ['c3', 2, 1, 2],
      ['c4', 2, 1, 2],
    ]);
    expect(warnings).toEqual([]);
    const five = await measure(rows, { rfm: {} });
    expect(five.facts.rfm!.frequency).toEqual([1]);
    expect(five.warnings).toEqual(['rfm-ties']);
  });

  it('{until} leaves later rows out and warns: who came later is not there', async () => {
    const { found, facts, warnings } = await measure(ALL, {
      columns: ['gross_revenue', 'recency_days'],
      until: '2024-03-08',
    });
    expect(found).toEqual([['ann', 50, 0]]);
    expect([facts.later, facts.used, warnings]).toEqual([4, 7, ['later-rows']]);
  });

  it('{complete} leaves customers without a purchase out and warns', async () => {
    const { found, facts, warnings } = await measure(ALL, {
      columns: ['gross_revenue', 'recency_days'],
      complete: true,
    });
    expect(found.map(([who]) => who)).toEqual(['ann', 'bob']);
    expect([facts.customers, facts.withoutPurchase, facts.incomplete]).toEqual([3, 1, 1]);
    expect(warnings).toEqual(['incomplete-customers']);
  });

  it('customers with returns but no purchase are named, whatever features are wanted', async () => {
    expect((await measure(ALL, { columns: ['returns'] })).withoutPurchase).toEqual([2]);
    const complete = { columns: ['recency_days'], complete: true };
    expect((await measure(ALL, complete)).withoutPurchase).toEqual([]);
  });

  it('several invoices of one minute are several; without {invoice} they are one', async () => {
    const rows = `('ann', '2024-03-01 10:00', 'A1', 'cup', 1, 1.0), ('ann', '2024-03-01 10:00', 'A2', 'cup', 1, 1.0)`;
    expect((await measure(rows, { columns: ['invoices'] })).found).toEqual([['ann', 2]]);
    const alone = await measure(rows, { columns: ['invoices'], invoice: undefined });
    expect(alone.found).toEqual([['ann', 1]]);
  });

  it('{value} is the amount of a line; a line below 0 is a return without a quantity', async () => {
    const rows = `('ann', DATE '2024-03-01', 'A1', 'cup', 1, 12.5), ('ann', DATE '2024-03-02', 'A2', 'cup', 1, -2.5)`;
    const options = { value: 'price', price: undefined, quantity: undefined };
    const { found } = await measure(rows, {
      ...options,
      columns: ['gross_revenue', 'net_revenue', 'returns'],
    });
    expect(found).toEqual([['ann', 12.5, 10, 1]]);
  });

  it('{returned} tells returns by a flag, whatever the sign', async () => {
    const rows = `('ann', DATE '2024-03-01', 'A1', 'no', 4, 2.5), ('ann', DATE '2024-03-02', 'A2', 'yes', 1, 2.5)`;
    const { found } = await measure(rows, {
      returned: 'product',
      product: undefined,
      columns: ['quantity', 'gross_revenue', 'net_revenue', 'returns'],
    });
    expect(found).toEqual([['ann', 4, 10, 7.5, 1]]);
  });

  it('a composite {entity} keeps customers of two shops apart', async () => {
    const { found } = await measure(ANN, {
      entity: ['who', 'product'],
      columns: ['gross_revenue'],
    });
    expect(found).toEqual([
      ['ann', 'cup', 40],
      ['ann', 'jug', 10],
    ]);
  });

  it('one row is one customer with all features; sums of cents are exact', async () => {
    const one = `('ann', DATE '2024-03-01', 'A1', 'cup', 3, 0.1)`;
    const { found, warnings } = await measure(one);
    expect(found).toHaveLength(1);
    expect(found[0][1]).toBe(0.3);
    expect(warnings).toEqual([]);
    const many = Array.from({ length: 10 }, () => one).join();
    expect((await measure(many, { columns: ['gross_revenue'] })).found).toEqual([['ann', 3]]);
  });

  it('amounts of many decimals are summed as they are', async () => {
    const rows = `('ann', DATE '2024-03-01', 'A1', 'cup', 3, CAST(1 AS DOUBLE) / 3), ('ann', DATE '2024-03-02', 'A2', 'cup', 1, 0.000001)`;
    const { found, facts } = await measure(rows, { columns: ['gross_revenue'] });
    expect(facts.exact).toBe(false);
    expect(found[0][1]).toBeCloseTo(1.000001, 14);
  });
});

describe('retailFeatures refuses and warns', () => {
  it('rows without a key, a time or an amount are left out and counted; rows of 0 pieces are told', async () => {
    const rows = `${BOB}, (NULL, '2024-03-01', 'A', 'cup', 1, 1), ('ann', NULL, 'A', 'cup', 1, 1), ('ann', '2024-03-01', 'A', 'cup', NULL, 1), ('ann', '2024-03-01', 'A', 'cup', 0, 1)`;
    const { found, facts, warnings } = await measure(rows, { columns: ['gross_revenue'] });
    expect(found).toEqual([
      ['ann', 0],
      ['bob', 5],
    ]);
    expect([facts.rows, facts.used, facts.neither]).toEqual([6, 3, 1]);
    expect(warnings).toEqual(['missing-key', 'missing-time', 'missing-value', 'zero-quantity']);
  });

  it.each([
    [`('ann', 'soon', 'A', 'cup', 1, 1.0)`, {}, /every "at" must be a date.*the first in row 1/],
    [
      `('ann', '2024-03-01', 'A', 'cup', 1, 'free')`,
      {},
      /every "pieces" and "price" must be a finite number/,
    ],
    ['', {}, /at least one row/],
    [ALL, { until: '2023-01-01' }, /not be later than the reference/],
    [ALL, { product: 'sku' }, /no column "sku"/],
  ])('refuses the data of case %#', async (rows, options, message) => {
    const refused = measure(rows, options);
    await expect(refused).rejects.toThrow(DataError);
    await expect(refused).rejects.toThrow(message);
  });

  it.each([
    [{ entity: [] }, /entity must name/],
    [{ columns: ['gross_revenu'] }, /no feature "gross_revenu".*gross_revenue/],
    [{ columns: ['unique_products'], product: undefined }, /product must name a column/],
    [{ price: undefined }, /got neither/],
    [{ value: 'price' }, /got both/],
    [{ quantity: undefined }, /quantity must name a column beside price/],
    [{ until: 'yesterday' }, /until must be a day/],
    [{ rfm: { monetary: [5, 5] } }, /rising order/],
    [{ rfm: { quantiles: 1 } }, /from 2 to 100/],
    [{ columns: ['invoices', 'invoices'] }, /twice/],
  ])('refuses the options of case %#', async (options, message) => {
    const refused = measure(ALL, options);
    await expect(refused).rejects.toThrow(OptionError);
    await expect(refused).rejects.toThrow(message);
  });
});
