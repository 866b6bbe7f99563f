// UMAP of images of 784 columns against umap-learn: the time of its first call, with what it compiles then,
// and of later ones, by the clock and as processor time of all threads (which other work on the machine disturbs less);
// how many true neighbours each found, how trustworthy the maps are, and how well
// HDBSCAN (ours, and hdbscan) finds the ten groups in them, over three seeds.
//
//   npm run bench -- umap [rows: 10000] [rounds: 3]
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { built } from './built.js';
import { images } from './images.js';
import { median, openPeer, seconds } from './peer.js';

const { HDBSCAN } = await built('cluster');
const { UMAP } = await built('encode');
const { agreement, mapFaith } = await built('evaluate');
const { Matrix } = await built('numeric');
const { findNeighbors } = await built('neighbors');
const { Run } = await built('base');
const [rows = 10_000, rounds = 3] = process.argv.slice(2).map(Number);
const groups = { minClusterSize: Math.max(20, rows / 100), minSamples: 10 };

console.log(`node ${process.version}, ${availableParallelism()} cores`);
const { x, labels, file, about } = images(rows);
console.log(`${rows} x ${x.cols}: ${about}`);
const peer = await openPeer('umap.py');

/** @type {Map<string, {ms: number[], cpu: number[], trust: number[], rand: number[]}>} */
const table = new Map();
/**
 * @param {string} name
 * @param {number} ms
 * @param {number} cpu processor time of all threads
 * @param {any} map
 * @param {ArrayLike<number>} found
 */
async function note(name, ms, cpu, map, found) {
  const { trustworthiness, continuity } = await mapFaith(x, map, {}, { rows: 1000 });
  const rand = agreement(found, labels).ari;
  const row = table.get(name) ?? { ms: [], cpu: [], trust: [], rand: [] };
  table.set(name, row);
  row.ms.push(ms);
  row.cpu.push(cpu);
  row.trust.push(trustworthiness);
  row.rand.push(rand);
  console.log(
    `${name.padEnd(24)} ${seconds(ms).padStart(8)}, processor ${seconds(cpu).padStart(8)}  trustworthiness ${trustworthiness.toFixed(4)}, continuity ${continuity.toFixed(4)}, ARI with the groups ${rand.toFixed(3)}`,
  );
}

for (let seed = 0; seed < rounds; seed++) {
  const start = performance.now();
  const before = process.cpuUsage();
  const model = await new UMAP({ seed }).fit(x);
  const ms = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const map = await model.transform(x);
  const clusters = await new HDBSCAN(groups).fit(map);
  await note('clade', ms, (user + system) / 1000, map, clusters.labels);
  if (peer === undefined) continue;
  for (const [name, seeded] of /** @type {const} */ ([
    ['umap-learn', false],
    ['umap-learn, seeded', true],
  ])) {
    const answer = await peer.ask({
      file,
      rows,
      cols: x.cols,
      seed: seeded ? seed : null,
      ...groups,
    });
    const place = new Float32Array(readFileSync(answer.map).buffer.slice(0));
    const compiles = seed === 0 ? ', first call' : '';
    await note(
      `${name}${compiles}`,
      answer.ms,
      answer.cpu,
      new Matrix(place, rows, 2),
      answer.labels,
    );
  }
}

const { recall } = await findNeighbors(x, { neighbors: 14 }, new Run());
console.log(`neighbours found: clade ${(100 * recall).toFixed(1)} %`);
if (peer !== undefined) {
  const answer = await peer.ask({ file, rows, cols: x.cols, recall: true });
  console.log(`neighbours found: umap-learn ${(100 * answer.recall).toFixed(1)} %`);
}
const mean = (/** @type {number[]} */ values) =>
  values.reduce((sum, v) => sum + v, 0) / values.length;
const own = table.get('clade');
for (const [name, { ms, cpu, trust, rand }] of table) {
  const ratio = own ? `${(median(ms) / median(own.ms)).toFixed(1)}x` : '';
  const work = own ? `${(median(cpu) / median(own.cpu)).toFixed(1)}x` : '';
  console.log(
    `${name.padEnd(32)} median ${seconds(median(ms)).padStart(8)} ${ratio.padStart(6)}, processor ${seconds(median(cpu)).padStart(8)} ${work.padStart(6)}  mean trustworthiness ${mean(trust).toFixed(4)}, mean ARI ${mean(rand).toFixed(3)}`,
  );
}
peer?.close();
