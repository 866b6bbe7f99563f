import { expect, test } from 'vitest';
import { encoderMethods, VRAE, type VRAEModel } from '../../src/encode/index.ts';
import { openSession } from '../../src/nn/index.ts';
import { Panel, SeriesMatrix } from '../../src/numeric/index.ts';
import { raggedWaves } from './ragged-waves.ts';

const quick = { hidden: 6, components: 3, epochs: 3, batch: 16, learningRate: 1e-2 } as const;

/** Series i of two channels by itself, padded to `steps`. */
function alone(x: SeriesMatrix, i: number, steps: number): SeriesMatrix {
  const length = x.panel.lengths[i];
  const own = new Float32Array(2 * steps).fill(7);
  for (const c of [0, 1]) {
    const from = c * x.panel.steps;
    own.set(x.panel.row(i).subarray(from, from + length), c * steps);
  }
  return new SeriesMatrix(new Panel(own, 1, 2, steps, Int32Array.of(length)));
}

test.each([
  ['lstm', 1, false],
  ['gru', 2, true],
] as const)(
  'VRAE({ cell: %s, layers: %i, bidirectional: %s }).transform gives every series a code, and one alone the same',
  async (cell, layers, bidirectional) => {
    const x = raggedWaves(50);
    const model = await new VRAE({
      ...{ ...quick, cell, layers, bidirectional, dropout: 0.1, epochs: 1 },
    }).fit(x);
    expect([model.inputs, model.outputs]).toEqual([48, 3]);
    expect(model.training.trainRows + model.training.validationRows).toBe(50);
    const code = await model.transform(x);
    expect(code.rows).toBe(50);
    const short = x.panel.lengths.findIndex((length) => length < 20);
    for (const steps of [x.panel.lengths[short], 24]) {
      expect((await model.transform(alone(x, short, steps))).data).toEqual(code.row(short));
    }
  },
);

test('VRAEModel.transform takes series of more steps than those of the fit, and gives short ones among them their code', async () => {
  const x = raggedWaves(40);
  const model = await new VRAE(quick).fit(x);
  const code = await model.transform(x);
  const wide = await model.transform(alone(x, 3, 40));
  for (let j = 0; j < 3; j++) expect(wide.data[j]).toBeCloseTo(code.row(3)[j], 5);
  const long = new SeriesMatrix(new Panel(new Float32Array(2 * 60).fill(0.5), 1, 2, 60));
  expect((await model.transform(long)).data.every(Number.isFinite)).toBe(true);
  const back = (await model.reconstruct(long)) as SeriesMatrix;
  expect([back.panel.steps, back.panel.lengths[0]]).toEqual([60, 60]);
});

test('VRAE.fit learns waves far better than every constant, and tells the two kinds apart', async () => {
  const model = await new VRAE({ ...quick, hidden: 16, epochs: 60 }).fit(raggedWaves(200));
  for (const { loss } of model.training.trivial) {
    expect(model.training.finalLoss).toBeLessThan(0.7 * loss);
  }
});

test('VRAE({ warmUp }) lets the weight of the divergence rise, says the parts of each epoch, and keeps a later one', async () => {
  const model = await new VRAE({ ...quick, epochs: 6, klWeight: 2, warmUp: 4 }).fit(
    raggedWaves(50),
  );
  const { epochs, best } = model.training;
  const weights = epochs.map(({ parts }) => parts!.weight);
  // 45 series in 3 steps an epoch, 12 steps in all: the first epoch has 0, 1/12 and 2/12 of 2, weighed by its rows.
  expect(weights[0]).toBeCloseTo((2 * (16 * 0 + 16 * 1 + 13 * 2)) / 12 / 45, 5);
  for (let i = 1; i < 4; i++) expect(weights[i]).toBeGreaterThan(weights[i - 1]);
  expect(weights.slice(4)).toEqual([2, 2]);
  expect(best).toBeGreaterThanOrEqual(4);
  for (const { train, validation, parts } of epochs) {
    const { reconstruction, divergence, weight, heldOutReconstruction } = parts!;
    expect(heldOutReconstruction).toBe(validation);
    // The weight changes within an epoch of the rise, so that its mean says it only nearly.
    const near = weight === 2 ? 5 : 1;
    expect(train).toBeCloseTo(reconstruction + (weight * divergence) / 48, near);
  }
});

test('VRAE({ klWeight: "as-published" }) is 1/(batch × components)', async () => {
  const model = await new VRAE({ ...quick, epochs: 1 }).fit(raggedWaves(30));
  expect(model.training.epochs[0].parts!.weight).toBeCloseTo(1 / (16 * 3), 6);
});

test('VRAE({ klWeight }) of far too much warns that the code says nothing', async () => {
  const model = await new VRAE({ ...quick, epochs: 20, klWeight: 1000 }).fit(raggedWaves(100));
  const warning = model.warnings.find(({ code }) => code === 'posterior-collapsed');
  expect(warning?.message).toMatch(
    /^VRAE\.fit: all 3 numbers of the code are the same for every series .*Lower klWeight/,
  );
});

test('VRAEModel.sample(n, seed) draws n new series, the same for a seed', async () => {
  const model = await new VRAE(quick).fit(raggedWaves(40));
  const drawn = await model.sample(5, 1);
  expect([drawn.panel.series, drawn.panel.channels, drawn.panel.steps]).toEqual([5, 2, 24]);
  expect(drawn.data.every(Number.isFinite)).toBe(true);
  expect(await model.sample(5, 1)).toEqual(drawn);
  expect((await model.sample(5, 2)).data).not.toEqual(drawn.data);
});

test('VRAE’s load(toState()) of a warmed-up fit draws, decodes and judges alike', async () => {
  const x = raggedWaves(40);
  const model = await new VRAE({ ...quick, warmUp: 1, validation: 0.3 }).fit(x);
  const again = encoderMethods.VRAE.load(model.toState()) as VRAEModel;
  expect(await again.transform(x)).toEqual(await model.transform(x));
  expect(await again.sample(2)).toEqual(await model.sample(2));
  expect(await again.pValues(x)).toEqual(await model.pValues(x));
});

test('VRAEModel.toOnnx takes NaN behind the end of a series', async () => {
  const x = raggedWaves(20);
  const model = await new VRAE({ ...quick, epochs: 1 }).fit(x);
  const data = x.panel.data.slice();
  for (let i = 0; i < 20; i++) {
    for (const c of [0, 1]) {
      data.fill(Number.NaN, (i * 2 + c) * 24 + x.panel.lengths[i], (i * 2 + c + 1) * 24);
    }
  }
  await using session = await openSession(model.toOnnx());
  const { code } = await session.run({ x: { data, shape: [20, 48] } });
  const expected = await model.transform(x);
  (code.data as Float32Array).forEach((value, i) => {
    expect(value).toBeCloseTo(expected.data[i], 4);
  });
});

test('VRAE({ loss: "smooth-l1", optimizer: "sgd", clip: 1 }) trains, too', async () => {
  const options = { loss: 'smooth-l1', optimizer: 'sgd', clip: 1, learningRate: 0.5 } as const;
  const model = await new VRAE({ ...quick, ...options, epochs: 20 }).fit(raggedWaves(60));
  const { epochs, loss } = model.training;
  expect(loss).toBe('smooth L1 loss (β = 1)');
  expect(epochs.at(-1)!.train).toBeLessThan(epochs[0].train);
});
