// From rows to a panel: long (date, uid, usage) in Parquet or CSV to users × days, beside pandas'
// pivot_table, as notebooks do it. Ours also counts unusable rows, finds the days and describes every user by
// fifteen features; the time of the panel alone stands first.
// Every measurement is a process of its own, so that its peak memory is its own.
//
//   node bench/panel.js [users: 10000] [days: 579] [memory limit: 2GB] [parquet | csv]
//   PYTHON names a Python with pandas and pyarrow; without one, only ours is measured.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';

const { Run } = await built('base');
const { seriesFeatures } = await built('features');
const { parseSource } = await built('source');
const { raw } = await built('sql');
const { attachSource, Database } = await built('table');

const self = fileURLToPath(import.meta.url);

/** Every user on every day, six of ten without use, as the notebook's data was; kept for the next run. */
async function rowsFile(
  /** @type {number} */ users,
  /** @type {number} */ days,
  /** @type {'parquet' | 'csv'} */ format,
) {
  const folder = join(tmpdir(), 'clade-bench');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `panel-${users}x${days}.${format}`);
  if (existsSync(path)) return path;
  const database = await Database.open();
  const use = 'CASE WHEN hash(i) % 10 < 6 THEN 0 ELSE hash(7 * i + 1) % 2000 END';
  await database.copyTo(
    raw(
      `SELECT DATE '2020-06-01' + CAST(i % ${days} AS INTEGER) AS date, CAST(i // ${days} AS INTEGER) AS uid, CAST(${use} AS INTEGER) AS usage FROM range(${users * days}) rows(i)`,
    ),
    path,
    format,
  );
  database.close();
  return path;
}

async function measure(/** @type {string} */ path, /** @type {string} */ memory) {
  const database = await Database.open({ memory, threads: 2 });
  const start = performance.now();
  await attachSource(database, parseSource(path), 'data');
  const options = { entity: ['uid'], time: 'date', value: 'usage' };
  /** @type {number | undefined} */
  let filled;
  const run = new Run({
    // The last report of the panel is one short of the whole: describing comes after it.
    onProgress: (/** @type {{ done: number, total: number }} */ { done, total }) => {
      if (total > 1 && done === total - 1) filled ??= performance.now();
    },
  });
  const { panel, facts } = await seriesFeatures(database, options, 'data', run);
  const seconds = (performance.now() - start) / 1000;
  const panelSeconds = ((filled ?? performance.now()) - start) / 1000;
  const { user, system } = process.cpuUsage();
  database.close();
  const shape = [panel.series, panel.steps];
  const peakMB = process.resourceUsage().maxRSS / 1024;
  const cpu = (user + system) / 1e6;
  console.log(JSON.stringify({ panelSeconds, seconds, cpu, peakMB, shape, total: facts.total }));
}

const [, , first = '10000', second = '579', third = '2GB', format = 'parquet'] = process.argv;
if (first === 'measure') {
  await measure(second, third);
} else {
  const file = await rowsFile(Number(first), Number(second), format === 'csv' ? 'csv' : 'parquet');
  const run = (/** @type {string} */ program, /** @type {string[]} */ args) =>
    JSON.parse(execFileSync(program, args, { encoding: 'utf8' }));
  const python = process.env.PYTHON;
  for (let round = 0; round < 2; round++) {
    const ours = run(process.execPath, [self, 'measure', file, third]);
    console.log('ours, panel        ', line({ ...ours, seconds: ours.panelSeconds }));
    console.log('ours, and described', line(ours));
    if (python === undefined) continue;
    const peer = run(python, [join(self, '../peers/panel.py'), file]);
    const ratio = (peer.seconds / ours.panelSeconds).toFixed(1);
    console.log('pandas pivot_table ', line(peer), `${ratio}× the panel`);
  }
}

function line(
  /** @type {{ seconds: number, cpu: number, peakMB: number, shape: number[], total: number }} */ {
    seconds,
    cpu,
    peakMB,
    shape,
    total,
  },
) {
  return `${seconds.toFixed(2).padStart(8)} s  ${cpu.toFixed(1).padStart(6)} s of processor in all  ${peakMB.toFixed(0).padStart(6)} MB at most  ${shape.join(' × ')}, sum ${total}`;
}
