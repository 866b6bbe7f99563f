// Cleaning generated lines of invoices, beside reading them alone: a CSV file of 8 columns with what the retail
// notebook's file has in it. Every measurement is a process of its own, so that its peak memory is its own.
//
//   node bench/clean.js [lines in millions: 10] [memory limit: 4GB] [one case: all of them]

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';

const { Run } = await built('base');
const { fitClean, readCleanSteps, textColumns } = await built('clean');
const { parseSource } = await built('source');
const { raw } = await built('sql');
const { attachSource, Database } = await built('table');

const row = [
  { step: 'rename' },
  { step: 'date', columns: ['invoice_date'] },
  { step: 'fill-id', columns: ['customer_id'], from: 'invoice_no' },
  { step: 'drop', columns: ['description'], missing: true },
  { step: 'drop', columns: ['stock_code'], pattern: '^[a-zA-Z]+$' },
  { step: 'drop', columns: ['country'], values: ['Unspecified', 'European Community'] },
  { step: 'keep', columns: ['unit_price'], from: 0.04 },
  { step: 'returns', quantity: 'quantity' },
];
const pairs = {
  step: 'cancelled',
  customer: 'customer_id',
  product: 'stock_code',
  quantity: 'quantity',
  time: 'invoice_date',
};
const numbers = {
  step: 'fill-id',
  columns: ['customer_id'],
  from: 'invoice_no',
  numberedFrom: 1e8,
};
/** @type {Record<string, readonly object[]>} */
const cases = {
  'read alone': [],
  'steps by row': row,
  '+ outliers': [...row, { step: 'outliers', columns: ['quantity'], by: 'customer_id' }],
  '+ cancelled': [...row, pairs],
  '+ duplicates': [...row, { step: 'duplicates' }],
  'numbered ids': [row[0], numbers, ...row.slice(1, 2), ...row.slice(3)],
};
const self = fileURLToPath(import.meta.url);

/** About 20 lines per invoice, 5 invoices per customer, a quarter of them without one, in the order of time. */
async function linesFile(/** @type {number} */ millions) {
  const folder = join(tmpdir(), 'clade-bench');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `lines-${millions}m.csv`);
  if (existsSync(path)) return path;
  const database = await Database.open({ threads: 2 });
  const lines = millions * 1e6;
  const hash = (/** @type {string} */ of) => `(hash(${of}) % 1000000)`;
  await database.copyTo(
    raw(`SELECT CASE WHEN back THEN 'C' ELSE '' END || (500000 + bill) AS "InvoiceNo",
      CASE WHEN ${hash('i + 1')} < 4000 THEN 'POST' ELSE (20000 + item) || CASE WHEN item % 9 = 0 THEN 'A' ELSE '' END END AS "StockCode",
      CASE WHEN ${hash('i + 2')} < 3000 THEN NULL ELSE 'THING NUMBER ' || item END AS "Description",
      CASE WHEN back THEN -1 ELSE 1 END * (1 + ${hash('i + 3')} % 12) AS "Quantity",
      strftime(TIMESTAMP '2010-12-01 08:00' + INTERVAL 1 SECOND * CAST(bill * (32000000.0 / ${lines / 20}) AS BIGINT), '%-m/%-d/%Y %-H:%M') AS "InvoiceDate",
      round(${hash('item + 4')} / 100000 + 0.02, 2) AS "UnitPrice",
      CASE WHEN ${hash('bill + 5')} < 250000 THEN NULL ELSE 10000 + hash(bill + 6) % ${lines / 100} END || '.0' AS "CustomerID",
      CASE WHEN bill % 300 = 0 THEN 'Unspecified' WHEN bill % 10 = 1 THEN 'France' ELSE 'United Kingdom' END AS "Country"
      FROM (SELECT range AS i, CAST(floor(range / 20) AS BIGINT) AS bill, hash(range) % 4000 AS item, hash(floor(range / 20)) % 50 = 0 AS back FROM range(${lines}))`),
    path,
    'csv',
  );
  database.close();
  return path;
}

async function measure(
  /** @type {string} */ path,
  /** @type {string} */ which,
  /** @type {string} */ memory,
) {
  const database = await Database.open({ memory, threads: 2 });
  const steps = readCleanSteps(cases[which]);
  const run = new Run();
  const clock = () => performance.now() / 1000;
  const start = clock();
  await attachSource(database, parseSource(path), 'lines', run, (/** @type {string[]} */ names) =>
    textColumns(steps, names),
  );
  const attached = clock();
  const cleaned = steps.length === 0 ? null : await fitClean(database, 'lines', steps, run);
  const counted = clock();
  const relation = cleaned?.relation ?? 'lines';
  const columns = await database.describe(relation);
  const sums = columns.map((/** @type {{ name: string }} */ { name }) => `count("${name}")`);
  const table = await database.query(raw(`SELECT count(*), ${sums.join(', ')} FROM "${relation}"`));
  const end = clock();
  const { user, system } = process.cpuUsage();
  const peakMB = process.resourceUsage().maxRSS / 1024;
  const rows = Number(table.columns[0].values[0]);
  database.close();
  console.log(
    JSON.stringify({
      attach: attached - start,
      clean: counted - attached,
      pass: end - counted,
      cpu: (user + system) / 1e6,
      peakMB,
      rows,
    }),
  );
}

const [, , first = '10', memory = '4GB', third, which] = process.argv;
if (first === 'measure') {
  await measure(third, which, memory);
} else {
  const file = await linesFile(Number(first));
  console.log('seconds: to attach, to learn and count, to read what came out once; of processor');
  for (const name of third === undefined ? Object.keys(cases) : [third]) {
    const args = [self, 'measure', memory, file, name];
    const seen = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
    const part = (/** @type {number} */ seconds) => seconds.toFixed(1).padStart(7);
    console.log(
      `${name.padEnd(14)} ${part(seen.attach)} ${part(seen.clean)} ${part(seen.pass)} ${part(seen.cpu)} ${seen.peakMB.toFixed(0).padStart(7)} MB ${seen.rows} rows`,
    );
  }
}
