import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DataError, Random, Run } from '../../src/base/index.ts';
import { kdReach, kdSpan } from '../../src/compute/reference/kd-span.ts';
import {
  minimumSpanningTree,
  nearestRows,
  reachRows,
  singleLinkage,
} from '../../src/neighbors/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

const cloud = fc
  .record({
    rows: fc.integer({ min: 1, max: 120 }),
    cols: fc.integer({ min: 1, max: 12 }),
    seed: fc.nat(),
    // A coarse grid brings equal rows and equal distances.
    grid: fc.constantFrom(0, 0.25, 1, 8),
    samples: fc.integer({ min: 1, max: 25 }),
  })
  .map(({ rows, cols, seed, grid, samples }) => {
    const random = new Random(seed);
    const data = Float32Array.from({ length: rows * cols }, () => {
      const value = 3 * random.normal();
      return grid > 0 ? Math.round(value / grid) * grid : value;
    });
    return { x: new Matrix(data, rows, cols), samples: Math.min(rows, samples), seed };
  });

describe('by hand', () => {
  test('minimumSpanningTree(x) of four rows on a line joins neighbours, shortest first', async () => {
    const tree = await minimumSpanningTree(Matrix.from([[0], [1], [10], [12]]));
    expect([...tree.from]).toEqual([0, 2, 1]);
    expect([...tree.to]).toEqual([1, 3, 2]);
    expect([...tree.lengths]).toEqual([1, 2, 9]);
    expect([...tree.cores]).toEqual([0, 0, 0, 0]);
  });

  test('minimumSpanningTree(x, 2) takes the larger of the distance and the two core distances', async () => {
    const tree = await minimumSpanningTree(Matrix.from([[0], [1], [10], [12]]), 2);
    expect([...tree.cores]).toEqual([1, 1, 2, 2]);
    expect([...tree.lengths]).toEqual([1, 2, 9]);
    const third = await minimumSpanningTree(Matrix.from([[0], [1], [10], [12]]), 3);
    expect([...third.cores]).toEqual([10, 9, 9, 11]);
    expect([...third.lengths]).toEqual([9, 10, 11]);
  });

  test('singleLinkage(tree) numbers merges from n on', async () => {
    const merges = singleLinkage(await minimumSpanningTree(Matrix.from([[0], [1], [10], [12]])));
    expect([...merges.left]).toEqual([0, 2, 4]);
    expect([...merges.right]).toEqual([1, 3, 5]);
    expect([...merges.sizes]).toEqual([2, 2, 4]);
    expect([...merges.distances]).toEqual([1, 2, 9]);
  });

  test('minimumSpanningTree(x, samples) refuses more samples than rows', async () => {
    await expect(minimumSpanningTree(Matrix.from([[0], [1]]), 3)).rejects.toThrow(DataError);
    await expect(nearestRows(Matrix.from([[0], [1]]), 3)).rejects.toThrow(
      /from 1 to the 2 rows, got 3/,
    );
  });
});

describe('whatever the rows', () => {
  test('minimumSpanningTree(x, samples) has the edges that trying every pair in order gives', async () => {
    await fc.assert(
      fc.asyncProperty(cloud, async ({ x, samples }) => {
        const tree = await minimumSpanningTree(x, samples);
        const near = await nearestRows(x, samples);
        const cores = Float64Array.from(
          tree.cores,
          (_, row) => near.distances[(row + 1) * samples - 1],
        );
        expect(tree.cores).toEqual(cores);
        const squares = exactSquares(x, near.rows, samples);
        const expected = kdSpan(x.data, x.cols, squares);
        // Equal rows can be joined along any edges of length 0; all others are the very same.
        const zeros = expected.filter(({ reach }) => reach === 0).length;
        expect(tree.lengths).toEqual(Float64Array.from(expected, ({ reach }) => Math.sqrt(reach)));
        if (zeros > 0) return;
        expect([...tree.from]).toEqual(expected.map(({ low }) => low));
        expect([...tree.to]).toEqual(expected.map(({ high }) => high));
      }),
      { numRuns: 120 },
    );
  });

  test('minimumSpanningTree(x, samples, { threads }) is the same on 1, 2 and 4 threads', async () => {
    for (const grid of [0, 1]) {
      const random = new Random(2);
      const data = Float32Array.from({ length: 4000 * 3 }, () => {
        const value = 8 * random.normal();
        return grid > 0 ? Math.round(value) : value;
      });
      const x = new Matrix(data, 4000, 3);
      const [one, two, four] = await Promise.all(
        [1, 2, 4].map((threads) => minimumSpanningTree(x, 5, { threads })),
      );
      expect(two).toEqual(one);
      expect(four).toEqual(one);
    }
  });

  test('reachRows(x, …, y) finds the row nearest by mutual reachability, or an equal one', async () => {
    await fc.assert(
      fc.asyncProperty(cloud, async ({ x, samples, seed }) => {
        const random = new Random(seed + 1);
        const y = new Matrix(
          Float32Array.from({ length: 20 * x.cols }, () => 4 * random.normal()),
          20,
          x.cols,
        );
        const { cores } = await minimumSpanningTree(x, samples);
        const found = await reachRows(x, cores, samples, y, new Run());
        const others = Math.max(1, samples - 1);
        const near = await nearestRows(x, others, { y });
        const own = Float64Array.from({ length: 20 }, (_, i) =>
          samples > 1 ? near.distances[(i + 1) * others - 1] ** 2 : 0,
        );
        const rows = new Int32Array(20);
        kdReach(
          rows,
          x.data,
          y.data,
          x.cols,
          own,
          cores.map((core) => core ** 2),
        );
        const equal = Array.from({ length: 20 }, (_, i) => near.distances[i * others] === 0);
        for (let i = 0; i < 20; i++) {
          if (!equal[i])
            expect(Math.abs(found.reaches[i] - reach(x, y, i, rows[i], own, cores))).toBeLessThan(
              1e-9,
            );
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** Squared core distances without the rounding of a root. */
function exactSquares(x: Matrix, near: Int32Array, samples: number): Float64Array {
  return Float64Array.from({ length: x.rows }, (_, row) => {
    const other = near[(row + 1) * samples - 1];
    return x.row(row).reduce((sum, value, j) => sum + (value - x.row(other)[j]) ** 2, 0);
  });
}

function reach(
  x: Matrix,
  y: Matrix,
  i: number,
  row: number,
  own: Float64Array,
  cores: Float64Array,
): number {
  const square = y.row(i).reduce((sum, value, j) => sum + (value - x.row(row)[j]) ** 2, 0);
  return Math.sqrt(Math.max(square, own[i], cores[row] ** 2));
}
