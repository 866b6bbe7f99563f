// Agglomerative on 10,000 × 8 against scikit-learn's AgglomerativeClustering, turn by turn.
//
//   npm run bench -- agglomerative [rows: 10000] [rounds: 3]
import { availableParallelism } from 'node:os';
import { blobs } from './blobs.js';
import { built } from './built.js';
import { median, openPeer, seconds } from './peer.js';

const { Agglomerative } = await built('cluster');
const [rows = 10_000, rounds = 3] = process.argv.slice(2).map(Number);
const [cols, clusters] = [8, 8];
const { x, file } = blobs(rows, cols, 20);

console.log(`node ${process.version}, ${availableParallelism()} cores`);
const peer = await openPeer('agglomerative.py');
for (const linkage of ['ward', 'average', 'complete', 'single']) {
  /** @type {number[]} */
  const ours = [];
  /** @type {number[]} */
  const theirs = [];
  let sizes = '';
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const model = await new Agglomerative({ clusters, linkage }).fit(x);
    ours.push(performance.now() - start);
    sizes = model.sizes.join(' ');
    if (peer === undefined) continue;
    const answer = await peer.ask({ file, rows, cols, clusters, linkage });
    theirs.push(answer.ms);
    if (answer.sizes.join(' ') !== sizes) sizes += ` (scikit-learn: ${answer.sizes.join(' ')})`;
  }
  const own = median(ours);
  console.log(`${rows} x ${cols}, ${linkage}: segments of ${sizes}`);
  console.log(`  clade         ${seconds(own)}`);
  if (theirs.length === 0) continue;
  const time = median(theirs);
  console.log(`  scikit-learn  ${seconds(time)}  ${(time / own).toFixed(1)}x`);
}
peer?.close();
