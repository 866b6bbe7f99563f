import { expect, test } from 'vitest';
import { Random, type Warning } from '../../src/base/index.ts';
import {
  absoluteError,
  adam,
  constantRate,
  cosine,
  dense,
  type Model,
  onPlateau,
  relu,
  type Schedule,
  sgd,
  squaredError,
  stepDown,
  train,
  warmUp,
} from '../../src/nn/index.ts';

const D = 8;

function rowsOf(rows: number, scale = 1): { x: Float32Array } {
  const random = new Random(1);
  return { x: Float32Array.from({ length: rows * D }, () => scale * random.normal()) };
}

const plain: Model = {
  inputs: { x: { shape: [D] } },
  build(design, { x }) {
    const code = relu(dense(design, 'code', x, 4));
    return { loss: squaredError(dense(design, 'out', code, D), x), outputs: { code } };
  },
};

function collect() {
  const warnings: Warning[] = [];
  return {
    warnings,
    warn: (code: string, message: string) => void warnings.push({ code, message }),
  };
}

test('train(net) says what to try when the first epoch gives no number', async () => {
  const run = train(plain, rowsOf(64, 1e20), { optimizer: sgd(), epochs: 2, batch: 16 });
  await expect(run).rejects.toThrow(
    'train: the loss must stay finite, got Infinity in the first epoch. Lower the learning rate (now 0.01), clip gradients (clip: 1), or scale the inputs to about 1.',
  );
});

test('train(net) warns of a loss that runs away, and keeps the weights of the best epoch', async () => {
  const { warnings, warn } = collect();
  // Ten times the rate from the fourth epoch on.
  const jump: Schedule = { words: 'jump', factor: ({ epoch }) => (epoch < 3 ? 1 : 1000) };
  const options = { optimizer: sgd({ rate: 0.05 }), epochs: 40, batch: 16, schedule: jump };
  const trained = await train(plain, rowsOf(64), options, { warn });
  expect(trained.stopped).toBe('diverged');
  expect(warnings.map(({ code }) => code)).toEqual(['net-diverged']);
  expect(warnings[0].message).toMatch(/Lower the learning rate \(now 0.05\)/);
  expect(trained.finalLoss).toBeLessThan(trained.epochs[0].train);
  for (const array of Object.values(trained.weights))
    expect(array.every(Number.isFinite)).toBe(true);
});

test('train(net, {watch}) warns of units that are 0 for every row', async () => {
  const { warnings, warn } = collect();
  // Two of four units of the code can only be 0.
  const weights = {
    'code/weights': new Float32Array(D * 4).fill(0.1),
    'code/bias': Float32Array.from([0, -100, 0, -100]),
    'out/weights': new Float32Array(4 * D).fill(0.1),
    'out/bias': new Float32Array(D),
  };
  const options = { optimizer: adam(), epochs: 2, batch: 16, weights, watch: ['code'] };
  const trained = await train(plain, rowsOf(64), options, { warn });
  expect(trained.dead).toEqual({ code: { dead: 2, units: 4 } });
  expect(warnings).toEqual([
    {
      code: 'net-dead-units',
      message:
        'train: 2 of 4 units of code are 0 for every row, so they carry nothing. Lower the learning rate, or take another activation than ReLU (elu, gelu, linear).',
    },
  ]);
});

test('train(net, {patience}) stops when nothing gets better and gives the best weights back', async () => {
  const options = {
    optimizer: adam({ rate: 0.05 }),
    epochs: 400,
    batch: 16,
    validation: 0.25,
    patience: 5,
  };
  const trained = await train(plain, rowsOf(64), options);
  expect(trained.stopped).toBe('patience');
  expect(trained.epochs.length).toBe(trained.best + 6);
  expect(trained.epochs.length).toBeLessThan(400);
});

test('train(net, {validation: rows}) holds out the rows that it is given', async () => {
  const validation = Int32Array.from([5, 2, 60]);
  const trained = await train(plain, rowsOf(64), {
    optimizer: adam(),
    epochs: 1,
    batch: 61,
    validation,
  });
  expect([...trained.validationRows]).toEqual([2, 5, 60]);
  expect(trained.trainRows).toHaveLength(61);
});

test('train(net) stops soon after an abort', async () => {
  const stop = new AbortController();
  let aborted = 0;
  const run = train(
    plain,
    rowsOf(4096),
    { optimizer: adam(), epochs: 100_000, batch: 512 },
    { signal: stop.signal },
  );
  setTimeout(() => {
    aborted = performance.now();
    stop.abort();
  }, 200);
  await expect(run).rejects.toMatchObject({ code: 'aborted' });
  // A step of this net takes a few milliseconds; the rest is for a busy machine.
  expect(performance.now() - aborted).toBeLessThan(2000);
});

test('train(net) of rows that are all 0 and of one row ends without trouble', async () => {
  const { warnings, warn } = collect();
  const zeros = { x: new Float32Array(16 * D) };
  const one = { x: rowsOf(1).x };
  for (const rows of [zeros, one]) {
    const trained = await train(plain, rows, { optimizer: adam(), epochs: 2, batch: 5 }, { warn });
    expect(trained.epochs.every(({ train: loss }) => Number.isFinite(loss))).toBe(true);
  }
  expect(warnings).toEqual([]);
});

test('train(net) refuses tables of different lengths and no rows', async () => {
  const two: Model = {
    inputs: { x: { shape: [D] }, t: { shape: [] } },
    build: (design, { x, t }) => ({ loss: absoluteError(dense(design, 'a', x, 1), t) }),
  };
  const options = { optimizer: adam(), epochs: 1, batch: 4 };
  await expect(train(two, { ...rowsOf(8), t: new Float32Array(7) }, options)).rejects.toThrow(
    'train: t must have 8 rows of 1, got 7 numbers.',
  );
  await expect(train(plain, { x: new Float32Array(0) }, options)).rejects.toThrow(
    'at least one row must be left',
  );
  await expect(train(plain, {}, options)).rejects.toThrow('train: rows of x must be given.');
});

test('schedules give the factors that they say', () => {
  const at = { epoch: 0, epochs: 10, step: 0, steps: 100, history: [] };
  expect(constantRate.factor(at)).toBe(1);
  expect(cosine(0.1).factor({ ...at, step: 50 })).toBeCloseTo(0.55, 12);
  expect(cosine().factor({ ...at, step: 100 })).toBeCloseTo(0, 12);
  expect(stepDown(3, 0.5).factor({ ...at, epoch: 7 })).toBe(0.25);
  expect(warmUp(4).factor({ ...at, step: 1 })).toBe(0.5);
  expect(warmUp(4, stepDown(1, 0.1)).factor({ ...at, epoch: 1, step: 9 })).toBeCloseTo(0.1, 12);
  const history = [3, 2, 2.5, 2.5, 1, 1, 1].map((loss) => ({ train: loss, validation: null }));
  expect(onPlateau(2, 0.5).factor({ ...at, history })).toBe(0.25);
  expect(onPlateau(2, 0.5).factor({ ...at, history: history.slice(0, 3) })).toBe(1);
});
