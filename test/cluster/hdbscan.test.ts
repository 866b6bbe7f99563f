import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { HDBSCAN } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { samePartition } from './partition.ts';

const column = (values: number[]) => Matrix.from(values.map((value) => [value]));

function blobs(sizes: number[], places: number[], seed = 1, spread = 1): Matrix {
  const random = new Random(seed);
  return Matrix.from(
    sizes.flatMap((size, b) =>
      Array.from({ length: size }, () => [
        places[b] + spread * random.normal(),
        spread * random.normal(),
      ]),
    ),
  );
}

describe('by hand', () => {
  // Two triples a gap of 8 apart, and a lone row: with minSamples 1 distances are plain gaps.
  const triples = column([0, 1, 2, 10, 11, 12, 40]);
  const options = { minClusterSize: 3, minSamples: 1 } as const;

  test('HDBSCAN.fit({ minClusterSize: 3, minSamples: 1 }) finds two triples, and the lone row is noise', async () => {
    const model = await new HDBSCAN(options).fit(triples);
    expect([...model.labels]).toEqual([0, 0, 0, 1, 1, 1, -1]);
    // Both triples are born at λ = 1/8 and fall apart at λ = 1: each row stays 7/8 of the time.
    expect([...model.persistence]).toEqual([7 / 8, 7 / 8]);
    expect([...model.memberships]).toEqual([1, 1, 1, 1, 1, 1, 0]);
  });

  test('HDBSCAN.fit({ epsilon: 9 }) does not tell clusters apart that are 8 apart', async () => {
    const x = column([0, 1, 2, 10, 11, 12, 60, 61, 62]);
    expect((await new HDBSCAN(options).fit(x)).clusters).toBe(3);
    const model = await new HDBSCAN({ ...options, epsilon: 9 }).fit(x);
    expect([...model.labels]).toEqual([0, 0, 0, 0, 0, 0, 1, 1, 1]);
  });

  test('HDBSCANModel.persistence and memberships do not depend on the unit', async () => {
    const model = await new HDBSCAN(options).fit(column([0, 4, 8, 40, 44, 48, 160]));
    expect([...model.persistence]).toEqual([7 / 8, 7 / 8]);
  });

  test('HDBSCAN.fit({ epsilon: 12 }) undoes several splits, one above the other, and no more', async () => {
    // Gaps of 4, 8 and 10 inside the first half, 20 before the second.
    const [a, b, c, d] = [
      [0, 1, 2],
      [6, 7, 8],
      [16, 17, 18],
      [28, 29, 30],
    ];
    const far = [50, 51, 52];
    const x = column([...a, ...b, ...c, ...d, ...far]);
    const leaf = { ...options, selection: 'leaf' } as const;
    expect((await new HDBSCAN(leaf).fit(x)).clusters).toBe(5);
    for (const [epsilon, labels] of [
      [5, [0, 0, 1, 2, 3]],
      [9, [0, 0, 0, 1, 2]],
      [11, [0, 0, 0, 0, 1]],
    ] as const) {
      const model = await new HDBSCAN({ ...leaf, epsilon }).fit(x);
      const rows = labels.flatMap((label) => [label, label, label]);
      expect([...model.labels]).toEqual(rows);
    }
  });

  test('HDBSCAN.fit({ allowSingleCluster, epsilon: 3 }) takes the rows that are connected within 3', async () => {
    const x = column([0, 1, 2, 3, 5, 7, 20, 40]);
    const single = { ...options, minClusterSize: 4, allowSingleCluster: true } as const;
    const near = await new HDBSCAN({ ...single, epsilon: 3 }).fit(x);
    expect([...near.labels]).toEqual([0, 0, 0, 0, 0, 0, -1, -1]);
    expect([...(await near.predict(column([9.5, 10.5])))]).toEqual([0, -1]);
  });

  test('HDBSCAN.fit({ selection: leaf }) does not split equal rows', async () => {
    const x = column([...Array(20).fill(1), ...Array(12).fill(5), 30]);
    const model = await new HDBSCAN({ minClusterSize: 5, selection: 'leaf' }).fit(x);
    expect([...model.labels]).toEqual([...Array(20).fill(0), ...Array(12).fill(1), -1]);
  });

  test('HDBSCANModel.assign() counts a new row itself among its minSamples nearest', async () => {
    const model = await new HDBSCAN({ minClusterSize: 3, minSamples: 3 }).fit(
      column([0, 1, 2, 10, 11, 12, 40]),
    );
    // 4.5 is 2.5 from row 2 and 3.5 from row 1, the second of its two others: λ is 1 / 3.5.
    const { labels, values } = await model.assign(column([4.5]));
    const top = await model.assign(column([1]));
    expect([...labels]).toEqual([0]);
    expect(values[0] / top.values[0]).toBeCloseTo(2 / 3.5, 6);
  });

  test('HDBSCAN.fit({ maxClusterSize: 5 }) takes the parts of a larger cluster', async () => {
    const x = column([0, 1, 2, 3.5, 4.5, 5.5, 60, 61, 62]);
    expect((await new HDBSCAN(options).fit(x)).clusters).toBe(2);
    const model = await new HDBSCAN({ ...options, maxClusterSize: 5 }).fit(x);
    expect(samePartition(model.labels, [0, 0, 0, 1, 1, 1, 2, 2, 2])).toBe(true);
  });

  test('HDBSCAN.fit() of one crowd finds nothing unless allowSingleCluster', async () => {
    const x = blobs([200], [0]);
    expect((await new HDBSCAN({ minClusterSize: 80 }).fit(x)).clusters).toBe(0);
    const single = await new HDBSCAN({ minClusterSize: 80, allowSingleCluster: true }).fit(x);
    expect(single.clusters).toBe(1);
    expect(await single.predict(x)).toEqual(single.labels);
  });

  test('HDBSCAN.fit() keeps equal rows together and calls them one cluster, not two', async () => {
    const values = [...Array(20).fill(1), ...Array(12).fill(5), 30];
    const model = await new HDBSCAN({ minClusterSize: 5 }).fit(column(values));
    expect([...model.labels]).toEqual([...Array(20).fill(0), ...Array(12).fill(1), -1]);
    expect([...model.memberships]).toEqual([...Array(32).fill(1), 0]);
  });

  test('HDBSCAN.fit() of fewer rows than minClusterSize is all noise', async () => {
    const model = await new HDBSCAN({ minClusterSize: 5 }).fit(column([1, 2, 3]));
    expect([...model.labels]).toEqual([-1, -1, -1]);
    expect([...(await model.predict(column([2, 7])))]).toEqual([-1, -1]);
  });

  test('HDBSCANModel.assign() places new rows in the cluster they come near to, and far ones nowhere', async () => {
    const model = await new HDBSCAN(options).fit(triples);
    const { labels, values, measure } = await model.assign(column([0.5, 13, 6.2, -20, 11]));
    expect(measure).toBe('membership');
    // 6.2 is 3.8 from row 10, less than the gap of 8 at which the cluster was born.
    expect([...labels]).toEqual([0, 1, 1, -1, 1]);
    expect(values[0]).toBe(1);
    expect(values[1]).toBe(1);
    expect(values[2]).toBeCloseTo(1 / 3.8, 6);
    expect(values[3]).toBe(0);
    expect(values[4]).toBe(1);
  });
});

const cloud = fc.record({
  seed: fc.nat(),
  minClusterSize: fc.integer({ min: 2, max: 15 }),
  minSamples: fc.integer({ min: 1, max: 15 }),
  selection: fc.constantFrom('eom' as const, 'leaf' as const),
});

describe('whatever the rows', () => {
  test('HDBSCAN.fit(rows in another order) permutes labels and memberships', async () => {
    await fc.assert(
      fc.asyncProperty(cloud, async ({ seed, ...options }) => {
        const x = blobs([40, 30, 20, 15], [0, 4, 9, 20], seed, 1.3);
        const order = new Random(seed + 1).shuffle(
          Int32Array.from({ length: x.rows }, (_, row) => row),
        );
        const straight = await new HDBSCAN(options).fit(x);
        const mixed = await new HDBSCAN(options).fit(x.takeRows(order));
        const expected = order.map((row) => straight.labels[row]);
        expect(samePartition(mixed.labels, expected)).toBe(true);
        expect(mixed.memberships).toEqual(
          Float64Array.from(order, (row) => straight.memberships[row]),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('HDBSCANModel.predict(training rows) gives the fitted labels and memberships', async () => {
    await fc.assert(
      fc.asyncProperty(cloud, fc.constantFrom(0, 0.5, 2), async ({ seed, ...options }, grid) => {
        const cloudy = blobs([50, 40, 10], [0, 6, 30], seed, 1.5);
        const data = cloudy.data.map((v) => (grid > 0 ? Math.round(v / grid) * grid : v));
        const x = new Matrix(data, cloudy.rows, cloudy.cols);
        const model = await new HDBSCAN(options).fit(x);
        const again = await model.assign(x);
        expect(again.labels).toEqual(model.labels);
        expect(again.values).toEqual(model.memberships);
        for (const value of model.memberships) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 80 },
    );
  });
});
