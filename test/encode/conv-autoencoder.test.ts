import { describe, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { ConvAutoencoder, encoderMethods } from '../../src/encode/index.ts';
import { openSession, type Tensor } from '../../src/nn/index.ts';
import { Matrix, Panel, SeriesMatrix } from '../../src/numeric/index.ts';
import { failure } from '../contract/options.ts';
import { raggedWaves } from './ragged-waves.ts';

const quick = { channels: [4, 4], components: 3, epochs: 8, batch: 16 } as const;

describe.each(['causal', 'strided'] as const)('ConvAutoencoder({ form: "%s" })', (form) => {
  test('fit(ragged series of two channels) gives each a code, whatever lies behind its end', async () => {
    const x = raggedWaves(60);
    const model = await new ConvAutoencoder({ ...quick, form }).fit(x);
    expect([model.inputs, model.outputs]).toEqual([2 * 24, 3]);
    const code = await model.transform(x);
    expect(code.data.every(Number.isFinite)).toBe(true);
    const spoiled = x.panel.data.slice();
    for (let i = 0; i < 60; i++) {
      for (const c of [0, 1]) {
        const from = (i * 2 + c) * 24;
        spoiled.fill(99, from + x.panel.lengths[i], from + 24);
      }
    }
    const same = new SeriesMatrix(new Panel(spoiled, 60, 2, 24, x.panel.lengths));
    expect(await model.transform(same)).toEqual(code);
    expect(await model.errors(same)).toEqual(await model.errors(x));
  });

  test('transform(a series alone, padded to fewer steps) is what it is among others', async () => {
    const x = raggedWaves(60);
    const model = await new ConvAutoencoder({ ...quick, form }).fit(x);
    const code = await model.transform(x);
    const i = x.panel.lengths.findIndex((length) => length < 20);
    const length = x.panel.lengths[i];
    const own = [0, 1].flatMap((c) => [...x.panel.row(i).subarray(c * 24, c * 24 + length)]);
    const alone = new SeriesMatrix(new Panel(Float32Array.from(own), 1, 2, length));
    expect((await model.transform(alone)).data).toEqual(code.row(i));
    const back = (await model.reconstruct(alone)) as SeriesMatrix;
    expect([...back.panel.lengths]).toEqual([length]);
  });

  test('load(toState()) keeps the shape of the series and the p-values', async () => {
    const x = raggedWaves(60);
    const model = await new ConvAutoencoder({ ...quick, form, validation: 0.3 }).fit(x);
    const again = encoderMethods.ConvAutoencoder.load(model.toState());
    expect(await again.transform(x)).toEqual(await model.transform(x));
    expect(await again.pValues!(x)).toEqual(await model.pValues(x));
  });
});

test('ConvAutoencoder.fit learns series that need no exact place, and beats every constant', async () => {
  const model = await new ConvAutoencoder({ ...quick, epochs: 60, learningRate: 5e-3 }).fit(
    raggedWaves(200),
  );
  expect(model.warnings).toEqual([]);
  expect(model.training.trivial.map(({ predictor }) => predictor)).toEqual([
    'zero',
    'column median',
    'column mean',
  ]);
  for (const { loss } of model.training.trivial) {
    expect(model.training.finalLoss).toBeLessThan(0.7 * loss);
  }
});

test('ConvAutoencoder({ output: "relu" }) of a channel that is never above 0 warns that those outputs are dead', async () => {
  const { panel } = raggedWaves(80);
  const data = panel.data.map((value, at) =>
    Math.floor(at / 24) % 2 === 0 ? 2 + value : -0.2 - 0.1 * value,
  );
  const x = new SeriesMatrix(new Panel(data, 80, 2, 24, panel.lengths));
  const model = await new ConvAutoencoder({ ...quick, epochs: 60, output: 'relu' }).fit(x);
  const warning = model.warnings.find(({ code }) => code === 'dead-outputs');
  expect(warning?.message).toMatch(
    /^ConvAutoencoder: 2[0-9] of 4[0-9] columns that vary are given back as one number/,
  );
});

test('ConvAutoencoderModel.transform refuses more steps and other channels than those of the fit', async () => {
  const model = await new ConvAutoencoder(quick).fit(raggedWaves(30));
  const long = new SeriesMatrix(new Panel(new Float32Array(2 * 30), 1, 2, 30));
  expect(String(await failure(() => model.transform(long)))).toMatch(
    /must have from 1 to 24 steps, got 30 in series 0/,
  );
  const single = new SeriesMatrix(new Panel(new Float32Array(24), 1, 1, 24));
  expect(String(await failure(() => model.transform(single)))).toMatch(
    /must have 2 channels as in the fit, got one/,
  );
});

test('ConvAutoencoderModel.pValues of new rows like the fitted ones are spread evenly, and small for strange ones', async () => {
  const model = await new ConvAutoencoder({ ...quick, epochs: 20, validation: 0.4 }).fit(
    raggedWaves(300),
  );
  const usual = await model.pValues(raggedWaves(400, 5));
  const share = usual.filter((p) => p <= 0.2).length / usual.length;
  expect(Math.abs(share - 0.2)).toBeLessThan(0.08);
  const random = new Random(9);
  const noise = Float32Array.from({ length: 10 * 48 }, () => 3 * random.normal());
  const strange = await model.pValues(new SeriesMatrix(new Panel(noise, 10, 2, 24)));
  expect([...strange]).toEqual(new Array(10).fill(1 / 121));
});

test('ConvAutoencoderModel.pValues without rows held out says that there must be some', async () => {
  const model = await new ConvAutoencoder({ ...quick, epochs: 1, validation: 0 }).fit(
    raggedWaves(20),
  );
  expect(String(await failure(() => model.pValues(raggedWaves(2))))).toMatch(
    /rows must have been held out, got none\. Fit with validation above 0/,
  );
});

test('ConvAutoencoderModel.toOnnx takes NaN behind the end of a series', async () => {
  const x = raggedWaves(30);
  const model = await new ConvAutoencoder(quick).fit(x);
  const data = x.panel.data.slice();
  for (let i = 0; i < 30; i++) {
    for (const c of [0, 1]) {
      data.fill(Number.NaN, (i * 2 + c) * 24 + x.panel.lengths[i], (i * 2 + c + 1) * 24);
    }
  }
  await using session = await openSession(model.toOnnx());
  const { code } = await session.run({ x: { data, shape: [30, 48] } });
  const expected = await model.transform(x);
  (code.data as Float32Array).forEach((value, i) => {
    expect(value).toBeCloseTo(expected.data[i], 4);
  });
});

test('ConvAutoencoderModel.toOnnx(a front that prepares) gives NaN for a series with a gap inside, and for none at all', async () => {
  const x = raggedWaves(20);
  const model = await new ConvAutoencoder({ ...quick, epochs: 1 }).fit(x);
  const names = Array.from({ length: 48 }, (_, i) => `s${i}`);
  const front = { input: 'features', columns: names, prepare: (y: Tensor) => y } as const;
  const rows = [0, 1, 2, 3].map(() => [...x.panel.row(0)]);
  for (const c of [0, 24]) rows[1].fill(Number.NaN, c + 12, c + 24);
  rows[2][3] = Number.NaN;
  rows[3].fill(Number.NaN);
  await using session = await openSession(model.toOnnx(front));
  const data = Float32Array.from(rows.flat());
  const { code } = await session.run({ x: { data, shape: [4, 48] } });
  const given = Array.from({ length: 4 }, (_, i) => Number.isFinite(Number(code.data[i * 3])));
  expect(given).toEqual([true, true, false, false]);
});

test('ConvAutoencoder({ pieces: 1 }) takes a plain matrix of one step', async () => {
  const x = new Matrix(Float32Array.of(1, 2, 3, 4), 4, 1);
  const model = await new ConvAutoencoder({ ...quick, pieces: 1, epochs: 1 }).fit(x);
  expect((await model.transform(x)).data.every(Number.isFinite)).toBe(true);
});
