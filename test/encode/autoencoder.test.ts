import { describe, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import {
  Autoencoder,
  type AutoencoderOptions,
  ConvAutoencoder,
  DenoisingAutoencoder,
  type NetModel,
} from '../../src/encode/index.ts';
import { openSession } from '../../src/nn/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

import { publishedNotebook } from './published-notebook.ts';

/** Series of 48 steps, mostly 0: each has one burst of three steps, some time. Four numbers say it, but not in a straight line. */
function sparseSeries(rows: number, seed = 1): Matrix {
  const random = new Random(seed);
  const steps = 48;
  const data = new Float32Array(rows * steps);
  for (let i = 0; i < rows; i++) {
    const from = 3 * random.integer(16);
    const level = 0.6 + 0.4 * random.next();
    for (let t = 0; t < 3; t++) data[i * steps + from + t] = level * (0.9 + 0.1 * random.next());
  }
  return new Matrix(data, rows, steps);
}

/** Series of 48 steps without any pattern: now and then a number, mostly 0. */
function spikes(rows: number): Matrix {
  const random = new Random(7);
  const data = Float32Array.from({ length: rows * 48 }, () =>
    random.next() < 0.15 ? random.next() : 0,
  );
  return new Matrix(data, rows, 48);
}

const quick = { epochs: 40, batch: 32, widths: [64], components: 6 } as const;

function meanAbsolute(a: Matrix, b: Matrix): number {
  return a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]), 0) / a.data.length;
}

test('Autoencoder.fit(sparse series) beats every constant and PCA on rows held out, without a warning', async () => {
  const model = await new Autoencoder(quick).fit(sparseSeries(600));
  expect(model.warnings).toEqual([]);
  expect(model.resolved).toEqual({ components: 6, output: 'relu' });
  const { finalLoss, trivial } = model.training;
  for (const { loss } of trivial) expect(finalLoss).toBeLessThan(loss);
  expect(trivial[3].predictor).toBe('PCA with 6 components');
});

test('DenoisingAutoencoder.fit of a published notebook’s settings warns that it gives zeros only', async () => {
  const model = await new DenoisingAutoencoder(publishedNotebook).fit(spikes(600));
  const collapsed = model.warnings.find(({ code }) => code === 'collapsed');
  expect(collapsed?.message).toMatch(
    /^DenoisingAutoencoder: the reconstruction equals the all-zero predictor \(loss [\d.]+ against [\d.]+ on rows held out\)\. .*Try the loss "mse"/,
  );
  expect(model.weights['decoder/1/weights'].length).toBe(64 * 128);
  expect(model.weights['decoder/2/weights'].length).toBe(128 * 64);
  expect(model.weights['decoder/3/weights'].length).toBe(64 * 32);
  expect(model.weights['decoder/rows/weights'].length).toBe(32 * 48);
});

test('Autoencoder({ decoder: "mirrored" }) widens again', async () => {
  const model = await new Autoencoder({ widths: [20, 10], components: 3, epochs: 1 }).fit(
    sparseSeries(20),
  );
  const sizes = ['decoder/1', 'decoder/2', 'decoder/rows'].map(
    (name) => model.weights[`${name}/weights`].length,
  );
  expect(sizes).toEqual([3 * 10, 10 * 20, 20 * 48]);
});

test('Autoencoder({ widths: [], loss: "mse" }) of linear layers comes to what PCA comes to', async () => {
  const random = new Random(3);
  const axes = [0, 1].map(() => Float64Array.from({ length: 8 }, () => random.normal()));
  const rows = Array.from({ length: 300 }, () => {
    const shares = axes.map(() => random.normal());
    return axes[0].map((a, j) => shares[0] * a + shares[1] * axes[1][j] + 0.3 * random.normal());
  });
  const options = { widths: [], components: 2, epochs: 200, batch: 32, learningRate: 1e-2 };
  const model = await new Autoencoder(options).fit(Matrix.from(rows));
  expect(model.resolved.output).toBe('linear');
  const pca = model.training.trivial[3].loss;
  expect(model.training.finalLoss / pca).toBeLessThan(1.05);
  expect(model.training.finalLoss / pca).toBeGreaterThan(0.95);
});

const kinds: [string, () => Promise<NetModel>][] = [
  ['Autoencoder', () => new Autoencoder({ ...quick, epochs: 3 }).fit(sparseSeries(100))],
  [
    'Autoencoder with batch norm and dropout',
    () =>
      new Autoencoder({ ...quick, epochs: 3, norm: 'batch', dropout: 0.2 }).fit(sparseSeries(100)),
  ],
  [
    'Autoencoder with layer norm',
    () => new Autoencoder({ ...quick, epochs: 3, norm: 'layer' }).fit(sparseSeries(100)),
  ],
  [
    'DenoisingAutoencoder',
    () => new DenoisingAutoencoder({ ...quick, epochs: 3 }).fit(sparseSeries(100)),
  ],
  [
    'ConvAutoencoder',
    () => new ConvAutoencoder({ epochs: 2, components: 6 }).fit(sparseSeries(100)),
  ],
];

describe.each(kinds)('%s', (_name, fitted) => {
  test('toOnnx() gives a file that ONNX Runtime opens, with the code that transform gives', async () => {
    const model = await fitted();
    await using session = await openSession(model.toOnnx());
    expect([session.inputs, session.outputs]).toEqual([['x'], ['code']]);
    for (const rows of [1, 3, 17]) {
      const x = sparseSeries(rows, 5);
      const { code } = await session.run({ x: { data: x.data, shape: [rows, 48] } });
      const expected = await model.transform(x);
      expect(code.shape).toEqual([rows, 6]);
      expected.data.forEach((value, i) => {
        expect(Number(code.data[i])).toBeCloseTo(value, 4);
      });
    }
  });

  test('reconstruct(x) is inverse(transform(x)), and errors(x) is its loss row by row', async () => {
    const model = await fitted();
    const x = sparseSeries(30, 6);
    const back = await model.reconstruct(x);
    const again = await model.inverse(await model.transform(x));
    back.data.forEach((value, i) => {
      expect(again.data[i]).toBeCloseTo(value, 5);
    });
    const errors = await model.errors(x);
    errors.forEach((error, i) => {
      const apart = back.row(i).map((value, j) => (value - x.row(i)[j]) ** 2);
      expect(error).toBeCloseTo(apart.reduce((a, b) => a + b, 0) / 48, 5);
    });
  });
});

test('Autoencoder.fit warns of numbers that the output can never give', async () => {
  const warned = async (options: Partial<AutoencoderOptions>, row: number[]) => {
    const given = { components: 1, epochs: 1, ...options };
    const { warnings } = await new Autoencoder(given).fit(Matrix.from([row, row]));
    return warnings.find(({ code }) => code === 'output-out-of-reach')?.message;
  };
  expect(await warned({ output: 'relu' }, [1, -2, 3])).toBe(
    'Autoencoder.fit: with the output relu every number should be at least 0, got 2 (33 %) that are not and can never be given back. Use the output "linear", or scale the columns.',
  );
  expect(await warned({ output: 'sigmoid' }, [0, 0.5, 1.5])).toMatch(
    'should be from 0 to 1, got 2',
  );
});

test('Autoencoder.fit warns when PCA with as many components is better', async () => {
  const random = new Random(2);
  const rows = Array.from({ length: 200 }, () => {
    const share = random.normal();
    return Array.from({ length: 12 }, (_, j) => share * (j - 5) + 0.05 * random.normal());
  });
  const model = await new Autoencoder({ epochs: 4, components: 2 }).fit(Matrix.from(rows));
  expect(model.warnings.map(({ code }) => code)).toEqual(['pca-is-better']);
  expect(model.warnings[0].message).toContain('PCA with 2 components gives the rows back better');
});

test('ConvAutoencoder.fit takes series of any length, strides and dilations', async () => {
  for (const [steps, stride, dilation, taps] of [
    [7, 2, 2, 3],
    [11, 3, 1, 5],
    [4, 1, 3, 2],
    [1, 2, 2, 5],
  ]) {
    const x = new Matrix(sparseSeries(10).data.slice(0, 10 * steps), 10, steps);
    const options = { stride, dilation, taps, channels: [2, 3, 2], components: 1, epochs: 1 };
    const model = await new ConvAutoencoder(options).fit(x);
    const back = await model.reconstruct(x);
    expect([back.rows, back.cols]).toEqual([10, steps]);
    expect(meanAbsolute(back, x)).toBeLessThan(5);
  }
});
