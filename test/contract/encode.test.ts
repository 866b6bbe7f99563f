// What every method in `encoderMethods` promises. A new method is tested here as soon as it is listed.
import { describe, expect, test } from 'vitest';
import {
  AbortedError,
  DataError,
  ModelError,
  packState,
  unpackState,
} from '../../src/base/index.ts';
import { type EncoderModel, encoderMethods } from '../../src/encode/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { threeGroups } from './cluster-data.ts';
import { encoderOptions } from './encode-data.ts';
import { failure, testOptions } from './options.ts';

/** A model's state without the time that it took. */
function learned(model: EncoderModel): unknown {
  const { type, version, meta, arrays } = unpackState(model.toState());
  const training = meta.training as Record<string, unknown> | undefined;
  return { type, version, meta: { ...meta, training: { ...training, seconds: 0 } }, arrays };
}

const methods = Object.entries(encoderMethods);

describe.each(methods)('%s', (name, method) => {
  const x = threeGroups();
  const fitted = (rows: Matrix, changed = {}, context = {}) =>
    method.create(encoderOptions(method, changed)).fit(rows, context);

  testOptions(name, method);

  test('fit(x) gives codes of as many columns as it says, and leaves x as it was', async () => {
    const before = x.data.slice();
    const model = await fitted(x);
    const code = await model.transform(x);
    expect([model.type, model.inputs, model.outputs]).toEqual([name, 3, 2]);
    expect([code.rows, code.cols]).toEqual([x.rows, 2]);
    expect(code.data.every(Number.isFinite)).toBe(true);
    expect(x.data).toEqual(before);
  });

  test('fit(x) twice gives the same model, byte for byte but for the time it took', async () => {
    const encoder = method.create(encoderOptions(method));
    const first = await encoder.fit(x);
    const second = await encoder.fit(x);
    expect(learned(second)).toEqual(learned(first));
  });

  test('fit(x, { threads }) and transform give the same bits on 1 and 2 threads', async () => {
    const found = [];
    for (const threads of [1, 2]) {
      const model = await fitted(x, {}, { threads });
      found.push([learned(model), await model.transform(x, { threads })]);
    }
    expect(found[1]).toEqual(found[0]);
  });

  test('transform(row) gives a row the same code alone and among others, seen before or not', async () => {
    const model = await fitted(x.takeRows(Int32Array.from({ length: 100 }, (_, i) => i)));
    const code = await model.transform(x);
    for (const row of [0, 57, 99, 100, 119]) {
      const alone = await model.transform(x.takeRows([row]));
      expect(alone.data).toEqual(code.row(row));
    }
  });

  test('load(toState()) is the same model', async () => {
    const model = await fitted(x);
    const again = method.load(model.toState());
    expect([again.type, again.inputs, again.outputs]).toEqual([name, 3, 2]);
    expect(again.warnings).toEqual(model.warnings);
    // The clock is not kept: two fits of the same rows leave the same bytes.
    expect(again.training).toEqual(model.training && { ...model.training, seconds: 0 });
    expect(new Uint8Array((await fitted(x)).toState())).toEqual(new Uint8Array(model.toState()));
    expect(new Uint8Array(again.toState())).toEqual(new Uint8Array(model.toState()));
    expect(await again.transform(x)).toEqual(await model.transform(x));
  });

  test('load(buffer) refuses a damaged, a shortened and a foreign buffer', async () => {
    const state = (await fitted(x)).toState();
    const damaged = new Uint8Array(state.slice(0));
    damaged[damaged.length - 9] ^= 1;
    const foreign = packState({ type: 'Other', version: 1, meta: {}, arrays: {} });
    for (const buffer of [damaged.buffer, state.slice(0, -8), new ArrayBuffer(3), foreign]) {
      expect(() => method.load(buffer)).toThrow(ModelError);
    }
  });

  test('fit and transform with a fired signal reject with AbortedError', async () => {
    const signal = AbortSignal.abort();
    expect(await failure(() => fitted(x, {}, { signal }))).toBeInstanceOf(AbortedError);
    const model = await fitted(x);
    expect(await failure(() => model.transform(x, { signal }))).toBeInstanceOf(AbortedError);
  });

  test('fit(x) and transform with a number that is not finite say where it is', async () => {
    const model = await fitted(x);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const data = x.data.slice();
      data[7 * 3 + 2] = value;
      const holed = new Matrix(data, x.rows, 3);
      for (const action of [() => fitted(holed), () => model.transform(holed)]) {
        const error = await failure(action);
        expect(error).toBeInstanceOf(DataError);
        expect(String(error)).toMatch(/finite, got (NaN|Infinity) in row 7, column 2/);
      }
    }
  });

  test('transform(y) takes no rows at all, and refuses another number of columns', async () => {
    const model = await fitted(x);
    const none = await model.transform(new Matrix(new Float32Array(0), 0, 3));
    expect([none.rows, none.cols]).toEqual([0, 2]);
    const error = await failure(() => model.transform(Matrix.from([[1, 2]])));
    expect(error).toBeInstanceOf(DataError);
    expect(String(error)).toMatch(/3 columns.*got 2/);
  });

  test('fit(x) does not mind a constant column, duplicate rows, or rows that are all equal', async () => {
    const flat = Matrix.from(Array.from({ length: x.rows }, (_, i) => [...x.row(i), 42]));
    const twice = x.takeRows(Int32Array.from({ length: x.rows }, (_, i) => i >> 1));
    const same = Matrix.from(Array.from({ length: 30 }, () => [1, 2, 3]));
    for (const rows of [flat, twice, same]) {
      const code = await (await fitted(rows)).transform(rows);
      expect(code.data.every(Number.isFinite)).toBe(true);
    }
    const code = await (await fitted(twice)).transform(twice);
    for (let i = 0; i < twice.rows; i += 2) expect(code.row(i + 1)).toEqual(code.row(i));
  });

  test('fit(x) of a single row gives a finite code, or says how many rows it needs', async () => {
    const one = Matrix.from([[1, 2, 3]]);
    try {
      const model = await fitted(one, { components: 1 });
      expect((await model.transform(one)).data.every(Number.isFinite)).toBe(true);
    } catch (error) {
      expect(error).toBeInstanceOf(DataError);
      expect(String(error)).toMatch(/at least \d+ rows, got 1/);
    }
  });

  test('traits tell the truth', async () => {
    const { seeded, trained, invertible } = method.traits;
    const model = await fitted(x);
    expect(Object.hasOwn(method.table, 'seed')).toBe(seeded);
    expect(model.training !== undefined).toBe(trained);
    expect(typeof model.inverse === 'function').toBe(invertible);
    if (method.traits.code === 'names') {
      const { data } = await model.transform(x);
      expect(data.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
    }
    if (invertible) {
      const back = await model.inverse!(await model.transform(x));
      expect([back.rows, back.cols]).toEqual([x.rows, 3]);
      expect(back.data.every(Number.isFinite)).toBe(true);
    }
  });

  if (method.traits.trained) {
    test('fit(x).training holds the loss beside those of what needs no learning', async () => {
      const { training, heldOut } = await fitted(x);
      const { epochs, best, trainRows, validationRows, finalLoss, trivial } = training!;
      expect(epochs.length).toBe(6);
      expect(epochs[best].validation).toBeCloseTo(finalLoss, 5);
      expect(validationRows).toBe(24);
      expect(trainRows).toBe(96);
      expect(heldOut?.length).toBe(24);
      expect([...heldOut!]).toEqual([...heldOut!].sort((a, b) => a - b));
      const predictors = trivial.map((entry) => entry.predictor);
      // Where columns have losses of their own, means and base rates are one predictor.
      const known = training!.blocks
        ? ['column means and base rates']
        : ['zero', 'column median', 'column mean'];
      expect(predictors.slice(0, known.length)).toEqual(known);
      expect(trivial.every(({ loss }) => Number.isFinite(loss) && loss >= 0)).toBe(true);
    });

    test('errors(x) of the rows held out has the mean that training says', async () => {
      const model = await fitted(x);
      const errors = await model.errors!(x.takeRows(model.heldOut!));
      const mean = errors.reduce((a, b) => a + b, 0) / errors.length;
      expect(mean).toBeCloseTo(model.training!.finalLoss, 4);
    });

    test('fit(x, { checkpoints }) stopped in the middle goes on to the same weights', async () => {
      const kept = new Map<string, ArrayBuffer>();
      const checkpoints = {
        load: async (key: string) => kept.get(key)?.slice(0),
        save: async (key: string, state: ArrayBuffer) => {
          kept.set(key, state.slice(0));
        },
      };
      const whole = await fitted(x);
      const stop = new AbortController();
      const onProgress = ({ done, total }: { done: number; total: number }) => {
        if (done >= total / 2) stop.abort();
      };
      const { signal } = stop;
      const error = await failure(() => fitted(x, {}, { signal, checkpoints, onProgress }));
      expect(error).toBeInstanceOf(AbortedError);
      expect(kept.size).toBeGreaterThan(0);
      const resumed = await fitted(x, {}, { checkpoints });
      expect(await resumed.transform(x)).toEqual(await whole.transform(x));
    });
  }
});
