// PyTorch's losses: test/golden/vrae.py says how they came about.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bitsAt } from '../../src/compute/reference/noise.ts';
import { VRAE } from '../../src/encode/index.ts';
import { vraeNet } from '../../src/encode/vrae.ts';
import { openSession, type TensorData, writeOnnx } from '../../src/nn/index.ts';
import { gradientName, LOSS, PLACES, tableName, trainingNet } from '../../src/nn/training/model.ts';

interface Case {
  readonly cell: 'lstm' | 'gru';
  readonly layers: number;
  readonly bidirectional: boolean;
  readonly ragged: boolean;
  readonly keys: Readonly<Record<string, number>>;
  readonly losses: readonly number[];
}
const golden: { readonly lengths: readonly number[]; readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(new URL('../golden/vrae.json', import.meta.url), 'utf8'),
);
const [ROWS, STEPS, CHANNELS] = [6, 12, 2];

/** The formula of the script: uniform within ±scale. */
function numbers(key: number, shape: readonly number[], scale = 1): TensorData {
  const length = shape.reduce((a, b) => a * b, 1);
  const data = Float32Array.from({ length }, (_, i) => (bitsAt(i, key, 0) / 2 ** 31 - 1) * scale);
  return { data, shape };
}

/** Names of the script's linear layers. */
const linear: Readonly<Record<string, string>> = {
  'latent/mean': 'mean',
  'latent/log-variance': 'logvariance',
  'decoder/state': 'state',
  'decoder/cell': 'memory',
  'decoder/rows': 'rows',
};

/** Weights by our names. PyTorch keeps those of linear layers as out × in. */
function weightsOf(name: string, shape: readonly number[], keys: Case['keys']): Float32Array {
  const [layer, kind] = [
    name.slice(0, name.lastIndexOf('/')),
    name.slice(name.lastIndexOf('/') + 1),
  ];
  const ours = linear[layer];
  if (ours === undefined) {
    return numbers(keys[`${layer}.${kind}`], shape, 0.5).data as Float32Array;
  }
  if (kind === 'bias') return numbers(keys[`${ours}.bias`], shape, 0.5).data as Float32Array;
  const [inputs, outputs] = shape;
  const { data } = numbers(keys[`${ours}.weight`], [outputs, inputs], 0.5);
  return Float32Array.from({ length: inputs * outputs }, (_, at) =>
    Number(data[(at % outputs) * inputs + Math.floor(at / outputs)]),
  );
}

const titles = golden.cases.map(({ cell, layers, ragged }) =>
  ragged ? `${cell}, layers: ${layers}, bidirectional, of ragged series` : `${cell}`,
);

test.each(titles)(
  'VRAE({ cell: %s }) follows PyTorch’s loss for its first 50 steps, from the same weights and noise',
  async (title) => {
    const { keys, losses, ragged, cell, layers, bidirectional } =
      golden.cases[titles.indexOf(title)];
    const { options } = new VRAE({
      ...{ cell, layers, bidirectional, hidden: 5, components: 3, batch: ROWS },
    });
    const net = vraeNet(options, { channels: CHANNELS, steps: STEPS }, 0);
    const { net: graph, parameters, draws } = trainingNet(net.whole);
    await using session = await openSession(writeOnnx(graph));

    const { data } = numbers(1, [ROWS, CHANNELS * STEPS]);
    const lengths = ragged ? golden.lengths : new Array<number>(ROWS).fill(STEPS);
    const series = Float32Array.from(data as Float32Array, (value, at) =>
      at % STEPS < lengths[Math.floor(at / (CHANNELS * STEPS))] ? value : Number.NaN,
    );
    const weights = parameters.map(({ name, shape }) => ({
      ...{ name, shape, data: weightsOf(name, shape, keys) },
      ...{ m: new Float64Array(9999), v: new Float64Array(9999) },
    }));
    const found: number[] = [];
    for (let step = 0; step < losses.length; step++) {
      const made = await session.run({
        [tableName('x')]: { data: series, shape: [ROWS, CHANNELS * STEPS] },
        [PLACES]: { data: BigInt64Array.from([0n, 1n, 2n, 3n, 4n, 5n]), shape: [ROWS] },
        [draws[0].tensor.name]: numbers(1000 + step, [ROWS, 3], 1.5),
        ...Object.fromEntries(weights.map(({ name, shape, data }) => [name, { data, shape }])),
      });
      found.push(Number(made[LOSS].data[0]));
      for (const { name, data, m, v } of weights) {
        // Adam with PyTorch's defaults: Kingma & Ba 2015, algorithm 1.
        const slopes = made[gradientName(name)].data as Float32Array;
        slopes.forEach((slope, i) => {
          m[i] = 0.9 * m[i] + 0.1 * slope;
          v[i] = 0.999 * v[i] + 0.001 * slope * slope;
          const size = Math.sqrt(v[i] / (1 - 0.999 ** (step + 1))) + 1e-8;
          data[i] -= (1e-2 * (m[i] / (1 - 0.9 ** (step + 1)))) / size;
        });
      }
    }
    losses.forEach((loss, step) => {
      expect(Math.abs(found[step] / loss - 1), `step ${step + 1}`).toBeLessThan(1e-4);
    });
    expect(losses[49]).toBeLessThan(losses[0]);
  },
);
