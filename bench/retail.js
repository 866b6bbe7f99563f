// Customers from the lines of their invoices, from a Parquet file to a bundle and to labels: the study of
// examples/retail, fitted and scored, and beside it features alone. Every measurement is a process of its own,
// so that its peak memory is its own.
//
//   node bench/retail.js [lines in millions: 5] [shop | daily: shop] [memory limit of the engine: 4GB]
//
// shop: lines of invoices as they are. daily: one row per customer, day and purchase with an amount, as in CDNOW.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';

const { Run } = await built('base');
const { retailFeatures } = await built('features');
const { raw } = await built('sql');
const { fitStudy, readStudy, writeSample } = await built('study');
const { scoreBundle } = await built('score');
const { Database } = await built('table');

const self = fileURLToPath(import.meta.url);
const study = fileURLToPath(new URL('../examples/retail/study.yaml', import.meta.url));
const folder = join(tmpdir(), 'clade-bench');

/** Customers of the sample that leave a million lines. */
const MILLION = 19_300;

/** The sample's lines as Parquet, kept for the next run. */
async function linesFile(/** @type {number} */ millions) {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `retail-${millions}m.parquet`);
  if (existsSync(path)) return path;
  const start = performance.now();
  const customers = Math.round(millions * MILLION);
  const { rows } = await writeSample('retail', path, { customers }, { threads: 2 });
  console.log(`${rows} lines of ${customers} customers written in ${seconds(start).toFixed(0)} s`);
  return path;
}

/** The same purchases as a shop without invoices has them: who, when, how many, how much. */
async function dailyFile(/** @type {number} */ millions) {
  const path = join(folder, `retail-daily-${millions}m.parquet`);
  if (existsSync(path)) return path;
  const lines = await linesFile(millions);
  const database = await Database.open({ threads: 2, memory: '4GB' });
  const select = `SELECT CustomerID AS customer_id, CAST(InvoiceDate AS DATE) AS day, Quantity AS pieces, Quantity * UnitPrice AS amount
    FROM read_parquet('${lines}') WHERE CustomerID IS NOT NULL`;
  await database.copyTo(raw(select), path, 'parquet');
  database.close();
  return path;
}

const daily = `clade: 1
name: customers
parameters: { data: x }
source: \${data}
entity: customer_id
features: { kind: retail, time: day, quantity: pieces, value: amount }
prepare:
  - step: drop
    columns: [net_revenue, frequency, invoices_per_30_days, mean_days_between, quantity, basket_size, returns, return_rate_invoices, gross_revenue]
  - step: impute
  - step: log1p
  - step: standard
cluster: { method: KMeans, clusters: 3..12, restarts: 10 }
`;

const seconds = (/** @type {number} */ start) => (performance.now() - start) / 1000;

async function measure(
  /** @type {string} */ what,
  /** @type {string} */ path,
  /** @type {string} */ kind,
  /** @type {string} */ memory,
) {
  const out = join(folder, 'retail-bundle');
  const start = performance.now();
  let entities = 0;
  if (what === 'features') {
    const database = await Database.open({ memory, threads: 2 });
    await database.execute(raw(`CREATE VIEW lines AS FROM read_parquet('${path}')`));
    const columns =
      kind === 'shop'
        ? {
            entity: ['CustomerID'],
            time: 'InvoiceDate',
            invoice: 'InvoiceNo',
            quantity: 'Quantity',
            price: 'UnitPrice',
            product: 'StockCode',
          }
        : { entity: ['customer_id'], time: 'day', quantity: 'pieces', value: 'amount' };
    const { table } = await retailFeatures(database, columns, 'lines', new Run());
    entities = table.rows;
    database.close();
  } else if (what === 'fit') {
    const file = join(folder, 'daily.yaml');
    writeFileSync(file, daily);
    const read = await readStudy(kind === 'shop' ? study : file, { data: path });
    const manifest = await fitStudy(read, out, { threads: 2 });
    entities = manifest.entities;
    console.error(
      `${manifest.groups[0].clusters} segments of sizes ${manifest.groups[0].sizes.join(' ')}`,
    );
  } else {
    const scored = await scoreBundle(out, path, join(folder, 'labels.parquet'), {
      threads: 2,
    });
    entities = scored.entities;
  }
  const time = seconds(start);
  const { user, system } = process.cpuUsage();
  const peakMB = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ time, cpu: (user + system) / 1e6, peakMB, entities }));
}

const [, , first = '5', kind = 'shop', memory = '4GB', path, what] = process.argv;
if (first === 'measure') {
  await measure(what, path, kind, memory);
} else {
  const millions = Number(first);
  const file = await (kind === 'shop' ? linesFile(millions) : dailyFile(millions));
  for (const part of ['features', 'fit', 'score']) {
    const args = [self, 'measure', kind, memory, file, part];
    const told = JSON.parse(
      execFileSync(process.execPath, args, {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { ...process.env, CLADE_MEMORY: memory },
      }),
    );
    console.log(
      `${part.padEnd(9)} ${told.time.toFixed(1).padStart(7)} s ${told.cpu.toFixed(1).padStart(7)} s of processor ${told.peakMB.toFixed(0).padStart(6)} MB  ${told.entities} customers`,
    );
  }
  rmSync(join(folder, 'retail-bundle'), { recursive: true, force: true });
}
