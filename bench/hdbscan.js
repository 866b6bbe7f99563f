// HDBSCAN on 100,000 x 10 against fast_hdbscan (warm: compiled before it is timed) and, once, against
// scikit-learn, which takes minutes.
//
//   npm run bench -- hdbscan [rows: 100000] [columns: 10] [rounds: 3] [scikit-learn rounds: 1]
import { availableParallelism } from 'node:os';
import { blobs } from './blobs.js';
import { built } from './built.js';
import { median, openPeer, seconds } from './peer.js';

const { HDBSCAN } = await built('cluster');
const [rows = 100_000, cols = 10, rounds = 3, slowRounds = 1] = process.argv.slice(2).map(Number);
const minClusterSize = 10;

console.log(`node ${process.version}, ${availableParallelism()} cores`);
const { x, file } = blobs(rows, cols, 20);
const estimator = new HDBSCAN({ minClusterSize });
const peer = await openPeer('hdbscan.py');
/** @type {number[]} */
const ours = [];
/** @type {Record<string, number[]>} */
const theirs = { fast_hdbscan: [], 'scikit-learn': [] };
await estimator.fit(x);
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  const model = await estimator.fit(x);
  ours.push(performance.now() - start);
  const noise = model.labels.filter((/** @type {number} */ label) => label < 0).length;
  console.log(`clade         ${seconds(ours[round])}  ${model.clusters} clusters, ${noise} noise`);
  if (peer === undefined) continue;
  for (const which of Object.keys(theirs)) {
    if (which === 'scikit-learn' && round >= slowRounds) continue;
    const found = await peer.ask({ which, file, rows, cols, minClusterSize });
    theirs[which].push(found.ms);
    console.log(
      `${which.padEnd(13)} ${seconds(found.ms)}  ${found.clusters} clusters, ${found.noise} noise`,
    );
  }
}
const own = median(ours);
for (const [which, times] of Object.entries(theirs)) {
  if (times.length > 0) console.log(`${which} / clade: ${(median(times) / own).toFixed(1)}x`);
}
peer?.close();
