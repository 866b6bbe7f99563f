// Epochs of a variational recurrent autoencoder against PyTorch: the same net, batches and optimizer, turn by turn.
//
//   npm run bench -- vrae [rounds: 5] [cell: lstm or gru] [threads: 2] [epochs a round: 2]
//
// 500 series of 140 steps, batches of 32 (the last of 20), hidden 90, latent 20, Adam, gradients clipped at 5; the
// loss is a series' sum of squares and the mean of the divergence, as a mean over series. GFLOP/s counts the products of the steps'
// states, forward and twice back. On a machine with other work only processor time says what work costs.
import { built } from './built.js';
import { openPeer, seconds } from './peer.js';

const { Random } = await built('base');
const nn = await built('nn');

const [rounds = '5', cell = 'lstm', threads = '2', epochs = '2'] = process.argv.slice(2);
const [ROWS, STEPS, BATCH, HIDDEN, LATENT] = [500, 140, 32, 90, 20];
const start = 'pytorch';

const model = {
  inputs: { x: { shape: [STEPS, 1] } },
  shards: 4,
  /** @type {(design: any, inputs: any) => any} */
  build(design, { x }) {
    const { last } = nn.recurrent(design, 'encoder', x, { cell, hidden: HIDDEN });
    const mean = nn.dense(design, 'mean', last, LATENT, { start });
    const spread = nn.dense(design, 'log variance', last, LATENT, { start });
    const noise = () =>
      nn.mul(design.draw('noise', mean, { normal: 1 }), nn.exp(nn.mul(spread, 0.5)));
    const code = design.training ? nn.add(mean, noise()) : mean;
    const state = nn.dense(design, 'state', code, HIDDEN, { start });
    const options = { cell, hidden: HIDDEN, initial: { state } };
    const { outputs } = nn.recurrent(design, 'decoder', { steps: STEPS }, options);
    const flat = nn.reshape(outputs, [`${STEPS}·rows`, HIDDEN]);
    const said = nn.reshape(nn.dense(design, 'output', flat, 1, { start }), ['rows', STEPS, 1]);
    const divergence = nn.sub(nn.add(nn.square(mean), nn.exp(spread)), nn.add(spread, 1));
    const error = nn.mul(nn.mean(nn.square(nn.sub(said, x))), STEPS);
    const loss = nn.add(error, nn.mul(nn.mean(divergence), 0.5));
    return { loss, outputs: { mean } };
  },
};

const random = new Random(1);
const x = Float32Array.from({ length: ROWS * STEPS }, (_, i) =>
  Math.fround(Math.sin((i % STEPS) / (5 + i / STEPS / 50)) + 0.1 * random.normal()),
);
const options = { optimizer: nn.adam({ rate: 5e-4 }), batch: BATCH, clip: 5, seed: 1 };
const context = { threads: Number(threads) };
const steps = Math.ceil(ROWS / BATCH) * Number(epochs);

/** Seconds of the epochs, and processor time beyond that of no epoch's end: opening and the last check. */
async function ours(/** @type {number} */ many) {
  const clock = process.cpuUsage();
  const trained = await nn.train(model, { x }, { ...options, epochs: many }, context);
  const { user, system } = process.cpuUsage(clock);
  return { ms: trained.seconds * 1000, cpu: (user + system) / 1000 };
}

const gates = cell === 'lstm' ? 4 : 3;
const work = (2 * 3 * 2 * STEPS * ROWS * Number(epochs) * gates * HIDDEN * HIDDEN) / 1e9;

console.log(`node ${process.version}, ${cell}, ${threads} threads`);
const torch = await openPeer('vrae-pytorch.py');
await ours(1);
/** @type {{ ms: number, cpu: number }[][]} */
const [mine, theirs, empty] = [[], [], []];
for (let round = 0; round < Number(rounds); round++) {
  empty.push(await ours(1));
  mine.push(await ours(1 + Number(epochs)));
  const asked = { cell, rows: ROWS, steps: STEPS, batch: BATCH, hidden: HIDDEN, latent: LATENT };
  if (torch)
    theirs.push(await torch.ask({ ...asked, epochs: Number(epochs), threads: Number(threads) }));
}
const least = (
  /** @type {{ ms: number, cpu: number }[]} */ runs,
  /** @type {'ms' | 'cpu'} */ key,
) => Math.min(...runs.map((run) => run[key]));
// What opening, the first epoch and the check at the end take is taken off.
const ms = least(mine, 'ms') - least(empty, 'ms');
const cpu = least(mine, 'cpu') - least(empty, 'cpu');
console.log(`VRAE, ${ROWS} series of ${STEPS}, ${steps} steps`);
console.log(
  `  clade    wall ${seconds(ms)}, ${(ms / steps).toFixed(1)} ms per step, cpu ${seconds(cpu)}, ${(cpu / steps).toFixed(1)} ms; ${((1000 * work) / ms).toFixed(0)} GFLOP/s`,
);
if (theirs.length > 0) {
  const [wall, busy] = [least(theirs, 'ms'), least(theirs, 'cpu')];
  console.log(
    `  PyTorch  wall ${seconds(wall)} ${(wall / ms).toFixed(2)}x, ${(wall / steps).toFixed(1)} ms per step, cpu ${seconds(busy)} ${(busy / cpu).toFixed(2)}x`,
  );
}
torch?.close();
