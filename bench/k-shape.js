// KShape on 1,000 series of 140 steps in 5 kinds against tslearn's, from the same start, turn by turn.
// Processor time stands beside the clock: on a machine that is busy with other work only it can be compared.
//
//   npm run bench -- k-shape [series: 1000] [steps: 140] [rounds: 3]
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.js';
import { openPeer, seconds } from './peer.js';

const { Random } = await built('base');
const { Matrix } = await built('numeric');
const { longRows } = await built('distances');
const { Panel } = await built('numeric');
const { KShape } = await built('cluster');
const [rows = 1000, steps = 140, rounds = 3] = process.argv.slice(2).map(Number);
const [clusters, threads] = [5, 2];
const random = new Random(0);
const data = new Float32Array(rows * steps);
for (let i = 0; i < rows; i++) {
  const shift = random.integer(20);
  for (let j = 0; j < steps; j++) {
    const at = (j + shift) / steps;
    const beat = Math.exp(-(((at - 0.5) * (6 + 4 * (i % clusters))) ** 2));
    data[i * steps + j] =
      beat + 0.4 * Math.sin(2 * Math.PI * at * (1 + (i % clusters))) + 0.2 * random.normal();
  }
}
const x = new Matrix(data, rows, steps);
const start = Array.from({ length: clusters }, (_, c) => c * 7);
const centers = new Matrix(
  Float32Array.from(longRows(new Panel(data, rows, 1, steps), 0, true).values),
  rows,
  steps,
).takeRows(start);
const file = join(mkdtempSync(join(tmpdir(), 'clade-bench-')), 'series.f32');
writeFileSync(file, data);

console.log(`node ${process.version}, ${availableParallelism()} cores, ${threads} threads`);
const peer = await openPeer('k_shape.py');
const least = (/** @type {number[]} */ values) => Math.min(...values);
/** @type {{ ms: number[], cpu: number[] }[]} */
const [ours, theirs] = [0, 1].map(() => ({ ms: [], cpu: [] }));
for (let round = 0; round < rounds; round++) {
  const spent = process.cpuUsage();
  const begun = performance.now();
  const model = await new KShape({ clusters }).fitFrom(x, centers, { threads });
  ours.ms.push(performance.now() - begun);
  const { user, system } = process.cpuUsage(spent);
  ours.cpu.push((user + system) / 1000);
  const answer = await peer?.ask({ file, rows, steps, clusters, start });
  if (answer !== undefined) {
    theirs.ms.push(answer.ms);
    theirs.cpu.push(answer.cpu);
  }
  if (round > 0) continue;
  const say = (/** @type {any} */ m) =>
    `inertia ${m.inertia.toFixed(6)} after ${m.iterations} iterations, segments of ${[...m.sizes].join(' ')}`;
  console.log(`${rows} x ${steps}\n  clade    ${say(model)}`);
  if (answer !== undefined) console.log(`  tslearn  ${say(answer)}`);
}
const say = (/** @type {{ ms: number[], cpu: number[] }} */ { ms, cpu }) =>
  `${seconds(least(ms))}, processor ${seconds(least(cpu))}`;
console.log(`  clade    ${say(ours)}`);
if (theirs.ms.length > 0) {
  const ratio = (/** @type {'ms' | 'cpu'} */ of) =>
    (least(theirs[of]) / least(ours[of])).toFixed(1);
  console.log(`  tslearn  ${say(theirs)}  ${ratio('ms')}x, processor ${ratio('cpu')}x`);
}
peer?.close();
