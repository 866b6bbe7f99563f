import { describe, expect, it } from 'vitest';
import { Random } from '../../src/base/index.ts';
import {
  TabularAutoencoder,
  tabularAutoencoderMethod,
} from '../../src/encode/tabular-autoencoder.ts';
import { type ColumnBlock, Matrix } from '../../src/numeric/index.ts';

const blocks: readonly ColumnBlock[] = [
  { name: 'size', kind: 'number', from: 0, to: 1 },
  { name: 'noise', kind: 'number', from: 1, to: 2 },
  { name: 'new', kind: 'flag', from: 2, to: 3, scale: 2 },
  { name: 'maker', kind: 'category', from: 3, to: 6, scale: 1.2 },
  { name: 'title', kind: 'text', from: 6, to: 8 },
];

/** Three kinds of things that show in every column but one. */
function things(rows: number): Matrix {
  const random = new Random(4);
  return Matrix.from(
    Array.from({ length: rows }, (_, i) => {
      const kind = i % 3;
      const maker = [0, 0, 0];
      if (i % 50 !== 7) maker[random.next() < 0.95 ? kind : (kind + 1) % 3] = 1.2;
      return [
        kind - 1 + 0.1 * random.normal(),
        random.normal(),
        kind === 2 ? 2 : 0,
        ...maker,
        0.5 * Math.cos(kind * 2) + 0.02 * random.normal(),
        0.5 * Math.sin(kind * 2) + 0.02 * random.normal(),
      ];
    }),
  );
}

const x = things(300);
const options = { components: 2, widths: [16], epochs: 60, batch: 32, learningRate: 5e-3, seed: 1 };
const fitThings = (changes = {}) =>
  new TabularAutoencoder({ ...options, ...changes }, blocks).fit(x);

describe('TabularAutoencoder', () => {
  it('fit() measures each column by the loss that suits it, beside its mean or base rates', async () => {
    const { training, warnings } = await fitThings();
    expect(warnings).toEqual([]);
    const seen = training.blocks!;
    expect(seen.map(({ name, loss, trivialPredictor }) => [name, loss, trivialPredictor])).toEqual([
      ['size', 'Huber loss', 'column mean'],
      ['noise', 'Huber loss', 'column mean'],
      ['new', 'binary cross-entropy', 'base rate'],
      ['maker', 'cross-entropy', 'base rates'],
      ['title', 'squared error', 'column means'],
    ]);
    // The entropy of thirds, and of three makers of about a third.
    expect(seen[2].trivial).toBeCloseTo(0.6365, 1);
    expect(seen[3].trivial).toBeCloseTo(Math.log(3), 1);
    for (const { value, trivial } of [seen[0], seen[2], seen[3], seen[4]]) {
      expect(value).toBeLessThan(0.6 * trivial);
    }
    expect(training.trivial[0].loss).toBeCloseTo(1, 0);
    expect(training.finalLoss).toBeLessThan(0.6);
  });

  it('fit() divides each loss by that of the mean, so that the final loss is the mean of the shares', async () => {
    // On the rows of the fit alone, bases and trivial losses are the same numbers.
    const { training } = await fitThings({ validation: 0 });
    const shares = training.blocks!.map(({ value, trivial }) => value / trivial);
    const mean = shares.reduce((sum, share) => sum + share, 0) / shares.length;
    expect(training.finalLoss).toBeCloseTo(mean, 5);
    expect(training.trivial[0].loss).toBeCloseTo(1, 5);
  });

  it('reconstruct() gives levels and flags as probabilities times their scale, and errors() their mean loss', async () => {
    const model = await fitThings({ validation: 0 });
    const back = await model.reconstruct(x);
    for (let i = 0; i < 20; i++) {
      const row = back.row(i);
      expect(row[3] + row[4] + row[5]).toBeCloseTo(1.2, 5);
      expect(row[2]).toBeGreaterThanOrEqual(0);
      expect(row[2]).toBeLessThanOrEqual(2);
    }
    const errors = await model.errors(x);
    const mean = errors.reduce((sum, error) => sum + error, 0) / x.rows;
    expect(mean).toBeCloseTo(model.training.finalLoss, 5);
    const again = await model.inverse(await model.transform(x));
    expect(Math.max(...again.data.map((value, i) => Math.abs(value - back.data[i])))).toBeLessThan(
      1e-5,
    );
  });

  it('load() gives the same codes, for a row alone too', async () => {
    const model = await fitThings({ epochs: 3 });
    const loaded = tabularAutoencoderMethod.load(model.toState());
    const codes = await model.transform(x);
    expect((await loaded.transform(x)).data).toEqual(codes.data);
    expect([...(await loaded.transform(x.takeRows([5]))).data]).toEqual([...codes.row(5)]);
    expect(loaded.training.blocks).toEqual(model.training.blocks);
  });

  it('fit() without blocks takes every column for a number', async () => {
    const model = await new TabularAutoencoder({ ...options, epochs: 2 }).fit(x);
    expect(model.training.blocks!.map(({ kind }) => kind)).toEqual(Array(8).fill('number'));
  });

  it('fit() warns when the net does no better than means and base rates', async () => {
    const random = new Random(1);
    const noise = new Matrix(
      Float32Array.from({ length: 400 }, () => random.normal()),
      100,
      4,
    );
    const { warnings } = await new TabularAutoencoder({ epochs: 1, learningRate: 1e-7 }).fit(noise);
    expect(warnings.map(({ code }) => code)).toEqual(['collapsed']);
  });

  it('fit() refuses blocks that leave a column out', async () => {
    await expect(new TabularAutoencoder({}, blocks.slice(1)).fit(x)).rejects.toThrow(
      'blocks must follow each other over all 8 columns',
    );
  });
});
