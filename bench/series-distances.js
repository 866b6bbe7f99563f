// All pairs of 1,000 series of 140 steps against aeon's compiled distances, two threads each, turn by turn.
// Processor time stands beside the clock: on a machine that is busy with other work only it can be compared.
//
//   npm run bench -- series-distances [series: 1000] [steps: 140] [rounds: 3] [measures: dtw,msm] [window: 1]
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.js';
import { openPeer, seconds } from './peer.js';

const { Random } = await built('base');
const { Panel } = await built('numeric');
const { seriesMatrix } = await built('distances');
const [rows = 1000, steps = 140, rounds = 3] = process.argv.slice(2, 5).map(Number);
const [names = 'dtw,msm', share = '1'] = process.argv.slice(5);
const window = Number(share);
const threads = 2;
const random = new Random(0);
const data = new Float32Array(rows * steps);
for (let i = 0; i < rows; i++) {
  let value = 0;
  for (let j = 0; j < steps; j++) {
    value += random.normal() / 8;
    data[i * steps + j] = value;
  }
}
const x = new Panel(data, rows, 1, steps);
const file = join(mkdtempSync(join(tmpdir(), 'clade-bench-')), 'series.f32');
writeFileSync(file, data);

console.log(`node ${process.version}, ${availableParallelism()} cores, ${threads} threads each`);
const peer = await openPeer('series_distances.py');
const least = (/** @type {number[]} */ values) => Math.min(...values);
for (const measure of names.split(',')) {
  const options = measure === 'dtw' ? { measure, window, root: false } : { measure, window };
  /** @type {{ ms: number[], cpu: number[] }[]} */
  const [ours, theirs] = [0, 1].map(() => ({ ms: [], cpu: [] }));
  let note = '';
  for (let round = 0; round < rounds; round++) {
    const spent = process.cpuUsage();
    const start = performance.now();
    const found = await seriesMatrix(x, options, { threads });
    ours.ms.push(performance.now() - start);
    const { user, system } = process.cpuUsage(spent);
    ours.cpu.push((user + system) / 1000);
    if (peer === undefined) continue;
    const answer = await peer.ask({ file, rows, steps, measure, window, threads });
    theirs.ms.push(answer.ms);
    theirs.cpu.push(answer.cpu);
    const own = found[rows - 1];
    if (Math.abs(own - answer.sample) > 1e-6 * own)
      note = `, ${own} here and ${answer.sample} there`;
  }
  console.log(`${rows} x ${steps}, ${measure}, window ${window}, least of ${rounds}${note}`);
  const say = (/** @type {{ ms: number[], cpu: number[] }} */ { ms, cpu }) =>
    `${seconds(least(ms))}, processor ${seconds(least(cpu))}`;
  console.log(`  clade  ${say(ours)}`);
  if (theirs.ms.length === 0) continue;
  const ratio = (/** @type {'ms' | 'cpu'} */ of) =>
    (least(theirs[of]) / least(ours[of])).toFixed(1);
  console.log(`  aeon   ${say(theirs)}  ${ratio('ms')}x, processor ${ratio('cpu')}x`);
}
peer?.close();
