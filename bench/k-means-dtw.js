// DTWKMeans on series of 140 steps in 5 kinds against tslearn's TimeSeriesKMeans, from the same start, turn by turn.
// Processor time stands beside the clock: on a machine that is busy with other work only it can be compared.
//
//   npm run bench -- k-means-dtw [series: 300] [steps: 140] [rounds: 2] [iterations: 10] [window: 1]
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.js';
import { openPeer, seconds } from './peer.js';

const { Random } = await built('base');
const { Matrix, Panel } = await built('numeric');
const { nearestSeries } = await built('distances');
const { DTWKMeans } = await built('cluster');
const [rows = 300, steps = 140, rounds = 2, maxIterations = 10, window = 1] = process.argv
  .slice(2)
  .map(Number);
const [clusters, threads] = [5, 2];
const random = new Random(0);
const data = new Float32Array(rows * steps);
for (let i = 0; i < rows; i++) {
  const shift = random.integer(20);
  for (let j = 0; j < steps; j++) {
    const at = (j + shift) / steps;
    const beat = 3 * Math.exp(-(((at - 0.5) * (6 + 4 * (i % clusters))) ** 2));
    data[i * steps + j] =
      beat + Math.sin(2 * Math.PI * at * (1 + (i % clusters))) + 0.2 * random.normal();
  }
}
const x = new Matrix(data, rows, steps);
const start = Array.from({ length: clusters }, (_, c) => c);
const file = join(mkdtempSync(join(tmpdir(), 'clade-bench-')), 'series.f32');
writeFileSync(file, data);

console.log(`node ${process.version}, ${availableParallelism()} cores, ${threads} threads`);
const peer = await openPeer('k_means_dtw.py');
const least = (/** @type {number[]} */ values) => Math.min(...values);
/** @type {{ ms: number[], cpu: number[] }[]} */
const [ours, theirs] = [0, 1].map(() => ({ ms: [], cpu: [] }));
const say = (/** @type {any} */ m) =>
  `inertia ${m.inertia.toFixed(6)} after ${m.iterations} iterations, segments of ${[...m.sizes].join(' ')}`;
let model;
for (let round = 0; round < rounds; round++) {
  const spent = process.cpuUsage();
  const begun = performance.now();
  const options = { clusters, window, maxIterations, tolerance: 1e-9 };
  model = await new DTWKMeans(options).fitFrom(x, x.takeRows(start), { threads });
  ours.ms.push(performance.now() - begun);
  const { user, system } = process.cpuUsage(spent);
  ours.cpu.push((user + system) / 1000);
  const answer = await peer?.ask({ file, rows, steps, start, iterations: maxIterations, window });
  if (answer !== undefined) {
    theirs.ms.push(answer.ms);
    theirs.cpu.push(answer.cpu);
  }
  if (round > 0) continue;
  console.log(`${rows} x ${steps}, window ${window}\n  clade    ${say(model)}`);
  if (answer !== undefined) console.log(`  tslearn  ${say(answer)}`);
}
const time = (/** @type {{ ms: number[], cpu: number[] }} */ { ms, cpu }) =>
  `${seconds(least(ms))}, processor ${seconds(least(cpu))}`;
console.log(`  clade    ${time(ours)}`);
if (theirs.ms.length > 0) {
  const ratio = (/** @type {'ms' | 'cpu'} */ of) =>
    (least(theirs[of]) / least(ours[of])).toFixed(1);
  console.log(`  tslearn  ${time(theirs)}  ${ratio('ms')}x, processor ${ratio('cpu')}x`);
}
peer?.close();

// How many comparisons with the centres lower bounds and full rows leave out, once it is known where to begin.
const panel = new Panel(data, rows, 1, steps);
for (const share of [1, 0.2, 0.1, 0.05]) {
  const found = await new DTWKMeans({ clusters: 16, window: share, restarts: 1 }).fit(x);
  const centers = new Panel(found.centers.data, found.clusters, 1, steps);
  const options = { measure: 'dtw', window: share };
  const all = Math.ceil(rows / 8) * found.clusters;
  const cpu = [];
  let left = 0;
  for (const hints of [undefined, found.labels]) {
    const spent = process.cpuUsage();
    left = (await nearestSeries(panel, centers, options, { threads: 1 }, hints)).compared;
    cpu.push(process.cpuUsage(spent).user / 1000);
  }
  console.log(
    `  to ${found.clusters} centres, window ${share}: ${left} of ${all} comparisons to the end, processor ${cpu.map(seconds).join(' without and ')} with a place to begin`,
  );
}
