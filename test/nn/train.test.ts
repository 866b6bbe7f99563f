import { expect, test } from 'vitest';
import { type Progress, Random, type Warning } from '../../src/base/index.ts';
import {
  adam,
  applyNet,
  batchNorm,
  dense,
  dropout,
  gaussianNoise,
  type Model,
  relu,
  squaredError,
  type TrainOptions,
  train,
} from '../../src/nn/index.ts';

const D = 12;

/** Rows on a plane of two dimensions, with a little noise. */
function planeRows(rows: number): Float32Array {
  const random = new Random(7);
  const axes = Array.from({ length: 2 * D }, () => random.normal());
  const data = new Float32Array(rows * D);
  for (let i = 0; i < rows; i++) {
    const [a, b] = [random.normal(), random.normal()];
    for (let j = 0; j < D; j++) {
      data[i * D + j] = a * axes[j] + b * axes[D + j] + 0.05 * random.normal();
    }
  }
  return data;
}

/** 12-16-2-16-12 with everything that draws or keeps numbers. */
const denoiser: Model = {
  inputs: { x: { shape: [D] } },
  build(design, { x }) {
    const noisy = gaussianNoise(design, 'input', x, 0.05);
    const wide = relu(batchNorm(design, 'norm', dense(design, 'wide', noisy, 16)));
    const code = dense(design, 'code', dropout(design, 'drop', wide, 0.1), 2);
    const back = relu(dense(design, 'back', code, 16));
    const y = dense(design, 'out', back, D);
    return { loss: squaredError(y, x), outputs: { code, y } };
  },
};

const options: TrainOptions = {
  optimizer: adam({ rate: 0.01 }),
  epochs: 30,
  batch: 32,
  validation: 0.2,
  seed: 3,
};

test('train(net) learns a plane, holds rows out and keeps the weights of its best epoch', async () => {
  const warnings: Warning[] = [];
  const seen: Progress[] = [];
  const x = planeRows(200);
  const before = x.slice();
  const trained = await train(denoiser, { x }, options, {
    warn: (code, message) => warnings.push({ code, message }),
    onProgress: (progress) => seen.push(progress),
  });
  expect(x).toEqual(before);
  expect(warnings).toEqual([]);
  expect(trained.epochs).toHaveLength(30);
  expect(trained.trainRows).toHaveLength(160);
  expect(new Set([...trained.trainRows, ...trained.validationRows]).size).toBe(200);
  const losses = trained.epochs.map((epoch) => epoch.validation!);
  expect(trained.best).toBe(losses.indexOf(Math.min(...losses)));
  expect(trained.finalLoss).toBeCloseTo(losses[trained.best], 6);
  expect(trained.finalLoss).toBeLessThan(0.25 * losses[0]);
  expect(seen.at(-1)).toMatchObject({ stage: 'train', done: 150, total: 150 });
  expect(seen.at(-1)!.detail).toMatch(/^loss [\d.]+ \(validation [\d.]+\)$/);
});

test('train(net) gives the same bits again, and others for another seed', async () => {
  const x = planeRows(100);
  const short = { ...options, epochs: 3 };
  const [first, again, other] = [
    await train(denoiser, { x }, short),
    await train(denoiser, { x }, short),
    await train(denoiser, { x }, { ...short, seed: 4 }),
  ];
  expect(again.weights).toEqual(first.weights);
  expect(again.epochs).toEqual(first.epochs);
  expect(other.epochs).not.toEqual(first.epochs);
});

test('train(net) goes on from a checkpoint to the same weights, moments and history', async () => {
  const x = planeRows(150);
  const whole = await train(denoiser, { x }, options);
  for (const stopAt of [1, 40, 77]) {
    const kept = new Map<string, ArrayBuffer>();
    const checkpoints = {
      load: async (name: string) => kept.get(name),
      save: async (name: string, state: ArrayBuffer) => void kept.set(name, state),
    };
    const stop = new AbortController();
    const interrupted = train(denoiser, { x }, options, {
      checkpoints,
      signal: stop.signal,
      onProgress: ({ done }) => done >= stopAt && stop.abort(),
    });
    await expect(interrupted).rejects.toThrow(/abort|stopped/i);
    const resumed = await train(denoiser, { x }, options, { checkpoints });
    expect(resumed.weights).toEqual(whole.weights);
    expect(resumed.epochs).toEqual(whole.epochs);
    expect([...kept.keys()]).toHaveLength(1);
    // A training that is over is not done again.
    const over = await train(denoiser, { x }, options, { checkpoints });
    expect(over.weights).toEqual(whole.weights);
    expect(over.seconds).toBe(resumed.seconds);
  }
});

test('applyNet(net) gives a row the same code alone or among others', async () => {
  const x = planeRows(300);
  const { weights } = await train(denoiser, { x }, { ...options, epochs: 1 });
  const all = await applyNet(denoiser, weights, { x }, 'code');
  expect(all).toHaveLength(600);
  for (const row of [0, 17, 299]) {
    const alone = { x: x.slice(row * D, (row + 1) * D) };
    const code = await applyNet(denoiser, weights, alone, 'code');
    expect(code).toEqual(all.slice(2 * row, 2 * row + 2));
  }
});
