// What every method in `clusterMethods` promises. A new method is tested here as soon as it is listed.
import { describe, expect, test } from 'vitest';
import {
  AbortedError,
  DataError,
  ModelError,
  packState,
  Random,
  Run,
} from '../../src/base/index.ts';
import { clusterMethods } from '../../src/cluster/index.ts';
import { clusterSizes, Matrix } from '../../src/numeric/index.ts';
import { optionsFor, threeGroups } from './cluster-data.ts';
import { failure, testOptions } from './options.ts';

/** Which rows are together, whatever the clusters are called. */
function partition(labels: ArrayLike<number>): string {
  const names = new Map<number, number>();
  return Array.from(labels, (label) => {
    if (label < 0) return -1;
    if (!names.has(label)) names.set(label, names.size);
    return names.get(label);
  }).join(' ');
}

describe.each(Object.entries(clusterMethods))('%s', (name, method) => {
  const { shapes } = method.traits;
  const x = threeGroups({ shapes });
  const fitted = (rows: Matrix, changed = {}, context = {}) =>
    method.create(optionsFor(method, changed)).fit(rows, context);

  testOptions(name, method);

  test('fit(x) and assign(y) leave their rows as they were', async () => {
    const before = x.data.slice();
    const model = await fitted(x);
    await model.assign(x);
    expect(x.data).toEqual(before);
  });

  test('fit(x) finds three far groups, without a warning', async () => {
    const model = await fitted(x);
    expect(model.warnings).toEqual([]);
    expect(model.type).toBe(name);
    expect(model.clusters).toBe(3);
    const expected = Array.from({ length: x.rows }, (_, i) => (i < 50 ? 0 : i < 90 ? 1 : 2));
    const kept = expected.filter((_, i) => model.labels[i] >= 0);
    expect(model.labels.filter((label) => label >= 0)).toEqual(Int32Array.from(kept));
    expect(kept.length).toBeGreaterThan(0.9 * x.rows);
  });

  test('fit(x) twice gives the same model, byte for byte', async () => {
    const estimator = method.create(optionsFor(method));
    const first = await estimator.fit(x);
    const second = await estimator.fit(x);
    expect(new Uint8Array(second.toState())).toEqual(new Uint8Array(first.toState()));
  });

  test('fit(x, run.sharing()) gives what it gives alone, whatever else was fitted to x before', async () => {
    const sharing = new Run().sharing();
    const others = [
      {},
      { clusters: 2 },
      { linkage: 'average', height: 9 },
      { linkage: 'average' },
      { seed: 5, clusters: 2 },
      { measure: 'dtw', linkage: 'average' },
      { measure: 'dtw', linkage: 'average', clusters: 4 },
      { minSamples: 9 },
      { minClusterSize: 20, epsilon: 2 },
      { sample: 40, clusters: 2 },
      { sample: 40, seed: 5 },
      { sample: 40 },
      { sample: 30 },
      {},
    ];
    for (const changed of others) {
      const [shared, alone] = [await fitted(x, changed, sharing), await fitted(x, changed)];
      expect(new Uint8Array(shared.toState())).toEqual(new Uint8Array(alone.toState()));
    }
  });

  test('fit(x, { threads }) gives the same model on 1, 2 and 4 threads, byte for byte', async () => {
    const random = new Random(3);
    const wide = new Matrix(
      Float32Array.from({ length: 3000 * 5 }, () => random.normal()),
      3000,
      5,
    );
    const settings = { clusters: 7, eps: 0.8, minSamples: 5, minClusterSize: 20 };
    const states = [];
    for (const threads of [1, 2, 4]) {
      const model = await fitted(wide, settings, { threads });
      const { labels, values } = await model.assign(wide, { threads });
      states.push([new Uint8Array(model.toState()), labels, values]);
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
  });

  test('fit(x) puts the same rows together when the rows come in another order', async () => {
    const order = new Random(9).shuffle(Int32Array.from({ length: x.rows }, (_, i) => i));
    const straight = await fitted(x);
    const mixed = await fitted(x.takeRows(order));
    expect(partition(mixed.labels)).toBe(partition(order.map((row) => straight.labels[row])));
  });

  test('fit(x) names clusters 0…k−1 by decreasing size', async () => {
    const order = Int32Array.from({ length: x.rows }, (_, i) => x.rows - 1 - i);
    const model = await fitted(x.takeRows(order));
    const sizes = [...clusterSizes(model.labels, model.clusters)];
    expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
    expect(Math.min(...sizes)).toBeGreaterThan(0);
  });

  test('predict(x) gives the training rows their fitted labels', async () => {
    const random = new Random(4);
    const cloud = new Matrix(
      Float32Array.from({ length: 400 * 2 }, () => random.normal()),
      400,
      2,
    );
    for (const rows of [x, cloud]) {
      const model = await fitted(rows, { eps: 0.4 });
      expect(await model.predict(rows)).toEqual(model.labels);
    }
  });

  test('assign(y) names only clusters that exist, and says how close each row is', async () => {
    const model = await fitted(x);
    const random = new Random(5);
    const far = [
      [1e6, -1e6, 1e6],
      [-1e30, 1e30, 0],
    ];
    const rows = Array.from({ length: 200 }, () => [0, 0, 0].map(() => 40 * random.normal()));
    const y = Matrix.from([...far, ...rows]);
    const { labels, values, measure } = await model.assign(y);
    expect(measure).toBe(method.traits.measure);
    expect(labels.length).toBe(y.rows);
    expect(values.length).toBe(y.rows);
    labels.forEach((label, i) => {
      expect(label).toBeGreaterThanOrEqual(method.traits.noise ? -1 : 0);
      expect(label).toBeLessThan(model.clusters);
      if (label < 0) return;
      expect(values[i]).toBeGreaterThanOrEqual(0);
      if (measure === 'membership') expect(values[i]).toBeLessThanOrEqual(1);
    });
  });

  test('assign(y) takes no rows at all, and refuses another number of columns', async () => {
    const model = await fitted(x);
    const none = await model.assign(new Matrix(new Float32Array(0), 0, 3));
    expect(none.labels.length).toBe(0);
    const error = await failure(() => model.assign(Matrix.from([[1, 2]])));
    expect(error).toBeInstanceOf(DataError);
    expect(String(error)).toMatch(/3 columns.*got 2/);
  });

  test('load(toState()) is the same model', async () => {
    const model = await fitted(x);
    const again = method.load(model.toState());
    expect(again.type).toBe(model.type);
    expect(again.clusters).toBe(model.clusters);
    expect(again.labels).toEqual(model.labels);
    expect(again.warnings).toEqual(model.warnings);
    expect(new Uint8Array(again.toState())).toEqual(new Uint8Array(model.toState()));
    expect(await again.assign(x)).toEqual(await model.assign(x));
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

  test('fit and assign with a fired signal reject with AbortedError', async () => {
    const signal = AbortSignal.abort();
    expect(await failure(() => fitted(x, {}, { signal }))).toBeInstanceOf(AbortedError);
    const model = await fitted(x);
    expect(await failure(() => model.assign(x, { signal }))).toBeInstanceOf(AbortedError);
  });

  test('fit(x) with a NaN or an infinite number says where it is', async () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const data = x.data.slice();
      data[7 * 3 + 2] = value;
      const holed = new Matrix(data, x.rows, 3);
      const model = await fitted(x);
      for (const action of [() => fitted(holed), () => model.assign(holed)]) {
        const error = await failure(action);
        expect(error).toBeInstanceOf(DataError);
        expect(String(error)).toMatch(/finite, got (NaN|Infinity) in row 7, column 2/);
      }
    }
  });

  test('fit(x) does not mind a constant column', async () => {
    const rows = Array.from({ length: x.rows }, (_, i) => [...x.row(i), 42]);
    const model = await fitted(Matrix.from(rows));
    expect(model.warnings).toEqual([]);
    expect(partition(model.labels)).toBe(partition((await fitted(x)).labels));
  });

  test('fit(x) finds the same groups in numbers of 1e-24 and of 1e24', async () => {
    const usual = await fitted(x);
    for (const unit of [2 ** -80, 2 ** 80]) {
      const far = new Matrix(
        x.data.map((value) => value * unit),
        x.rows,
        x.cols,
      );
      const model = await fitted(far, { eps: 3 * unit, regularization: 1e-6 * unit ** 2 });
      expect(model.warnings).toEqual([]);
      expect(partition(model.labels)).toBe(partition(usual.labels));
      expect(await model.predict(far)).toEqual(model.labels);
    }
  });

  test('fit(x) of rows that are all equal puts them together, and says so when asked for more', async () => {
    const same = Matrix.from(Array.from({ length: 30 }, () => [1, 2, 3]));
    const model = await fitted(same);
    expect(new Set(model.labels).size).toBe(1);
    expect(model.clusters).toBe(model.labels[0] < 0 ? 0 : 1);
    const asked = Object.hasOwn(method.table, 'clusters');
    expect(model.warnings.map((w) => w.code).filter((code) => code === 'fewer-clusters')).toEqual(
      asked && !method.traits.findsCount ? ['fewer-clusters'] : [],
    );
    expect(await model.predict(same)).toEqual(model.labels);
  });

  test('fit(x) of a single row gives one label', async () => {
    const model = await fitted(Matrix.from([[1, 2]]), { clusters: 1 });
    expect(model.labels.length).toBe(1);
    expect(model.labels[0]).toBe(model.clusters - 1);
  });

  if (Object.hasOwn(method.table, 'clusters')) {
    test('fit(x) of as many different rows as clusters gives each its own', async () => {
      const model = await fitted(
        Matrix.from(
          shapes
            ? [
                [5, 0, -5],
                [-5, 0, 5],
                [-5, 15, -5],
              ]
            : [[0], [5], [9]],
        ),
        { clusters: 3 },
      );
      expect([...model.labels].sort()).toEqual([0, 1, 2]);
    });
  }

  if (Object.hasOwn(method.table, 'clusters') && !method.traits.findsCount) {
    test('fit(x) of fewer rows than clusters is refused', async () => {
      const error = await failure(() => fitted(Matrix.from([[0], [5]]), { clusters: 3 }));
      expect(error).toBeInstanceOf(DataError);
      expect(String(error)).toMatch(/at least 3 rows, got 2/);
    });
  }

  test('traits tell the truth', async () => {
    const { noise, findsCount, seeded } = method.traits;
    expect(Object.hasOwn(method.table, 'seed')).toBe(seeded);
    const lonely = Matrix.from([
      ...Array.from({ length: x.rows }, (_, i) => x.row(i)),
      [400, 0, 0],
    ]);
    const { labels } = await fitted(lonely, { clusters: 4 });
    expect(labels[x.rows] < 0).toBe(noise);
    if (findsCount) return;
    for (const clusters of [1, 2, 5])
      expect((await fitted(x, { clusters })).clusters).toBe(clusters);
  });
});
