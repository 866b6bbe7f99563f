// DBSCAN on 100,000 rows against scikit-learn, same rows, same settings, turn by turn.
//
//   npm run bench -- dbscan [rows: 100000] [rounds: 3]
import { availableParallelism } from 'node:os';
import { blobs } from './blobs.js';
import { built } from './built.js';
import { median, openPeer, seconds } from './peer.js';

const { DBSCAN } = await built('cluster');
const [rows = 100_000, rounds = 3] = process.argv.slice(2).map(Number);
// From a row's few neighbours to hundreds: eps around the distance to the 10th and the 100th nearest row.
const settings = [
  { cols: 2, eps: 0.1, minSamples: 10 },
  { cols: 2, eps: 0.3, minSamples: 10 },
  { cols: 7, eps: 1.0, minSamples: 10 },
  { cols: 7, eps: 1.5, minSamples: 10 },
];

console.log(`node ${process.version}, ${availableParallelism()} cores`);
const peer = await openPeer('dbscan.py');
for (const { cols, eps, minSamples } of settings) {
  const { x, file } = blobs(rows, cols, 20);
  const estimator = new DBSCAN({ eps, minSamples, border: 'first' });
  await estimator.fit(x);
  /** @type {number[]} */
  const ours = [];
  /** @type {Record<string, number[]>} */
  const theirs = { '1 job': [], '2 jobs': [] };
  let found = '';
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const model = await estimator.fit(x);
    ours.push(performance.now() - start);
    const noise = model.labels.filter((/** @type {number} */ label) => label < 0).length;
    found = `${model.clusters} clusters, ${noise} noise`;
    if (peer === undefined) continue;
    for (const jobs of [1, 2]) {
      const question = { file, rows, cols, eps, minSamples, jobs };
      const { ms, clusters, noise: left } = await peer.ask(question);
      theirs[jobs === 1 ? '1 job' : '2 jobs'].push(ms);
      if (clusters !== model.clusters || left !== noise)
        found += ` (scikit-learn: ${clusters}, ${left})`;
    }
  }
  const own = median(ours);
  console.log(`${rows} x ${cols}, eps ${eps}, minSamples ${minSamples}: ${found}`);
  console.log(`  clade                 ${seconds(own)}`);
  for (const [jobs, times] of Object.entries(theirs)) {
    if (times.length === 0) continue;
    const time = median(times);
    console.log(`  scikit-learn, ${jobs.padEnd(6)}  ${seconds(time)}  ${(time / own).toFixed(1)}x`);
  }
}
peer?.close();
