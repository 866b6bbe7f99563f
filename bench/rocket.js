// Features of MiniRocket for generated series: RandomConvolutions against aeon's, fit and transform, turn by turn.
// Processor time stands beside the clock: on a machine that is busy with other work only it can be compared.
//
//   npm run bench -- rocket [series: 5000] [steps: 140] [features: 1008] [rounds: 3]
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.js';
import { openPeer, seconds } from './peer.js';

const { Random } = await built('base');
const { Matrix } = await built('numeric');
const { RandomConvolutions } = await built('encode');
const [rows = 5000, steps = 140, features = 1008, rounds = 3] = process.argv.slice(2).map(Number);
const threads = 2;
const random = new Random(0);
const data = new Float32Array(rows * steps);
for (let i = 0; i < rows; i++) {
  const start = random.next();
  for (let t = 0; t < steps; t++) {
    const wave = Math.sin(2 * Math.PI * (start + (t / steps) * (1 + (i % 7))));
    data[i * steps + t] = wave + 0.3 * random.normal();
  }
}
const x = new Matrix(data, rows, steps);
const file = join(mkdtempSync(join(tmpdir(), 'clade-bench-')), 'series.f32');
writeFileSync(file, data);

console.log(`node ${process.version}, ${availableParallelism()} cores, ${threads} threads`);
const peer = await openPeer('rocket.py');
/** @type {Record<string, { ms: number[], cpu: number[], mean: number }>} */
const jobs = {};
for (let round = 0; round < rounds; round++) {
  for (const components of ['all', 50]) {
    const spent = process.cpuUsage();
    const begun = performance.now();
    const model = await new RandomConvolutions({ features, components }).fit(x, { threads });
    const codes = await model.transform(x, { threads });
    const ms = performance.now() - begun;
    const { user, system } = process.cpuUsage(spent);
    let mean = 0;
    for (const value of codes.data) mean += value / codes.data.length;
    const name = components === 'all' ? 'clade, features' : 'clade, 50 components';
    note(name, ms, (user + system) / 1000, mean);
  }
  const answer = await peer?.ask({ file, rows, steps, features, threads });
  if (answer !== undefined) note('aeon, features', answer.ms, answer.cpu, answer.mean);
}
console.log(`${rows} x ${steps}, ${features} features`);
for (const [name, { ms, cpu, mean }] of Object.entries(jobs)) {
  const times = `${seconds(least(ms))}, processor ${seconds(least(cpu))}`;
  console.log(`  ${name.padEnd(22)} ${times}   mean ${mean.toFixed(4)}`);
}
const [ours, theirs] = [jobs['clade, features'], jobs['aeon, features']];
if (theirs !== undefined) {
  const ratio = (/** @type {'ms' | 'cpu'} */ of) =>
    (least(theirs[of]) / least(ours[of])).toFixed(1);
  console.log(`  ${ratio('ms')}x, processor ${ratio('cpu')}x`);
}
peer?.close();

/** @param {number[]} values */
function least(values) {
  return Math.min(...values);
}

/**
 * @param {string} name
 * @param {number} ms
 * @param {number} cpu
 * @param {number} mean
 */
function note(name, ms, cpu, mean) {
  jobs[name] ??= { ms: [], cpu: [], mean };
  jobs[name].ms.push(ms);
  jobs[name].cpu.push(cpu);
}
