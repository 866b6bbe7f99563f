// The whole nightly job of examples/retail/as-in-the-seed.yaml, from a CSV file to labels: clade's fit against the
// same with pandas, scikit-learn and umap-learn, each in a process of its own, one after the other.
//
//   node bench/retail-job.js [FILE.csv or .csv.gz: 5,000 generated customers] [rounds: 2]
//   PYTHON names a Python with the peers; without one, only ours is measured.

import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { built } from './built.js';

const { fitStudy, readStudy, writeSample } = await built('study');

const self = fileURLToPath(import.meta.url);
const study = fileURLToPath(new URL('../examples/retail/as-in-the-seed.yaml', import.meta.url));
const folder = join(tmpdir(), 'clade-bench');
mkdirSync(folder, { recursive: true });

const [, , first, second = '2'] = process.argv;
if (first === 'measure') {
  const start = performance.now();
  const out = join(folder, 'retail-job');
  const manifest = await fitStudy(await readStudy(study, { data: second }), out, { threads: 2 });
  const { user, system } = process.cpuUsage();
  const [{ grid, choice }] = manifest.groups;
  const { scores } = grid[choice.chosen ?? 0];
  console.log(
    JSON.stringify({
      time: (performance.now() - start) / 1000,
      cpu: (user + system) / 1e6,
      peakMB: process.resourceUsage().maxRSS / 1024,
      entities: manifest.entities,
      silhouette: [scores.silhouette, scores['silhouette-before-encoding']],
    }),
  );
  rmSync(out, { recursive: true, force: true });
} else {
  const file = first ?? join(folder, 'retail-job.csv');
  if (!existsSync(file)) await writeSample('retail', file, { customers: 5000 });
  const run = (/** @type {string} */ program, /** @type {string[]} */ args) =>
    JSON.parse(
      execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  const python = process.env.PYTHON;
  for (let round = 0; round < Number(second); round++) {
    const ours = run(process.execPath, [self, 'measure', file]);
    console.log('clade ', line(ours));
    if (python === undefined) continue;
    const out = join(folder, 'retail-job-peer.csv');
    const peer = fileURLToPath(new URL('peers/retail.py', import.meta.url));
    const theirs = run(python, ['-P', peer, file, out]);
    const ratio = (/** @type {'time' | 'cpu' | 'peakMB'} */ of) =>
      `${(theirs[of] / ours[of]).toFixed(1)}×`;
    console.log(
      'pandas',
      line(theirs),
      `time ${ratio('time')}, processor ${ratio('cpu')}, memory ${ratio('peakMB')}`,
      theirs.versions,
    );
  }
}

function line(
  /** @type {{ time: number, cpu: number, peakMB: number, entities: number, silhouette: number[] }} */ {
    time,
    cpu,
    peakMB,
    entities,
    silhouette,
  },
) {
  return `${time.toFixed(1).padStart(6)} s ${cpu.toFixed(1).padStart(6)} s of processor ${peakMB.toFixed(0).padStart(5)} MB ${entities} customers, silhouette ${silhouette.map((score) => score.toFixed(3)).join(' and ')}`;
}
