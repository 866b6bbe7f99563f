import { describe, expect, test } from 'vitest';
import { DataError, Random } from '../../src/base/index.ts';
import { TSNE, TSNEModel, type TSNEOptions } from '../../src/encode/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

/** Round groups far apart in `cols` columns, `size` rows each. */
function groups(count: number, size: number, cols: number, seed = 1): Matrix {
  const random = new Random(seed);
  const centers = Array.from({ length: count * cols }, () => 8 * random.normal());
  const data = new Float32Array(count * size * cols);
  for (let i = 0; i < count * size; i++) {
    const group = Math.floor(i / size);
    for (let j = 0; j < cols; j++) data[i * cols + j] = centers[group * cols + j] + random.normal();
  }
  return new Matrix(data, count * size, cols);
}

function apart(map: Matrix, i: number, j: number): number {
  const [a, b] = [map.row(i), map.row(j)];
  return Math.sqrt(a.reduce((sum, value, at) => sum + (value - b[at]) ** 2, 0));
}

const quick: Partial<TSNEOptions> = { perplexity: 10, iterations: 300 };

describe('TSNE', () => {
  test.each([1, 2, 3])('fit(x) with components: %i keeps groups together', async (components) => {
    const x = groups(4, 40, 6);
    const model = await new TSNE({ ...quick, components }).fit(x);
    const map = await model.transform(x);
    expect(model.warnings).toEqual([]);
    expect([map.rows, map.cols, model.inputs, model.outputs]).toEqual([
      160,
      components,
      6,
      components,
    ]);
    for (let i = 0; i < x.rows; i++) {
      const others = Array.from({ length: x.rows }, (_, j) => j).filter((j) => j !== i);
      const nearest = others.sort((a, b) => apart(map, i, a) - apart(map, i, b)).slice(0, 5);
      for (const j of nearest) expect(Math.floor(j / 40)).toBe(Math.floor(i / 40));
    }
  });

  test('fit(x) gives the same map on 1, 2 and 4 threads, byte for byte', async () => {
    const x = groups(3, 300, 5);
    const states = [];
    for (const threads of [1, 2, 4]) {
      const model = await new TSNE({ ...quick, iterations: 60 }).fit(x, { threads });
      states.push(new Uint8Array(model.toState()));
    }
    expect(states[1]).toEqual(states[0]);
    expect(states[2]).toEqual(states[0]);
  });

  test('fit(x) warns that the perplexity is lowered when there are few rows', async () => {
    const x = groups(2, 10, 3);
    const model = await new TSNE({ iterations: 50 }).fit(x);
    expect(model.warnings.map(({ code }) => code)).toEqual(['perplexity-lowered']);
    expect(model.warnings[0].message).toMatch(/20 different rows it is 6\.3 instead of 30/);
  });

  test.each([1, 2, 3, 4])('fit(x) of %i rows gives finite places', async (rows) => {
    const x = groups(1, rows, 3);
    const map = await (await new TSNE().fit(x)).transform(x);
    expect(map.data.every(Number.isFinite)).toBe(true);
    const places = new Set(Array.from({ length: rows }, (_, i) => String(map.row(i))));
    expect(places.size).toBe(rows);
  });

  test('fit(x) gives equal rows one place, and constant columns no say', async () => {
    const x = groups(3, 20, 3);
    const plain = await (await new TSNE(quick).fit(x)).transform(x);
    const rows = Array.from({ length: 120 }, (_, i) => [...x.row(i >> 1), 7]);
    const twice = Matrix.from(rows);
    const map = await (await new TSNE(quick).fit(twice)).transform(twice);
    for (let i = 0; i < 60; i++) {
      expect(map.row(2 * i)).toEqual(map.row(2 * i + 1));
      expect(map.row(2 * i)).toEqual(plain.row(i));
    }
  });

  test('transform(y) puts a new row beside its group, alone as among others', async () => {
    const x = groups(4, 50, 6);
    const fitted = Matrix.from(
      Array.from({ length: 200 }, (_, i) => i)
        .filter((i) => i % 10 > 0)
        .map((i) => x.row(i)),
    );
    const model = await new TSNE(quick).fit(fitted);
    const map = await model.transform(fitted);
    const fresh = x.takeRows(Array.from({ length: 20 }, (_, i) => 10 * i));
    const placed = await model.transform(fresh);
    for (let i = 0; i < 20; i++) {
      expect((await model.transform(fresh.takeRows([i]))).data).toEqual(placed.row(i));
      const distances = Array.from({ length: map.rows }, (_, j) => {
        const [a, b] = [placed.row(i), map.row(j)];
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
      });
      const nearest = distances.indexOf(Math.min(...distances));
      expect(Math.floor(nearest / 45)).toBe(Math.floor(i / 5));
    }
  });

  test.each([1, 2, 3])(
    'transform(y) onto a map of more than 1,000 rows in %i columns puts each new row beside its group, by itself',
    async (components) => {
      const x = groups(5, 240, 6, 7);
      const kept = Array.from({ length: x.rows }, (_, i) => i).filter((i) => i % 60 > 0);
      const settings = { components, perplexity: 10, iterations: 120 };
      const fitted = x.takeRows(kept);
      const model = await new TSNE(settings).fit(fitted);
      const map = await model.transform(fitted);
      const fresh = x.takeRows(Array.from({ length: 20 }, (_, i) => 60 * i));
      const placed = await model.transform(fresh);
      expect((await model.transform(fresh.takeRows([7]))).data).toEqual(placed.row(7));
      for (let i = 0; i < 20; i++) {
        const distances = Array.from({ length: map.rows }, (_, j) =>
          Math.hypot(...placed.row(i).map((value, a) => value - map.row(j)[a])),
        );
        const nearest = kept[distances.indexOf(Math.min(...distances))];
        expect(Math.floor(nearest / 240)).toBe(Math.floor((60 * i) / 240));
      }
    },
  );

  test('new TSNE({ algorithm, components }) refuses what cannot be', () => {
    expect(() => new TSNE({ algorithm: 'fft', components: 3 })).toThrow(
      /TSNE: with algorithm "fft" components must be 2, got 3\./,
    );
    expect(() => new TSNE({ algorithm: 'barnes-hut', components: 4 })).toThrow(
      /from 1 to 3, got 4/,
    );
  });

  test('fromState(toState()) is the same model', async () => {
    const x = groups(2, 20, 3);
    const model = await new TSNE(quick).fit(x);
    const again = TSNEModel.fromState(model.toState());
    expect(again.divergence).toBe(model.divergence);
    expect(again.warnings).toEqual(model.warnings);
    expect(new Uint8Array(again.toState())).toEqual(new Uint8Array(model.toState()));
    expect(await again.transform(x)).toEqual(await model.transform(x));
  });

  test('transform(x) refuses another number of columns', async () => {
    const model = await new TSNE(quick).fit(groups(2, 20, 3));
    await expect(model.transform(Matrix.from([[1]]))).rejects.toThrow(DataError);
    await expect(model.transform(Matrix.from([[1]]))).rejects.toThrow(/3 columns.*got 1/);
  });
});
