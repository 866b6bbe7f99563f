import { expect, test } from 'vitest';
import { ModelError, OptionError, packState, Random } from '../../src/base/index.ts';
import { UMAP, UMAPModel, type UMAPOptions } from '../../src/encode/index.ts';
import { metrics } from '../../src/neighbors/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

/** `groups` round groups of `size` rows far from each other; row i is of group i % groups. */
function blobs(groups: number, size: number, cols: number, seed = 1): Matrix {
  const random = new Random(seed);
  const middles = Array.from({ length: groups * cols }, () => 20 * random.next());
  const data = Float32Array.from(
    { length: groups * size * cols },
    (_, at) => middles[(Math.floor(at / cols) % groups) * cols + (at % cols)] + random.normal(),
  );
  return new Matrix(data, groups * size, cols);
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Math.hypot(...Array.from(a, (value, j) => value - b[j]));
}

/** The share of rows whose nearest other row in the map is of their own group. */
function purity(map: Matrix, groups: number): number {
  let right = 0;
  for (let i = 0; i < map.rows; i++) {
    let [best, least] = [-1, Number.POSITIVE_INFINITY];
    for (let j = 0; j < map.rows; j++) {
      const apart = distance(map.row(i), map.row(j));
      if (j !== i && apart < least) [best, least] = [j, apart];
    }
    if (best % groups === i % groups) right++;
  }
  return right / map.rows;
}

const few = { epochs: 60 } as const;

test.each([1, 2, 3, 5])('UMAP.fit({ components: %i }) keeps groups apart', async (components) => {
  const x = blobs(4, 40, 6);
  const model = await new UMAP({ components, ...few }).fit(x);
  const map = await model.transform(x);
  expect([map.rows, map.cols, model.inputs, model.outputs]).toEqual([
    160,
    components,
    6,
    components,
  ]);
  expect(map.data.every(Number.isFinite)).toBe(true);
  expect(purity(map, 4)).toBeGreaterThan(0.98);
  expect(model.warnings).toEqual([]);
});

test.each(metrics)(
  'UMAP.fit({ metric: %s }) gives a finite map and places new rows',
  async (metric) => {
    const x = blobs(3, 20, 5);
    const model = await new UMAP({ metric, ...few }).fit(x);
    const map = await model.transform(blobs(3, 4, 5, 9));
    expect(map.data.every(Number.isFinite)).toBe(true);
  },
);

test.each(['spectral', 'pca', 'random'] as const)(
  'UMAP.fit({ init: %s }) gives the same bits on 1, 2 and 4 threads and leaves x as it was',
  async (init) => {
    const x = blobs(3, 90, 5);
    const before = x.data.slice();
    const states = [];
    for (const threads of [1, 2, 4]) {
      const model = await new UMAP({ init, ...few }).fit(x, { threads });
      const placed = await model.transform(blobs(3, 5, 5, 2), { threads });
      states.push([new Uint8Array(model.toState()), placed.data]);
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
    expect(x.data).toEqual(before);
    const other = await new UMAP({ init, seed: 1, ...few }).fit(x);
    expect(other.places).not.toEqual((await new UMAP({ init, ...few }).fit(x)).places);
  },
);

test('UMAPModel.transform gives fitted rows the place of the fit, equal rows the same one', async () => {
  const x = blobs(3, 20, 4);
  const twice = new Matrix(Float32Array.from([...x.data, ...x.data.slice(0, 40)]), 70, 4);
  const model = await new UMAP(few).fit(twice);
  expect(model.rows.rows).toBe(60);
  const map = await model.transform(twice);
  expect(map.data.slice(0, 120)).toEqual(model.places.data);
  expect(map.data.slice(120)).toEqual(map.data.slice(0, 20));
  const one = await model.transform(twice.takeRows([7]));
  expect(one.data).toEqual(map.row(7));
});

test('UMAPModel.transform places a new row among its own group, alone as among others', async () => {
  const groups = 4;
  const x = blobs(groups, 50, 6);
  const all = blobs(groups, 60, 6);
  const model = await new UMAP({ epochs: 200 }).fit(x);
  const fresh = all.takeRows(Array.from({ length: 40 }, (_, i) => 200 + i));
  const map = await model.transform(fresh);
  const fitted = await model.transform(x);
  for (let i = 0; i < fresh.rows; i++) {
    const alone = await model.transform(fresh.takeRows([i]));
    expect(alone.data).toEqual(map.row(i));
    const order = Array.from({ length: x.rows }, (_, row) => row).sort(
      (a, b) => distance(fitted.row(a), map.row(i)) - distance(fitted.row(b), map.row(i)),
    );
    expect(order.slice(0, 5).map((row) => row % groups)).toEqual(new Array(5).fill(i % groups));
  }
});

test('UMAPModel.fromState(toState()) is the same model, and foreign or newer states are refused', async () => {
  const x = blobs(2, 12, 3);
  const model = await new UMAP({ components: 3, ...few }).fit(x);
  const again = UMAPModel.fromState(model.toState());
  expect(again.options).toEqual(model.options);
  expect(again.places).toEqual(model.places);
  expect(again.warnings).toEqual(model.warnings);
  const fresh = blobs(2, 5, 3, 4);
  expect(await again.transform(fresh)).toEqual(await model.transform(fresh));
  const newer = packState({ type: 'UMAP', version: 2, meta: {}, arrays: {} });
  expect(() => UMAPModel.fromState(newer)).toThrow(ModelError);
  expect(() => UMAPModel.fromState(new ArrayBuffer(4))).toThrow(ModelError);
});

test('UMAP.fit of fewer different rows than neighbors warns and goes on', async () => {
  for (const [rows, different] of [
    [2, 2],
    [3, 3],
    [9, 9],
    [40, 2],
  ]) {
    const x = Matrix.from(Array.from({ length: rows }, (_, i) => [i % different, 1]));
    const warned: string[] = [];
    const model = await new UMAP(few).fit(x, { warn: (code) => warned.push(code) });
    expect(warned).toEqual(['umap-neighbors-lowered']);
    expect(model.warnings[0].message).toBe(
      `UMAP compares each row with ${different} rows instead of 15: there are no more different ones.`,
    );
    expect((await model.transform(x)).data.every(Number.isFinite)).toBe(true);
  }
});

test('UMAP.fit of one row, or of equal rows, puts them in one place, and new rows there too', async () => {
  for (const rows of [1, 20]) {
    const x = Matrix.from(Array.from({ length: rows }, () => [3, 4, 5]));
    const model = await new UMAP({ components: 2 }).fit(x);
    expect([...(await model.transform(x)).data]).toEqual(new Array(2 * rows).fill(0));
    const other = await model.transform(Matrix.from([[9, 9, 9]]));
    expect(other.data.every(Number.isFinite)).toBe(true);
  }
});

test('UMAP.fit of groups that share no neighbours lays them out one by one', async () => {
  for (const groups of [3, 7]) {
    const x = blobs(groups, 24, 8);
    const far = new Matrix(
      x.data.map((value, at) => value + 1000 * (Math.floor(at / 8) % groups)),
      x.rows,
      8,
    );
    const model = await new UMAP({ neighbors: 6, ...few }).fit(far);
    expect(purity(await model.transform(far), groups)).toBe(1);
  }
});

test('UMAP.fit is not upset by constant columns', async () => {
  const x = blobs(2, 20, 3);
  const wide = Matrix.from(Array.from({ length: x.rows }, (_, i) => [...x.row(i), 7, 0]));
  for (const init of ['spectral', 'pca'] as const) {
    const map = await (await new UMAP({ init, ...few }).fit(wide)).transform(wide);
    expect(purity(map, 2)).toBe(1);
  }
});

test('UMAP refuses what it cannot do: options, rows, a fired signal', async () => {
  expect(() => new UMAP({ minDist: 2 })).toThrow(OptionError);
  expect(() => new UMAP({ minDist: 2 })).toThrow(
    'UMAP: minDist must be at most spread (1), got 2.',
  );
  expect(() => new UMAP({ n_neighbors: 5 } as Partial<UMAPOptions>)).toThrow('"neighbors"');
  await expect(new UMAP().fit(Matrix.from([[1, Number.NaN]]))).rejects.toThrow('must be finite');
  const x = blobs(2, 10, 3);
  const signal = AbortSignal.abort();
  await expect(new UMAP().fit(x, { signal })).rejects.toThrow('Stopped on request.');
  const model = await new UMAP({ epochs: 5, neighbors: 5 }).fit(x);
  await expect(model.transform(Matrix.from([[1]]))).rejects.toThrow('must have 3 columns, got 1.');
});
