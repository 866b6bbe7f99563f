import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { DBSCAN, type DBSCANOptions } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { samePartition } from './partition.ts';

const column = (values: number[]) => Matrix.from(values.map((value) => [value]));

describe('by hand', () => {
  test('DBSCAN.fit({ eps: 1, minSamples: 3 }) joins rows exactly eps apart and leaves the lone one out', async () => {
    const model = await new DBSCAN({ eps: 1, minSamples: 3 }).fit(
      column([0, 1, 2, 10, 11, 12, 13, 50]),
    );
    expect([...model.labels]).toEqual([1, 1, 1, 0, 0, 0, 0, -1]);
    expect(model.clusters).toBe(2);
  });

  test("DBSCAN.fit() gives a border row to the nearest dense row's cluster; border: 'first' to the first", async () => {
    // Row 4 at 2.1 is within 1.1 of the dense rows 1 (at 1) and 5 (at 3), and nearer to row 5.
    const x = column([0, 1, 0.5, 0.2, 2.1, 3, 3.5, 4, 3.2]);
    const options = { eps: 1.1, minSamples: 4 };
    const nearest = await new DBSCAN(options).fit(x);
    const first = await new DBSCAN({ ...options, border: 'first' }).fit(x);
    expect(nearest.labels[4]).toBe(nearest.labels[5]);
    expect(first.labels[4]).toBe(first.labels[1]);
    expect(await nearest.predict(x)).toEqual(nearest.labels);
    expect(await first.predict(x)).toEqual(first.labels);
  });

  test('DBSCANModel.assign() gives distances to the nearest dense row, NaN for noise', async () => {
    const model = await new DBSCAN({ eps: 1, minSamples: 3 }).fit(column([0, 0.5, 1, 9]));
    const { labels, values } = await model.assign(column([0.5, 1.25, 2, 2.5]));
    expect([...labels]).toEqual([0, 0, 0, -1]);
    expect([...values]).toEqual([0, 0.25, 1, Number.NaN]);
  });

  test('DBSCAN.fit({ eps }) decides close calls in 64 bits where 32 would be wrong', async () => {
    // 1.0000001 squared is not a 32-bit number; eps lies between it and the next distance.
    const step = 2 ** -23;
    const x = column([0, 1 + step]);
    const joined = async (eps: number) =>
      (await new DBSCAN({ eps, minSamples: 2 }).fit(x)).clusters;
    expect(await joined(1 + step)).toBe(1);
    expect(await joined(1 + step * (1 - 2 ** -20))).toBe(0);
  });

  test('DBSCAN.fit() of distances that underflow or overflow 32 bits when squared', async () => {
    const tiny = await new DBSCAN({ eps: 2.1e-25, minSamples: 2 }).fit(column([0, 2e-25, 5e-25]));
    expect([...tiny.labels].slice(0, 2)).toEqual([0, 0]);
    expect(tiny.labels[2]).toBe(-1);
    const huge = await new DBSCAN({ eps: 2e30, minSamples: 2 }).fit(column([0, 1e30, 9e30]));
    expect([...huge.labels]).toEqual([0, 0, -1]);
  });
});

/** The definition, without a tree: for checking. */
function dbscanByDefinition(
  x: Matrix,
  { eps, minSamples }: Pick<DBSCANOptions, 'eps' | 'minSamples'>,
) {
  const near = (a: number, b: number) => {
    let sum = 0;
    for (let j = 0; j < x.cols; j++) sum += (x.row(a)[j] - x.row(b)[j]) ** 2;
    return sum <= eps * eps;
  };
  const rows = Array.from({ length: x.rows }, (_, i) => i);
  const core = rows.map((i) => rows.filter((j) => near(i, j)).length >= minSamples);
  const labels = rows.map(() => -1);
  let next = 0;
  for (const seed of rows) {
    if (!core[seed] || labels[seed] >= 0) continue;
    const queue = [seed];
    labels[seed] = next;
    for (let i = queue.pop(); i !== undefined; i = queue.pop()) {
      if (!core[i]) continue;
      for (const j of rows) {
        if (labels[j] < 0 && near(i, j)) {
          labels[j] = next;
          queue.push(j);
        }
      }
    }
    next++;
  }
  return labels;
}

const cloud = fc
  .record({
    rows: fc.integer({ min: 1, max: 150 }),
    cols: fc.integer({ min: 1, max: 6 }),
    seed: fc.nat(),
    // A coarse grid brings duplicates and distances exactly equal to eps.
    grid: fc.constantFrom(0, 0.25, 1),
    eps: fc.constantFrom(0.25, 0.5, 1, 2),
    minSamples: fc.integer({ min: 1, max: 12 }),
  })
  .map(({ rows, cols, seed, grid, eps, minSamples }) => {
    const random = new Random(seed);
    const data = Float32Array.from({ length: rows * cols }, () => {
      const value = 2 * random.normal();
      return grid > 0 ? Math.round(value / grid) * grid : value;
    });
    return { x: new Matrix(data, rows, cols), eps, minSamples, seed };
  });

describe('whatever the rows', () => {
  test("DBSCAN.fit({ border: 'first' }) is what expanding cluster after cluster gives", async () => {
    await fc.assert(
      fc.asyncProperty(cloud, async ({ x, eps, minSamples }) => {
        const model = await new DBSCAN({ eps, minSamples, border: 'first' }).fit(x);
        expect(samePartition(model.labels, dbscanByDefinition(x, { eps, minSamples }))).toBe(true);
        expect(await model.predict(x)).toEqual(model.labels);
      }),
      { numRuns: 150 },
    );
  });

  test('DBSCAN.fit(rows in another order) permutes the labels', async () => {
    await fc.assert(
      fc.asyncProperty(cloud, async ({ x, eps, minSamples, seed }) => {
        fc.pre(x.data.some((value) => value % 0.25 !== 0));
        const order = new Random(seed + 1).shuffle(
          Int32Array.from({ length: x.rows }, (_, i) => i),
        );
        const straight = await new DBSCAN({ eps, minSamples }).fit(x);
        const mixed = await new DBSCAN({ eps, minSamples }).fit(x.takeRows(order));
        const expected = order.map((row) => straight.labels[row]);
        expect(samePartition(mixed.labels, expected)).toBe(true);
        expect(await straight.predict(x)).toEqual(straight.labels);
      }),
      { numRuns: 100 },
    );
  });

  test('DBSCAN.fit(x, { threads }) gives the same labels on 1, 2 and 4 threads', async () => {
    const random = new Random(5);
    const x = new Matrix(
      Float32Array.from({ length: 20000 }, () => random.normal()),
      5000,
      4,
    );
    const fits = await Promise.all(
      [1, 2, 4].map((threads) => new DBSCAN({ eps: 0.4, minSamples: 6 }).fit(x, { threads })),
    );
    expect(fits[1].labels).toEqual(fits[0].labels);
    expect(fits[2].labels).toEqual(fits[0].labels);
    expect(fits[0].clusters).toBeGreaterThan(1);
  });
});

test('DBSCAN.fit() puts a border row between two equally near clusters into the one with the lowest dense row', async () => {
  // 2 is 1 away from 3 and from 1, which lie in different leaves of the tree; the lower one is searched first.
  const up = Array.from({ length: 20 }, (_, i) => [3 + i / 8]);
  const down = Array.from({ length: 15 }, (_, i) => [1 - i / 8]);
  const options = { eps: 1, minSamples: 6 };
  const first = await new DBSCAN(options).fit(Matrix.from([...up, ...down, [2]]));
  expect(first.clusters).toBe(2);
  expect(first.labels[35]).toBe(first.labels[0]);
  const second = await new DBSCAN(options).fit(Matrix.from([...down, ...up, [2]]));
  expect(second.labels[35]).toBe(second.labels[0]);
});
