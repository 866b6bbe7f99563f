import { describe, expect, it } from 'vitest';
import { EngineError, ModelError, Random } from '../../src/base/index.ts';
import {
  adam,
  add,
  batchNorm,
  dense,
  dropout,
  type Model,
  mean,
  mul,
  newNet,
  recurrent,
  reshape,
  square,
  sub,
  sum,
  type TrainOptions,
  train,
  writeOnnx,
} from '../../src/nn/index.ts';
import { openSessionThread } from '../../src/nn/session-thread.ts';
import { cutAxis, cutBatch, gatherRows } from '../../src/nn/training/shards.ts';

describe('cutBatch(rows, most)', () => {
  it('gives every row to one part, none of less than half of 16, and at most so many parts', () => {
    for (const most of [1, 2, 4]) {
      for (let rows = 1; rows <= 200; rows++) {
        const parts = cutBatch(rows, most);
        expect(parts.length).toBeLessThanOrEqual(most);
        expect(parts.map(({ from }) => from)).toEqual([0, ...parts.slice(0, -1).map((p) => p.to)]);
        expect(parts.at(-1)!.to).toBe(rows);
        const least = Math.min(...parts.map(({ from, to }) => to - from));
        expect(least).toBeGreaterThanOrEqual(Math.min(rows, 8));
      }
    }
    expect(cutBatch(32, 4)).toEqual([
      { from: 0, to: 16 },
      { from: 16, to: 32 },
    ]);
  });
});

describe('cutAxis(tensor, axis, { from, to })', () => {
  const tensor = { shape: [2, 3, 2], data: Float32Array.from({ length: 12 }, (_, i) => i) };

  it('takes places of the first, a middle and the last axis', () => {
    expect(cutAxis(tensor, 0, { from: 1, to: 2 })).toEqual({
      shape: [1, 3, 2],
      data: Float32Array.of(6, 7, 8, 9, 10, 11),
    });
    expect(cutAxis(tensor, 1, { from: 1, to: 3 })).toEqual({
      shape: [2, 2, 2],
      data: Float32Array.of(2, 3, 4, 5, 8, 9, 10, 11),
    });
    expect(cutAxis(tensor, 2, { from: 0, to: 1 })).toEqual({
      shape: [2, 3, 1],
      data: Float32Array.of(0, 2, 4, 6, 8, 10),
    });
  });
});

describe('gatherRows(model, rows, places)', () => {
  it('takes rows of numbers and of codes in the order of the places', () => {
    const model = { inputs: { x: { shape: [2] }, code: { shape: [], type: 'int64' } } } as const;
    const rows = { x: Float32Array.of(0, 1, 2, 3, 4, 5), code: BigInt64Array.of(7n, 8n, 9n) };
    const found = gatherRows(
      { ...model, build: () => ({}) as never },
      rows,
      BigInt64Array.of(2n, 0n),
    );
    expect(found).toEqual({
      x: { shape: [2, 2], data: Float32Array.of(4, 5, 0, 1) },
      code: { shape: [2], data: BigInt64Array.of(9n, 7n) },
    });
  });
});

const STEPS = 6;
const random = new Random(2);
const x = Float32Array.from({ length: 83 * STEPS }, () => random.normal());

/** Steps, a draw along them, a draw along rows, a running count and a part of the loss. */
function modelOf(shards: number): Model {
  return {
    inputs: { x: { shape: [STEPS, 1] } },
    shards,
    build(design, { x: series }) {
      const { outputs } = recurrent(design, 'reader', series, {
        cell: 'gru',
        hidden: 5,
        layers: 2,
        dropout: 0.2,
      });
      const flat = reshape(dropout(design, 'drop', outputs, 0.1), ['row-steps', 5]);
      const y = reshape(dense(design, 'out', flat, 1), ['rows', STEPS, 1]);
      const seen = design.keep('seen', [], 0);
      seen.next = add(seen.tensor, 1);
      const error = mean(square(sub(y, series)));
      const size = mean(square(y));
      return { loss: add(error, mul(size, 0.1)), parts: { error, size } };
    },
  };
}

const options: TrainOptions = {
  optimizer: adam({ rate: 0.01 }),
  epochs: 3,
  batch: 48,
  clip: 0.5,
  validation: 0.1,
  seed: 4,
};

describe('train(net with shards)', () => {
  it('gives the same bits on 1, 2 and 4 threads', async () => {
    const found = [];
    for (const threads of [1, 2, 4]) {
      const { weights, epochs } = await train(modelOf(3), { x }, options, { threads });
      found.push({ weights, epochs });
    }
    expect(found[1]).toEqual(found[0]);
    expect(found[2]).toEqual(found[0]);
  });

  it('follows the training of whole batches, whose draws and batches it has', async () => {
    const [whole, parted] = [
      await train(modelOf(1), { x }, options),
      await train(modelOf(3), { x }, options),
    ];
    expect(parted.weights).not.toEqual(whole.weights);
    parted.epochs.forEach((epoch, i) => {
      expect(epoch.train / whole.epochs[i].train).toBeCloseTo(1, 5);
      expect(epoch.parts!.size / whole.epochs[i].parts!.size).toBeCloseTo(1, 4);
    });
    expect(parted.weights.seen).toEqual(whole.weights.seen);
    for (const [name, values] of Object.entries(whole.weights)) {
      values.forEach((value, i) => {
        expect(Math.abs(parted.weights[name][i] - value), name).toBeLessThan(1e-4);
      });
    }
  });

  it('refuses a net in which rows meet', async () => {
    const model: Model = {
      inputs: { x: { shape: [STEPS] } },
      shards: 2,
      build: (design, { x: rows }) => ({
        loss: mean(square(batchNorm(design, 'norm', dense(design, 'out', rows, 4)))),
      }),
    };
    await expect(train(model, { x }, options)).rejects.toThrow(
      'must not depend on which rows are computed together',
    );
  });
});

describe('openSessionThread(file)', () => {
  const net = newNet();
  const file = writeOnnx(net.finish({ total: sum(net.input('x', ['rows', 2])) }));
  const feeds = { x: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) } };

  it('runs a net on a thread of its own, and goes on after a call that failed', async () => {
    const thread = await openSessionThread(file);
    try {
      await expect(thread.run({})).rejects.toThrow(ModelError);
      const { total } = await thread.run(feeds);
      expect(total).toEqual({ shape: [], data: Float32Array.of(10) });
    } finally {
      await thread.close();
    }
  });

  it('says that a file cannot be opened', async () => {
    await expect(openSessionThread(Uint8Array.of(1, 2, 3))).rejects.toThrow(EngineError);
  });
});
