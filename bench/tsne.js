// t-SNE against openTSNE (FFT): the same rows, perplexity 30, 750 iterations of which 250 exaggerated, turn by turn.
//
//   npm run bench -- tsne [rows: 10000, or 10000,70000, or mnist] [rounds: 1] [threads: 2]
//
// mnist: its 10,000 test images, where they are, after their first 50 principal components. Other rows look like handwritten digits after their first 50 principal components: ten curved groups that touch.
// Wall time of the whole fit, neighbours included, and processor time of all threads together. openTSNE finds
// neighbours its own way, so its divergence is of slightly other affinities; each says its own.
import { mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built } from './built.js';
import { images } from './images.js';
import { median, openPeer, seconds } from './peer.js';

const { Random } = await built('base');
const { Matrix } = await built('numeric');
const { PCA, TSNE } = await built('encode');

const [sizes = '10000', rounds = '1', threads = '2'] = process.argv.slice(2);
const cols = 50;

/** @param {number} rows */
function digits(rows) {
  const random = new Random(1);
  const draw = (/** @type {number} */ count) =>
    Array.from({ length: count }, () => random.normal());
  const spread = Array.from({ length: cols }, (_, j) => 3 / (1 + j / 5));
  const kinds = Array.from({ length: 10 }, () => ({
    centre: draw(cols),
    slopes: Array.from({ length: 6 }, () => draw(cols)),
    bends: Array.from({ length: 6 }, () => draw(cols)),
  }));
  const values = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    const { centre, slopes, bends } = kinds[random.integer(10)];
    const hand = draw(6);
    for (let j = 0; j < cols; j++) {
      let value = 0.9 * centre[j] + 0.25 * random.normal();
      for (let f = 0; f < 6; f++) {
        value += 0.3 * slopes[f][j] * hand[f] + 0.12 * bends[f][j] * hand[f] * hand[(f + 1) % 6];
      }
      values[i * cols + j] = spread[j] * value;
    }
  }
  return new Matrix(values, rows, cols);
}

async function principalAxes() {
  const { x, about } = images(10_000);
  console.log(about);
  const model = await new PCA({ components: cols }).fit(x);
  return model.transform(x);
}

/**
 * @param {string} name
 * @param {any} x
 */
function keep(name, x) {
  const folder = join(tmpdir(), 'clade-bench');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `tsne-${name}.f32`);
  writeFileSync(file, x.data);
  return file;
}

console.log(`node ${process.version}, ${threads} threads`);
const peer = await openPeer('tsne.py');
for (const size of sizes.split(',')) {
  const x = size === 'mnist' ? await principalAxes() : digits(Number(size));
  const { rows } = x;
  const file = keep(size, x);
  /** @type {{ ms: number, cpu: number }[]} */
  const ours = [];
  /** @type {{ ms: number, cpu: number, divergence: number, neighborsMs: number }[]} */
  const theirs = [];
  let model;
  let neighborsMs = 0;
  for (let round = 0; round < Number(rounds); round++) {
    const began = process.cpuUsage();
    const clock = performance.now();
    model = await new TSNE().fit(x, {
      threads: Number(threads),
      onProgress: (/** @type {{ stage: string, done: number }} */ { stage, done }) => {
        if (stage === 't-sne' && done === 0) neighborsMs = performance.now() - clock;
      },
    });
    const ms = performance.now() - clock;
    const { user, system } = process.cpuUsage(began);
    ours.push({ ms, cpu: (user + system) / 1000 });
    if (peer) theirs.push(await peer.ask({ file, rows, cols, threads: Number(threads) }));
  }
  const own = median(ours.map(({ ms }) => ms));
  const ownCpu = median(ours.map(({ cpu }) => cpu));
  console.log(`${rows} x ${cols}`);
  console.log(
    `  clade     wall ${seconds(own)}       cpu ${seconds(ownCpu)}       of it neighbours ${seconds(neighborsMs)}, divergence ${model.divergence.toFixed(4)}`,
  );
  if (theirs.length === 0) continue;
  const ms = median(theirs.map((run) => run.ms));
  const cpu = median(theirs.map((run) => run.cpu));
  console.log(
    `  openTSNE  wall ${seconds(ms)} ${(ms / own).toFixed(1)}x  cpu ${seconds(cpu)} ${(cpu / ownCpu).toFixed(1)}x  of it neighbours ${seconds(theirs[0].neighborsMs)}, divergence ${theirs[0].divergence.toFixed(4)}`,
  );
}
peer?.close();
