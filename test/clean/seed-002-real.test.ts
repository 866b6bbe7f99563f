import { describe, expect, it } from 'vitest';
import { Run } from '../../src/base/index.ts';
import { fitClean, readCleanSteps, textColumns } from '../../src/clean/index.ts';
import { parseSource } from '../../src/source/index.ts';
import { name, sql } from '../../src/sql/index.ts';
import { attachSource, Database } from '../../src/table/index.ts';
import { sharedData } from '../data/shared.ts';

const data = sharedData('online-retail/data.csv.gz');

/** The steps of the notebook, in its order. */
const steps = readCleanSteps([
  { step: 'rename' },
  { step: 'fill-id', columns: ['customer_id'], from: 'invoice_no', numberedFrom: 19000 },
  { step: 'drop', columns: ['description'], missing: true },
  { step: 'drop', columns: ['customer_id'], missing: true },
  { step: 'date', columns: ['invoice_date'] },
  { step: 'drop', columns: ['stock_code'], pattern: '^[a-zA-Z]+$' },
  { step: 'drop', columns: ['country'], values: ['European Community', 'Unspecified'] },
  { step: 'keep', columns: ['unit_price'], from: 0.04 },
  { step: 'drop', columns: ['customer_id'], values: [16446] },
  { step: 'returns', quantity: 'quantity' },
]);

const columnsOfFile = [
  'invoice_no',
  'stock_code',
  'description',
  'quantity',
  'invoice_date',
  'unit_price',
  'customer_id',
  'country',
];

describe.skipIf(data === undefined)('the cleaning of the retail notebook', () => {
  it('fitClean(notebook steps) leaves its rows at every step, and its customers', {
    timeout: 120_000,
  }, async () => {
    await using database = await Database.open({ threads: 2 });
    const run = new Run();
    const facts = await attachSource(database, parseSource(data!), 'rows', run, {
      asText: (names) => textColumns(steps, names),
    });
    const { cleaning, relation, columns } = await fitClean(database, 'rows', steps, run);
    expect([facts.rows, facts.columns.length]).toEqual([541_909, 8]);
    expect(
      cleaning.steps.map(({ step, rowsOut, counts }) => [step, rowsOut, ...Object.values(counts)]),
    ).toEqual([
      ['rename', 541_909],
      ['fill-id', 541_909, 135_080],
      ['drop', 540_455],
      ['drop', 540_455],
      ['date', 540_455, 540_455, 0],
      ['drop', 537_701],
      ['drop', 537_197],
      ['keep', 536_143],
      ['drop', 536_139],
      ['returns', 536_139, 8_728],
    ]);
    expect(cleaning.steps[1].state).toEqual({ numbered: 3_710 });
    expect(columns.map((column) => `${column.name} ${column.type}`)).toEqual([
      'invoice_no VARCHAR',
      'stock_code VARCHAR',
      'description VARCHAR',
      'quantity BIGINT',
      'invoice_date TIMESTAMP',
      'unit_price DOUBLE',
      'customer_id BIGINT',
      'country VARCHAR',
      'invented BOOLEAN',
      'is_return BOOLEAN',
    ]);
    const sums = await database.query(
      sql`SELECT count(*) FILTER (NOT is_return), count(DISTINCT customer_id) FILTER (NOT is_return), count(DISTINCT customer_id),
        count(DISTINCT customer_id) FILTER (invented AND NOT is_return), max(customer_id) FILTER (NOT invented) < 19000,
        round(sum(quantity * unit_price) FILTER (NOT is_return), 2),
        round(sum(quantity * unit_price) FILTER (NOT is_return AND customer_id = 19001), 2),
        strftime(max(invoice_date), '%Y-%m-%d %H:%M') FROM ${name(relation)}`,
    );
    expect(sums.columns.map(({ values }) => values[0])).toEqual([
      527_411,
      5_695,
      5_786,
      1_366,
      1,
      10_104_658.35,
      4_951.37,
      '2011-12-09 12:50',
    ]);
    expect(run.warnings.map(({ code }) => code)).toEqual(['clean-did-nothing']);
  });

  // Counted with pandas 3 and a queue per customer, product and number of pieces.
  it('fitClean finds the cancelled pairs, repeated lines and outliers that pandas does', {
    timeout: 120_000,
  }, async () => {
    await using database = await Database.open({ threads: 2 });
    const run = new Run();
    await attachSource(database, parseSource(data!), 'rows', run);
    const flags = readCleanSteps([
      { step: 'rename' },
      {
        step: 'cancelled',
        customer: 'customer_id',
        product: 'stock_code',
        quantity: 'quantity',
        time: 'invoice_date',
      },
      { step: 'duplicates', columns: columnsOfFile, action: 'flag' },
      { step: 'outliers', columns: ['quantity'], method: 'iqr', flag: 'far' },
      { step: 'outliers', columns: ['unit_price'], flag: 'dear' },
      { step: 'outliers', columns: ['quantity'], by: 'customer_id', flag: 'whole_customer' },
    ]);
    const { cleaning, relation } = await fitClean(database, 'rows', flags, run);
    // Lines without a customer or description are no keys: 5,268 rows repeat another, of which 43 lack one.
    expect(cleaning.steps.map(({ counts }) => counts.flagged)).toEqual([
      undefined,
      5_798,
      5_225,
      58_619,
      39_627,
      185_505,
    ]);
    const pairs = await database.query(
      sql`SELECT count(*) FILTER (quantity > 0), count(*) FILTER (customer_id = 12346), sum(quantity) FILTER (quantity > 0), round(sum(quantity * unit_price), 2) FROM ${name(relation)} WHERE cancelled`,
    );
    expect(pairs.columns.map(({ values }) => values[0])).toEqual([2_899, 2, 225_860, 3_858.11]);
  });
});
