// PyTorch's and Keras's numbers: test/golden/nn-training.py and nn-keras.py say how they came about.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bitsAt } from '../../src/compute/reference/noise.ts';
import {
  absoluteError,
  activations,
  adam,
  adamW,
  batchNorm,
  binaryCrossEntropy,
  binaryCrossEntropyOf,
  conv1d,
  crossEntropy,
  Design,
  dense,
  dropout,
  gaussianNoise,
  gradients,
  layerNorm,
  type Model,
  mul,
  normalDivergence,
  type Optimizer,
  openSession,
  relu,
  rmsProp,
  sgd,
  sigmoid,
  smoothError,
  squaredError,
  sum,
  type Tensor,
  type TensorData,
  tanh,
  type Weights,
  writeOnnx,
} from '../../src/nn/index.ts';
import { Checker } from '../../src/nn/training/checker.ts';
import { Stepper } from '../../src/nn/training/stepper.ts';

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));
const torch = read('nn-training');
const keras = read('nn-keras');

/** The formula of the scripts: uniform within ±scale. */
function numbers(key: number, shape: readonly number[], scale = 1): Float32Array {
  const length = shape.reduce((a, b) => a * b, 1);
  return Float32Array.from({ length }, (_, i) => (bitsAt(i, key, 0) / 2 ** 31 - 1) * scale);
}

const sparse = (key: number, shape: readonly number[]) =>
  numbers(key, shape).map((x) => (x > Math.fround(0.4) ? x : 0));

function expectNear(found: ArrayLike<number>, expected: readonly number[], off: number) {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    expect(Math.abs(found[i] - value), `number ${i}`).toBeLessThan(
      off * Math.max(1, Math.abs(value)),
    );
  });
}

function expectFollows(found: readonly number[], expected: readonly number[], relative: number) {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, step) => {
    expect(Math.abs(found[step] / value - 1), `step ${step}`).toBeLessThan(relative);
  });
}

const places = (rows: number) => BigInt64Array.from({ length: rows }, (_, i) => BigInt(i));

async function follow(
  model: Model,
  rows: Record<string, Float32Array>,
  weights: Weights,
  optimizer: Optimizer,
  steps: number,
  batch: number,
  clip = 0,
) {
  const options = { optimizer, batch, seed: 5, clip };
  await using stepper = await Stepper.open(model, rows, weights, options);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push(await stepper.step(places(batch)));
  await using checker = await Checker.open(model, rows);
  const after = await checker.loss(stepper.weights, places(batch), batch);
  const named = Object.entries(stepper.weights).map(([name, array]) => [name, array.slice()]);
  return { losses, after, weights: Object.fromEntries(named) as Weights };
}

/** dense layers from the formula, with weights within ±bound(inputs, outputs). */
function denseWeights(
  widths: readonly number[],
  bound: (into: number, out: number) => number,
  bias: boolean,
) {
  const weights: Record<string, Float32Array> = {};
  for (let i = 1; i < widths.length; i++) {
    const [into, out] = [widths[i - 1], widths[i]];
    weights[`dense ${i}/weights`] = numbers(2 * i, [into, out], bound(into, out));
    weights[`dense ${i}/bias`] = bias
      ? numbers(2 * i + 1, [out], bound(into, out))
      : new Float32Array(out);
  }
  return weights;
}

/** The usage net: noise of 0.1, dropout of 0.1, and batch norm or none. */
async function followUsage({ rows, rate }: { rows: number; rate: number }, normed: boolean) {
  const widths = [579, 512, 256, 128, 64, 128, 256, 512, 579];
  const weights = denseWeights(widths, (into) => 1 / Math.sqrt(into), true);
  for (const i of [1, 2, 3, 5, 6, 7]) {
    const filled = (value: number) => new Float32Array(widths[i]).fill(value);
    weights[`norm ${i}/scale`] = filled(1);
    weights[`norm ${i}/shift`] = filled(0);
    weights[`norm ${i}/mean`] = filled(0);
    weights[`norm ${i}/variance`] = filled(1);
  }
  const model: Model = {
    inputs: { x: { shape: [579] } },
    build(design, { x }) {
      let at = gaussianNoise(design, 'input', x, 0.1);
      for (let i = 1; i < widths.length; i++) {
        at = dense(design, `dense ${i}`, at, widths[i]);
        if (i === 4 || i === widths.length - 1) continue;
        at = relu(normed ? batchNorm(design, `norm ${i}`, at) : at);
        at = dropout(design, `drop ${i}`, at, 0.1);
      }
      return { loss: absoluteError(relu(at), x) };
    },
  };
  const x = sparse(100, [rows, 579]);
  return follow(model, { x }, weights, adam({ rate }), 50, rows);
}

test('50 steps of Adam on 579-512-256-128-64 and back, with noise, batch norm and dropout, follow PyTorch to 1e-4', async () => {
  const found = await followUsage(torch.usage, true);
  expectFollows(found.losses, torch.usage.losses, 1e-4);
  // Here what 50 batches have left in the running means stands for the batch's own, with all their rounding.
  expectFollows([found.after], [torch.usage.after], 1e-3);
});

test('50 steps of Adam on the same net without batch norm follow PyTorch to 1e-6', async () => {
  const found = await followUsage(torch.plain, false);
  expectFollows(found.losses, torch.plain.losses, 1e-6);
  expectFollows([found.after], [torch.plain.after], 1e-6);
});

test('50 steps of RMSprop on 732-128-16-3 and back follow Keras to 1e-4', async () => {
  const widths = [732, 128, 16, 3, 16, 128, 732];
  const weights = denseWeights(widths, (into, out) => Math.sqrt(6 / (into + out)), false);
  const model: Model = {
    inputs: { x: { shape: [732] } },
    build(design, { x }) {
      let at = x;
      for (let i = 1; i < widths.length; i++) {
        at = dense(design, `dense ${i}`, at, widths[i]);
        at = i === widths.length - 1 ? sigmoid(at) : relu(at);
      }
      return { loss: squaredError(at, x) };
    },
  };
  const x = sparse(200, [keras.rows, 732]);
  const found = await follow(model, { x }, weights, rmsProp(), 50, keras.rows);
  expectFollows(found.losses, keras.catalogue.losses, 1e-4);
  expectFollows([found.after], [keras.catalogue.after], 1e-4);
});

const small: Model = {
  inputs: { x: { shape: [6] }, t: { shape: [3] } },
  build(design, { x, t }) {
    const y = dense(design, 'b', tanh(dense(design, 'a', x, 5)), 3);
    return { loss: squaredError(y, t) };
  },
};

const optimizers: Record<string, Optimizer> = {
  adam: adam({ rate: 0.02 }),
  'adam, decay': adam({ rate: 0.02, decay: 0.1 }),
  adamW: adamW({ rate: 0.02, decay: 0.1 }),
  sgd: sgd({ rate: 0.1 }),
  'sgd, momentum': sgd({ rate: 0.1, momentum: 0.9, decay: 0.01 }),
  'sgd, nesterov': sgd({ rate: 0.1, momentum: 0.9, nesterov: true }),
  'sgd, clip': sgd({ rate: 0.5 }),
  'rmsProp of pytorch': rmsProp({ style: 'pytorch', rate: 0.01 }),
  'rmsProp of pytorch, momentum': rmsProp({
    style: 'pytorch',
    rate: 0.01,
    momentum: 0.5,
    decay: 0.1,
  }),
  'rmsProp of keras': rmsProp({ rate: 0.01 }),
  'rmsProp of keras, momentum': rmsProp({ rate: 0.01, momentum: 0.5 }),
};

test.each(Object.keys({ ...torch.optimizers, ...keras.optimizers }))(
  '20 steps of the optimizer %s are those of its library',
  async (name) => {
    const expected = { ...torch.optimizers, ...keras.optimizers }[name];
    const rows = { x: numbers(310, [16, 6]), t: numbers(311, [16, 3]) };
    const weights = {
      'a/weights': numbers(300, [6, 5], 0.7),
      'a/bias': numbers(301, [5], 0.7),
      'b/weights': numbers(302, [5, 3], 0.7),
      'b/bias': numbers(303, [3], 0.7),
    };
    const clip = name === 'sgd, clip' ? 0.1 : 0;
    const found = await follow(small, rows, weights, optimizers[name], 20, 16, clip);
    expectFollows(found.losses, expected.losses, 1e-5);
    expectNear(found.weights['a/weights'], expected.weights, 1e-5);
  },
);

/** Runs a net of one input, with its gradients. */
async function evaluate(
  make: (design: Design, x: Tensor, t: Tensor) => { value: Tensor; loss: Tensor },
  [x, shape]: readonly [Float32Array, readonly number[]],
  [t, truthShape]: readonly [Float32Array, readonly number[]],
  weights: Record<string, Float32Array> = {},
  training = true,
) {
  const design = new Design(training);
  const input = design.rows('x', shape.slice(1));
  const { value, loss } = make(design, input, design.rows('t', truthShape.slice(1)));
  const by = [input, ...design.parameters.map(({ tensor }) => tensor)];
  const slopes = gradients(loss, by);
  const net = design.net.finish({
    value,
    ...Object.fromEntries(slopes.map((slope, i) => [`slope ${i}`, slope])),
    ...Object.fromEntries(design.running.map(({ name, next }) => [`next ${name}`, next ?? loss])),
  });
  const feeds: Record<string, TensorData> = {
    x: { data: x, shape },
    t: { data: t, shape: truthShape },
  };
  for (const { name, shape: own, ...rest } of [...design.parameters, ...design.running]) {
    const start = 'start' in rest ? new Float32Array(own[0]).fill(rest.start) : new Float32Array(0);
    feeds[name] = { data: weights[name] ?? start, shape: own };
  }
  await using session = await openSession(writeOnnx(net));
  const made = await session.run(feeds);
  return Object.fromEntries(
    Object.entries(made).map(([name, { data }]) => [name, data as Float32Array]),
  );
}

const truths: Record<string, Float32Array> = {
  real: numbers(401, [7, 5], 2),
  flags: numbers(402, [7, 5]).map((x) => Number(x > 0)),
  levels: Float32Array.from(
    [0, 3, 4, 1, 1, 2, 0].flatMap((k) => [0, 1, 2, 3, 4].map((j) => Number(j === k))),
  ),
};

const lossCases: Record<string, [string, (y: Tensor, t: Tensor) => Tensor]> = {
  absoluteError: ['real', absoluteError],
  squaredError: ['real', squaredError],
  smoothError: ['real', (y, t) => smoothError(y, t, 0.5)],
  crossEntropy: ['levels', crossEntropy],
  binaryCrossEntropy: ['flags', binaryCrossEntropy],
  binaryCrossEntropyOf: ['flags', (y, t) => binaryCrossEntropyOf(sigmoid(y), t)],
  normalDivergence: ['real', normalDivergence],
};

test.each(Object.keys(torch.losses))(
  '%s(y, t) and its gradient are those of PyTorch',
  async (name) => {
    const [truth, of] = lossCases[name];
    const made = await evaluate(
      (_, y, t) => {
        const loss = of(y, t);
        return { value: loss, loss };
      },
      [numbers(400, [7, 5], 2), [7, 5]],
      [truths[truth], [7, 5]],
    );
    expectNear(made.value, [torch.losses[name].value], 1e-6);
    expectNear(made['slope 0'], torch.losses[name].slope, 1e-6);
  },
);

const scaled = {
  'n/scale': numbers(510, [4]),
  'n/shift': numbers(511, [4]),
  'c/weights': numbers(512, [3, 2, 3]),
  'c/bias': numbers(513, [3]),
};

const layerCases: Record<string, [number[], (design: Design, x: Tensor) => Tensor]> = {
  batchNorm: [[6, 4], (design, x) => batchNorm(design, 'n', x)],
  layerNorm: [[6, 4], (design, x) => layerNorm(design, 'n', x)],
  conv1d: [[2, 2, 9], (design, x) => conv1d(design, 'c', x, 3, { dilation: 2 })],
  'batchNorm in use': [[6, 4], (design, x) => batchNorm(design, 'n', x)],
};

test.each(Object.keys(torch.layers))(
  '%s gives the values and gradients of PyTorch',
  async (name) => {
    const [shape, of] = layerCases[name] ?? [
      [6, 4],
      (_: Design, x: Tensor) => activations[name as keyof typeof activations](x),
    ];
    const inUse = name.endsWith('in use');
    const running: Record<string, Float32Array> = inUse
      ? {
          'n/mean': Float32Array.from(torch.running.mean as number[]),
          'n/variance': Float32Array.from(torch.running.variance as number[]),
        }
      : {};
    const expected = torch.layers[name];
    const made = await evaluate(
      (design, x, probe) => {
        const value = of(design, x);
        return { value, loss: sum(mul(value, probe)) };
      },
      [numbers(500, shape, 3), shape],
      [numbers(501, [expected.value.length]), name === 'conv1d' ? [2, 3, 9] : [6, 4]],
      { ...scaled, ...running },
      !inUse,
    );
    expectNear(made.value, expected.value, 1e-5);
    expectNear(made['slope 0'], expected.slope, 1e-5);
    expected.parameters.forEach((slope: number[], i: number) => {
      expectNear(made[`slope ${i + 1}`], slope, 1e-5);
    });
    if (name === 'batchNorm') {
      expectNear(made['next n/mean'], torch.running.mean, 1e-6);
      expectNear(made['next n/variance'], torch.running.variance, 1e-6);
    }
  },
);
