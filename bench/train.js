// Training against PyTorch and Keras on the same processor: same nets, same optimizers, turn by turn.
//
//   npm run bench -- train [rounds: 3] [case: all, or 0…3] [threads: 2] [part of the epochs: 1]
//
// PYTHON names the interpreter that has PyTorch; KERAS_PYTHON the one with Keras, where it is another.
//
// GFLOP/s counts the matrix products of forward and both ways back (2 per weight and row each, the first layer's
// inputs need no gradient); the share is of what ONNX Runtime reaches on one product of 2,048 × 2,048 × 2,048 on
// this machine, measured between the rounds. On a machine with other work only processor time says what work costs.
import { built } from './built.js';
import { openPeer, seconds } from './peer.js';

const { Random } = await built('base');
const nn = await built('nn');

const [rounds = '3', only = 'all', threads = '2', part = '1'] = process.argv.slice(2);
const context = { threads: Number(threads) };

const USAGE = [579, 512, 256, 128, 64, 128, 256, 512, 579];
const CATALOGUE = [732, 128, 16, 3, 16, 128, 732];

const cases = [
  {
    name: 'denoising autoencoder, steps of 5,000 rows',
    kind: 'usage',
    rows: 10_000,
    batch: 5_000,
    epochs: 5,
  },
  {
    name: 'denoising autoencoder, steps of 128 rows',
    kind: 'usage',
    rows: 10_000,
    batch: 128,
    epochs: 1,
  },
  {
    name: 'denoising autoencoder, whole fit of 20 epochs',
    kind: 'usage',
    rows: 8_000,
    batch: 5_000,
    epochs: 20,
    validation: 0.2,
  },
  {
    name: 'catalogue autoencoder, 1,000 epochs of 3 steps',
    kind: 'catalogue',
    rows: 716,
    batch: 256,
    epochs: 1_000,
    validation: 144 / 716,
  },
];

/**
 * @param {number} columns
 * @param {(y: any, t: any) => any} loss
 * @param {(design: any, x: any) => any} body
 */
const model = (columns, loss, body) => ({
  inputs: { x: { shape: [columns] } },
  build: (/** @type {any} */ design, /** @type {any} */ { x }) => ({
    loss: loss(body(design, x), x),
  }),
});

/** Noise of 0.1, batch norm and 0.1 dropout behind every hidden layer but the code; mean absolute error. */
const usage = model(USAGE[0], nn.absoluteError, (design, x) => {
  let at = nn.gaussianNoise(design, 'input', x, 0.1);
  for (let i = 1; i < USAGE.length; i++) {
    at = nn.dense(design, `dense ${i}`, at, USAGE[i], { start: 'pytorch' });
    if (i === 4 || i === USAGE.length - 1) continue;
    at = nn.relu(nn.batchNorm(design, `norm ${i}`, at));
    at = nn.dropout(design, `drop ${i}`, at, 0.1);
  }
  return nn.relu(at);
});

const catalogue = model(CATALOGUE[0], nn.squaredError, (design, x) => {
  let at = x;
  for (let i = 1; i < CATALOGUE.length; i++) {
    at = nn.dense(design, `dense ${i}`, at, CATALOGUE[i], { start: 'keras' });
    at = i === CATALOGUE.length - 1 ? nn.sigmoid(at) : nn.relu(at);
  }
  return at;
});

/** @type {Record<string, { model: any, widths: number[], optimizer: any }>} */
const nets = {
  usage: { model: usage, widths: USAGE, optimizer: nn.adam({ rate: 1e-3 }) },
  catalogue: { model: catalogue, widths: CATALOGUE, optimizer: nn.rmsProp({ rate: 1e-3 }) },
};

/**
 * @param {string} kind
 * @param {number} rows
 * @param {number} columns
 */
function data(kind, rows, columns) {
  const random = new Random(1);
  const share = kind === 'usage' ? 0.3 : 0.02;
  return Float32Array.from({ length: rows * columns }, () =>
    random.next() < share ? random.next() : 0,
  );
}

/**
 * Operations of the products of one row: forward, and back to weights and inputs.
 *
 * @param {number[]} widths
 * @param {number} ways
 */
function operations(widths, ways) {
  return widths.slice(1).reduce((sum, width, i) => {
    return sum + 2 * widths[i] * width * (i === 0 ? Math.min(ways, 2) : ways);
  }, 0);
}

async function productRate() {
  const net = nn.newNet();
  const [a, b] = ['a', 'b'].map((name) => net.input(name, [2048, 2048]));
  const session = await nn.openSession(nn.writeOnnx(net.finish({ c: nn.gemm(a, b) })), context);
  const square = () => ({ data: new Float32Array(2048 * 2048).fill(0.5), shape: [2048, 2048] });
  const feeds = { a: square(), b: square() };
  const into = { c: square() };
  return {
    async measure() {
      const began = performance.now();
      await session.run(feeds, into);
      return (2 * 2048 ** 3) / (performance.now() - began) / 1e6;
    },
    close: () => session.close(),
  };
}

console.log(`node ${process.version}, ${threads} threads`);
const torch = await openPeer('train-pytorch.py');
const keras =
  only === 'all' || only === '3'
    ? await openPeer('train-keras.py', process.env.KERAS_PYTHON)
    : undefined;
const product = await productRate();
let best = 0;
for (const [at, { name, kind, rows, batch, validation = 0, ...whole }] of cases.entries()) {
  if (only !== 'all' && Number(only) !== at) continue;
  const epochs = Math.ceil(whole.epochs * Number(part));
  const { model: net, widths, optimizer } = nets[kind];
  const x = data(kind, rows, widths[0]);
  const options = { optimizer, epochs, batch, validation, seed: 1 };
  await nn.train(net, { x }, { ...options, epochs: 1 }, context);
  /** @type {{ ms: number, cpu: number }[][]} */
  const [ours, theirs, slow] = [[], [], []];
  for (let round = 0; round < Number(rounds); round++) {
    for (let i = 0; i < 5; i++) best = Math.max(best, await product.measure());
    const began = performance.now();
    const clock = process.cpuUsage();
    const trained = await nn.train(net, { x }, options, context);
    const ms = performance.now() - began;
    const { user, system } = process.cpuUsage(clock);
    ours.push({
      ms: whole.epochs >= 20 ? ms : trained.seconds * 1000,
      cpu: (user + system) / 1000,
    });
    const asked = { kind, widths, rows, batch, epochs, validation, threads: Number(threads) };
    if (torch) theirs.push(await torch.ask(asked));
    if (keras && kind === 'catalogue' && round === 0)
      slow.push(await keras.ask({ ...asked, epochs: epochs / 20 }));
  }
  /** @typedef {{ ms: number, cpu: number }[]} Runs */
  const least = (/** @type {Runs} */ runs) => Math.min(...runs.map(({ ms }) => ms));
  const busy = (/** @type {Runs} */ runs) => Math.min(...runs.map(({ cpu }) => cpu));
  const held = Math.floor(rows * validation);
  const work = epochs * ((rows - held) * operations(widths, 3) + held * operations(widths, 1));
  const [mine, myCpu] = [least(ours), busy(ours)];
  const steps = epochs * Math.ceil((rows - held) / batch);
  const rate = work / mine / 1e6;
  const share = `${rate.toFixed(0)} GFLOP/s, ${((100 * rate) / best).toFixed(0)} % of ${best.toFixed(0)}`;
  console.log(`${name}: ${rows} rows, ${steps} steps`);
  console.log(
    `  clade    wall ${seconds(mine)}, ${(mine / steps).toFixed(2)} ms per step, cpu ${seconds(myCpu)}; ${share}`,
  );
  for (const [who, runs, times] of /** @type {[string, Runs, number][]} */ ([
    ['PyTorch', theirs, 1],
    ['Keras', slow, 20],
  ])) {
    if (runs.length === 0) continue;
    const [ms, cpu] = [times * least(runs), times * busy(runs)];
    console.log(
      `  ${who.padEnd(8)} wall ${seconds(ms)} ${(ms / mine).toFixed(2)}x, cpu ${seconds(cpu)} ${(cpu / myCpu).toFixed(2)}x${times > 1 ? `, ${times} times a part` : ''}`,
    );
  }
}
await product.close();
torch?.close();
keras?.close();
