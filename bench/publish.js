// Labels of a bundle into PostgreSQL: ours by COPY in one transaction with keys, comments, profiles and views, against
// pandas.to_sql of the labels alone into a table without any. Every measurement is a process of its own.
//
//   node bench/publish.js postgres://user@host:port/database [entities in thousands: 1000]
//   PGPASSWORD holds the password; PYTHON names a Python with pandas, SQLAlchemy and psycopg2.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';

const self = fileURLToPath(import.meta.url);
const [, , address, second = '1000', bundle, runId] = process.argv;

/** A bundle of customers, kept for the next run. */
async function bundleOf(/** @type {number} */ thousands) {
  const folder = join(tmpdir(), 'clade-bench');
  mkdirSync(folder, { recursive: true });
  const out = join(folder, `publish-${thousands}k`);
  if (existsSync(out)) return out;
  const { fitStudy, parseStudy } = await built('study');
  const data = join(folder, `publish-${thousands}k.csv`);
  const lines = Array.from({ length: thousands * 1000 }, (_, i) => {
    const kind = i % 3;
    return `${i},${((i * 7919) % 1000) / 1000 + 10 * kind},${((i * 104729) % 1000) / 1000 + (kind === 1 ? 20 : 0)}`;
  });
  writeFileSync(data, `id,visits,spend\n${lines.join('\n')}\n`);
  const study = parseStudy(
    `{clade: 1, name: bench, source: '${data}', entity: id, features: {kind: table, columns: [visits, spend]}, cluster: {method: KMeans, clusters: 3}}`,
  );
  await fitStudy({ study, folder }, out);
  return out;
}

if (runId !== undefined) {
  const { publishBundle } = await built('publish');
  const started = performance.now();
  const [{ seconds }] = await publishBundle(
    bundle,
    [{ to: address, schema: 'bench', mode: 'history' }],
    { runId, validFrom: '2024-01-01' },
  );
  const whole = (performance.now() - started) / 1000;
  const peakMB = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ seconds, whole, peakMB }));
} else if (address === undefined) {
  console.log('node bench/publish.js postgres://user@host:port/database [entities in thousands]');
} else {
  const out = await bundleOf(Number(second));
  const python = process.env.PYTHON;
  const rows = Number(second) * 1000;
  const run = (/** @type {string} */ program, /** @type {string[]} */ args) =>
    JSON.parse(execFileSync(program, args, { encoding: 'utf8' }));
  const say = (/** @type {string} */ name, /** @type {any} */ { whole, peakMB }) =>
    console.log(
      `${name.padEnd(28)} ${whole.toFixed(2)} s, ${Math.round(rows / whole).toLocaleString('en')} rows/s, ${Math.round(peakMB)} MB`,
    );
  for (let round = 0; round < 2; round++) {
    const ours = run(process.execPath, [self, address, second, out, `run-${process.pid}-${round}`]);
    say('clade, bundle to 3 tables', ours);
    if (python === undefined) continue;
    const peer = run(python, [join(self, '../peers/publish.py'), address, out]);
    say('pandas.to_sql, labels only', peer);
    console.log(`ratio ${(peer.whole / ours.whole).toFixed(1)}`);
  }
}
