// Usage features of generated API calls, against pandas: all that a fit does with them, from the same
// Parquet file to columns. Ours also counts unusable rows and finds out whether rows are days; the
// vectorized peer trusts both. Every measurement is a process of its own, so that its peak memory is its
// own.
//
//   node bench/usage-features.js [events in millions: 10] [memory limit: 4GB]
//   PYTHON names a Python with pandas and pyarrow; without one, only ours is measured.

import { execFileSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';

const { Run } = await built('base');
const { usageFeatures } = await built('features');
const { apiUsageSample, csvText } = await built('samples');
const { raw } = await built('sql');
const { Database } = await built('table');

const SEVEN = [
  'use_days',
  'use_duration',
  'avg_cont_use',
  'total_calls_log10',
  'usage_range',
  'mean_usage_scaled',
  'sd_usage_scaled',
];
const self = fileURLToPath(import.meta.url);

/** Users that leave about ten million rows in the sample's 16 weeks. */
const TEN_MILLION = 128_000;

/** Rows of the sample in day order as Parquet, kept for the next run. More than ten million are copies under other ids. */
async function eventsFile(/** @type {number} */ millions) {
  const folder = join(tmpdir(), 'clade-bench');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `api-usage-${millions}m.parquet`);
  if (existsSync(path)) return path;
  const database = await Database.open();
  if (millions > 10) {
    const ten = await eventsFile(10);
    const copies = `SELECT dt, user_id + copy * 1000000 AS user_id, type, api_count FROM read_parquet('${ten}'), range(${Math.round(millions / 10)}) AS copies(copy)`;
    await database.copyTo(raw(copies), path, 'parquet');
  } else {
    const users = Math.round((millions / 10) * TEN_MILLION);
    const { columns, rows } = apiUsageSample.generate({ users });
    const csv = path.replace('.parquet', '.csv');
    await pipeline(Readable.from(csvText(columns, rows())), createWriteStream(csv));
    await database.copyTo(raw(`SELECT * FROM read_csv('${csv}')`), path, 'parquet');
    rmSync(csv);
  }
  database.close();
  return path;
}

async function measure(
  /** @type {string} */ path,
  /** @type {string} */ which,
  /** @type {string} */ memory,
) {
  const database = await Database.open({ memory, threads: 2 });
  await database.execute(raw(`CREATE VIEW events AS FROM read_parquet('${path}')`));
  const columns = which === 'seven' ? SEVEN : undefined;
  const usage = usageFeatures({
    entity: ['user_id', 'type'],
    time: 'dt',
    value: 'api_count',
    columns,
  });
  const start = performance.now();
  const used = process.cpuUsage();
  const { table } = await usage.read(database, 'events', new Run());
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(used);
  const cpu = (user + system) / 1e6;
  let checksum = 0;
  for (const { values } of table.columns.slice(2))
    for (const value of values) checksum += Number(value);
  const peakMB = process.resourceUsage().maxRSS / 1024;
  database.close();
  console.log(JSON.stringify({ seconds, cpu, peakMB, rows: table.rows, checksum }));
}

const [, , first = '10', second = '4GB', path, which] = process.argv;
if (first === 'measure') {
  await measure(path, which, second);
} else {
  const file = await eventsFile(Number(first));
  const run = (/** @type {string} */ program, /** @type {string[]} */ args) =>
    JSON.parse(execFileSync(program, args, { encoding: 'utf8' }));
  const ours = (/** @type {string} */ columns) =>
    run(process.execPath, [self, 'measure', second, file, columns]);
  const python = process.env.PYTHON;
  const peer = (/** @type {string[]} */ ...args) =>
    run(python ?? '', [join(self, '../peers/usage-features.py'), file, ...args]);
  for (let round = 0; round < 2; round++) {
    const seven = ours('seven');
    console.log('ours, the seven     ', line(seven));
    console.log('ours, all           ', line(ours('all')));
    if (python === undefined) continue;
    const fast = peer('vectorized');
    console.log('pandas, vectorized  ', line(fast), ratio(fast.seconds, seven.seconds));
    if (round > 0) continue;
    const slow = peer('lambdas', '0.05');
    console.log(
      'pandas, per function',
      line({ ...slow, seconds: slow.seconds * 20, cpu: slow.cpu * 20 }),
      ratio(slow.seconds * 20, seven.seconds),
      '(a twentieth of the users, times 20)',
    );
  }
}

function line(
  /** @type {{ seconds: number, cpu: number, peakMB: number, rows: number, checksum: number }} */ {
    seconds,
    cpu,
    peakMB,
    rows,
    checksum,
  },
) {
  return `${seconds.toFixed(1).padStart(7)} s ${cpu.toFixed(1).padStart(7)} s of processor ${peakMB.toFixed(0).padStart(6)} MB ${rows} entities, checksum ${checksum.toPrecision(12)}`;
}

function ratio(/** @type {number} */ theirs, /** @type {number} */ mine) {
  return `${(theirs / mine).toFixed(1)}×`;
}
