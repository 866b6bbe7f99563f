// The silhouette of 50,000 × 16 against scikit-learn's silhouette_score, same rows and labels, turn by
// turn. scikit-learn gets the rows as float64 and as float32, with one and with two jobs.
//
//   npm run bench -- silhouette [rows: 50000] [rounds: 3]
import { availableParallelism } from 'node:os';
import { blobs } from './blobs.js';
import { built } from './built.js';
import { median, openPeer, seconds } from './peer.js';

const { silhouette } = await built('evaluate');
const [rows = 50_000, rounds = 3] = process.argv.slice(2).map(Number);
const [cols, groups] = [16, 8];
const { x, file } = blobs(rows, cols, groups);
const labels = Int32Array.from({ length: rows }, (_, i) => i % groups);

console.log(`node ${process.version}, ${availableParallelism()} cores`);
const peer = await openPeer('silhouette.py');
await silhouette(x, labels, {}, { rows: 1000 });
/** @type {number[]} */
const ours = [];
/** @type {Map<string, number[]>} */
const theirs = new Map();
let mean = '';
for (let round = 0; round < rounds; round++) {
  const start = performance.now();
  const found = await silhouette(x, labels, {}, { rows });
  ours.push(performance.now() - start);
  mean = found.mean.toFixed(6);
  if (peer === undefined) continue;
  for (const type of ['float64', 'float32']) {
    for (const jobs of [1, 2]) {
      const answer = await peer.ask({ file, rows, cols, groups, type, jobs });
      const name = `${type}, ${jobs} job${jobs > 1 ? 's' : ''}`;
      theirs.set(name, [...(theirs.get(name) ?? []), answer.ms]);
      if (answer.mean.toFixed(6) !== mean) mean += ` (scikit-learn ${name}: ${answer.mean})`;
    }
  }
}
const own = median(ours);
console.log(`${rows} x ${cols}, ${groups} segments: mean ${mean}`);
console.log(
  `  clade                         ${seconds(own)}, ${((own * 1e6) / rows ** 2).toFixed(2)} ns per pair`,
);
for (const [name, times] of theirs) {
  const time = median(times);
  console.log(`  scikit-learn, ${name.padEnd(14)}  ${seconds(time)}  ${(time / own).toFixed(1)}x`);
}
peer?.close();
