// KMeans against scikit-learn: same rows, same first centres, to convergence, turn by turn.
//
//   npm run bench -- k-means [rounds: 3] [case: all, or 0…3] [threads: 2]
//
// Wall time, and processor time of all threads together: on a machine with other work only the second
// says what the work costs. GFLOP/s counts the 3·n·k·d steps of every iteration as if none were skipped.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.js';
import { median, openPeer, seconds } from './peer.js';

const { Random } = await built('base');
const { Matrix } = await built('numeric');
const { KMeans } = await built('cluster');

const [rounds = '3', only = 'all', threads = '2'] = process.argv.slice(2);
const cases = [
  [200_000, 16, 8],
  [100_000, 64, 100],
  [10_000, 580, 6],
  [1_000_000, 4, 8],
];
const peers = [
  ['float32', 'lloyd'],
  ['float32', 'elkan'],
  ['float64', 'lloyd'],
  ['float64', 'elkan'],
];

/**
 * Groups whose centres are 3.4 standard deviations apart, so that they overlap, or rows without groups.
 *
 * @param {'groups' | 'no groups'} kind
 * @param {number[]} size
 */
function data(kind, [rows, cols, clusters]) {
  const random = new Random(1);
  const values = new Float32Array(rows * cols);
  const spread = 3.4 / Math.sqrt(2 * cols);
  const centers = Array.from({ length: clusters * cols }, () => spread * random.normal());
  for (let i = 0; i < rows; i++) {
    const group = random.integer(clusters);
    for (let j = 0; j < cols; j++) {
      values[i * cols + j] =
        kind === 'groups' ? centers[group * cols + j] + random.normal() : random.next();
    }
  }
  const folder = join(tmpdir(), 'clade-bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `k-means-${kind.replace(' ', '-')}-${rows}-${cols}.f32`);
  writeFileSync(file, values);
  return { x: new Matrix(values, rows, cols), file, start: [...random.sample(rows, clusters)] };
}

console.log(`node ${process.version}, ${threads} threads`);
const peer = await openPeer('k-means.py');
for (const [at, [rows, cols, clusters]] of cases.entries()) {
  if (only !== 'all' && Number(only) !== at) continue;
  for (const kind of /** @type {const} */ (['groups', 'no groups'])) {
    const { x, file, start } = data(kind, [rows, cols, clusters]);
    const estimator = new KMeans({ clusters, maxIterations: 1000 });
    const from = x.takeRows(start);
    await new KMeans({ clusters, maxIterations: 3 }).fitFrom(x, from, { threads: Number(threads) });
    /** @type {{ ms: number, cpu: number }[]} */
    const ours = [];
    /** @type {Map<string, { ms: number, cpu: number, inertia: number, iterations: number }[]>} */
    const theirs = new Map();
    let model;
    for (let round = 0; round < Number(rounds); round++) {
      const began = process.cpuUsage();
      const clock = performance.now();
      model = await estimator.fitFrom(x, from, { threads: Number(threads) });
      const ms = performance.now() - clock;
      const { user, system } = process.cpuUsage(began);
      ours.push({ ms, cpu: (user + system) / 1000 });
      for (const [dtype, algorithm] of peer ? peers : []) {
        const name = `${algorithm} ${dtype}`;
        const asked = { file, rows, cols, start, dtype, algorithm, iterations: 1000 };
        const known = theirs.get(name) ?? [];
        // The peer's slow ways are timed once when one run takes longer than five seconds.
        if (known.length > 0 && known[0].ms > 5000) continue;
        known.push(await peer?.ask(asked));
        theirs.set(name, known);
      }
    }
    const own = median(ours.map(({ ms }) => ms));
    const ownCpu = median(ours.map(({ cpu }) => cpu));
    const steps = 3 * rows * cols * clusters * (model.iterations + 1);
    console.log(`${rows} x ${cols}, k ${clusters}, ${kind}`);
    console.log(
      `  clade          wall ${seconds(own)}        cpu ${seconds(ownCpu)}        ${model.iterations} iterations, inertia ${model.inertia.toPrecision(9)}, ${(steps / own / 1e6).toFixed(0)} GFLOP/s`,
    );
    for (const [name, runs] of theirs) {
      const ms = median(runs.map((run) => run.ms));
      const cpu = median(runs.map((run) => run.cpu));
      const gap = runs[0].inertia / model.inertia - 1;
      console.log(
        `  ${name}  wall ${seconds(ms)} ${(ms / own).toFixed(1)}x  cpu ${seconds(cpu)} ${(cpu / ownCpu).toFixed(1)}x  ${runs[0].iterations} iterations, inertia ${gap >= 0 ? '+' : ''}${gap.toExponential(1)}`,
      );
    }
  }
}
peer?.close();
