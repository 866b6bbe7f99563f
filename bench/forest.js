// Random forests and extremely randomized trees against scikit-learn's: growing them and finding the leaves of all
// rows, turn by turn on the same rows, and how well both tell rows that they have not seen.
//
//   npm run bench -- forest [rows: 5695] [columns: 4] [trees: 100] [rounds: 3] [threads: 2] [method: random or extra, else both]
//
// Wall time, and processor time of all threads together: on a machine with other work only the second says what
// the work costs. A random forest of ours has its out-of-bag error found too; the peer's has not. Memory is the most
// that each process held so far.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.js';
import { median, openPeer, seconds } from './peer.js';

const { Random, Run } = await built('base');
const { Matrix } = await built('numeric');
const { growForest } = await built('trees');

const [rows = 5695, cols = 4, trees = 100, rounds = 3, threads = 2] = process.argv
  .slice(2, 7)
  .map(Number);
const only = process.argv[7];
const folder = join(tmpdir(), 'clade-bench');
mkdirSync(folder, { recursive: true });

/**
 * Friedman's function of four columns with noise of variance 1; the other columns say nothing.
 *
 * @param {number} count
 * @param {string} name
 */
function data(count, name) {
  const random = new Random(1).fork(name);
  const values = Float32Array.from({ length: count * cols }, () => random.next());
  const y = Float64Array.from({ length: count }, (_, i) => {
    const [a, b, c, d] = values.subarray(i * cols, i * cols + 4);
    return 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + random.normal();
  });
  const files = [join(folder, `forest-${name}-x.f32`), join(folder, `forest-${name}-y.f64`)];
  writeFileSync(files[0], values);
  writeFileSync(files[1], y);
  return { x: new Matrix(values, count, cols), y, files };
}

/**
 * @param {Float64Array} y
 * @param {Float64Array} told
 */
function r2(y, told) {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  let [error, spread] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    error += (told[i] - y[i]) ** 2;
    spread += (y[i] - mean) ** 2;
  }
  return 1 - error / spread;
}

/** @param {() => Promise<any>} work */
async function timed(work) {
  const began = process.cpuUsage();
  const clock = performance.now();
  const result = await work();
  const ms = performance.now() - clock;
  const { user, system } = process.cpuUsage(began);
  return { result, ms, cpu: (user + system) / 1000 };
}

const known = data(rows, 'known');
const fresh = data(Math.min(rows, 20_000), 'new');
const run = new Run({ threads });
console.log(`node ${process.version}; ${rows} x ${cols}, ${trees} trees, ${threads} threads`);
const peer = await openPeer('forest.py');
for (const method of ['random', 'extra']) {
  if (only !== undefined && only !== method) continue;
  const options = {
    ...{ method, trees, maxFeatures: 1, minSamplesLeaf: 1, maxDepth: 2 ** 30, subsample: 1 },
    ...{ bootstrap: method === 'random', shuffled: 0 },
  };
  /** @type {Record<string, { ms: number, cpu: number }[]>} */
  const times = { fit: [], apply: [], peerFit: [], peerApply: [] };
  /** @type {number[][]} */
  const scores = [[], []];
  let [own, theirs] = [0, 0];
  for (let seed = 0; seed < rounds; seed++) {
    const grown = await timed(() =>
      growForest(known.x, known.y, { ...options, seed }, { threads }),
    );
    const { forest } = grown.result;
    const leaves = await timed(() => forest.leavesOf(known.x, run));
    times.fit.push(grown);
    times.apply.push(leaves);
    scores[0].push(r2(fresh.y, await forest.predict(fresh.x, run)));
    own = process.resourceUsage().maxRSS / 1024;
    if (peer === undefined) continue;
    const [x, y, newX, newY] = [...known.files, ...fresh.files];
    const answer = await peer.ask({ x, y, newX, newY, rows, cols, method, trees, threads, seed });
    times.peerFit.push(answer.fit);
    times.peerApply.push(answer.apply);
    scores[1].push(answer.r2);
    theirs = answer.mb;
  }
  const middle = (/** @type {string} */ name, /** @type {'ms' | 'cpu'} */ what) =>
    median(times[name].map((time) => time[what]));
  const mean = (/** @type {number[]} */ all) => all.reduce((sum, v) => sum + v, 0) / all.length;
  for (const what of ['fit', 'apply']) {
    const theirName = what === 'fit' ? 'peerFit' : 'peerApply';
    let line = `${method} ${what.padEnd(5)}  clade wall ${seconds(middle(what, 'ms'))} cpu ${seconds(middle(what, 'cpu'))}`;
    if (peer) {
      line += `  scikit-learn wall ${seconds(middle(theirName, 'ms'))} cpu ${seconds(middle(theirName, 'cpu'))}`;
      line += `  ${(middle(theirName, 'ms') / middle(what, 'ms')).toFixed(1)}x by the clock, ${(middle(theirName, 'cpu') / middle(what, 'cpu')).toFixed(1)}x of the processor`;
    }
    console.log(line);
  }
  console.log(
    `${method} R² of ${fresh.y.length} new rows: clade ${mean(scores[0]).toFixed(4)}${peer ? `, scikit-learn ${mean(scores[1]).toFixed(4)}` : ''}; memory ${own.toFixed(0)} MB${peer ? ` and ${theirs.toFixed(0)} MB` : ''}`,
  );
}
peer?.close();
