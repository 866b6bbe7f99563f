import { expect, test } from 'vitest';
import { Random, Run } from '../../src/base/index.ts';
import { findNeighbors, type Metric, metrics } from '../../src/neighbors/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

function cloud(rows: number, cols: number, seed = rows + cols): Matrix {
  const random = new Random(seed);
  const data = Float32Array.from(
    { length: rows * cols },
    () => Math.round(4 * random.normal()) / 4,
  );
  return new Matrix(data, rows, cols);
}

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0];
  for (let j = 0; j < a.length; j++) {
    dot += a[j] * b[j];
    aa += a[j] * a[j];
    bb += b[j] * b[j];
  }
  if (aa === 0 || bb === 0) return aa === bb ? 0 : 1;
  return 1 - dot / Math.sqrt(aa * bb);
}

function centred(a: ArrayLike<number>): number[] {
  const mean = Array.from(a).reduce((sum, value) => sum + value, 0) / a.length;
  return Array.from(a, (value) => value - mean);
}

const plain: Record<Metric, (a: Float32Array, b: Float32Array) => number> = {
  manhattan: (a, b) => a.reduce((sum, value, j) => sum + Math.abs(value - b[j]), 0),
  chebyshev: (a, b) => Math.max(...a.map((value, j) => Math.abs(value - b[j]))),
  hamming: (a, b) => a.filter((value, j) => value !== b[j]).length / a.length,
  jaccard: (a, b) => {
    const either = a.filter((value, j) => value !== 0 || b[j] !== 0).length;
    return either === 0
      ? 0
      : a.filter((value, j) => (value !== 0) !== (b[j] !== 0)).length / either;
  },
  euclidean: (a, b) => Math.hypot(...a.map((value, j) => value - b[j])),
  cosine,
  correlation: (a, b) => cosine(centred(a), centred(b)),
};

/** The definition: all distances, sorted, equal ones by the lower row. */
function expected(x: Matrix, y: Matrix | undefined, k: number, metric: Metric) {
  const queries = y ?? x;
  return Array.from({ length: queries.rows }, (_, i) =>
    Array.from({ length: x.rows }, (_, row) => row)
      .filter((row) => y !== undefined || row !== i)
      .map((row) => ({ row, distance: plain[metric](queries.row(i), x.row(row)) }))
      .sort((a, b) => a.distance - b.distance || a.row - b.row)
      .slice(0, k),
  ).flat();
}

test.each(metrics)(
  'findNeighbors({ metric: %s }) finds what sorting all distances finds',
  async (metric) => {
    for (const [rows, cols, k] of [
      [2, 1, 1],
      [5, 3, 4],
      [17, 4, 3],
      [60, 5, 7],
      [80, 40, 9],
      [150, 100, 5],
    ]) {
      const x = cloud(rows, cols);
      for (const y of [undefined, cloud(9, cols, 3)]) {
        const found = await findNeighbors(x, { neighbors: k, metric, y }, new Run());
        const wanted = expected(x, y, k, metric);
        expect(found.recall).toBe(1);
        found.distances.forEach((distance, at) => {
          expect(distance).toBeCloseTo(wanted[at].distance, 5);
          // Rounding may change the order of what is equally far: then the distances still agree.
          const query = (y ?? x).row(Math.floor(at / k));
          expect(plain[metric](query, x.row(found.rows[at]))).toBeCloseTo(wanted[at].distance, 5);
        });
      }
    }
  },
);

test('findNeighbors never lists a row as its own neighbour, not even among equal rows', async () => {
  const x = Matrix.from(Array.from({ length: 12 }, (_, i) => [i < 8 ? 1 : i, 2]));
  for (const metric of metrics) {
    const { rows, distances } = await findNeighbors(x, { neighbors: 3, metric }, new Run());
    for (let i = 0; i < 12; i++) {
      const own = [...rows.subarray(3 * i, 3 * i + 3)];
      expect(own).not.toContain(i);
      expect(new Set(own).size).toBe(3);
      if (i < 8) expect([...distances.subarray(3 * i, 3 * i + 3)]).toEqual([0, 0, 0]);
    }
  }
});

test('findNeighbors refuses more neighbours than other rows, and rows of another width', async () => {
  const x = cloud(3, 2);
  await expect(findNeighbors(x, { neighbors: 3 }, new Run())).rejects.toThrow(
    'findNeighbors: neighbors must be from 1 to 2, got 3.',
  );
  await expect(findNeighbors(x, { neighbors: 3, y: cloud(1, 3) }, new Run())).rejects.toThrow(
    'y must have the 2 columns of x, got 3.',
  );
});

test('findNeighbors of wide rows is exact for huge, tiny and far-off numbers and among many equal rows', async () => {
  const base = cloud(90, 70);
  for (const [factor, offset] of [
    [1e25, 0],
    [1e-25, 0],
    [1, 5000],
  ]) {
    const x = new Matrix(
      base.data.map((value) => (value + offset) * factor),
      90,
      70,
    );
    const wanted = expected(x, undefined, 6, 'euclidean');
    const { distances } = await findNeighbors(x, { neighbors: 6 }, new Run());
    distances.forEach((distance, at) => {
      expect(distance / factor).toBeCloseTo(wanted[at].distance / factor, 4);
    });
  }
  const equal = Matrix.from(Array.from({ length: 50 }, () => Array.from(base.row(3))));
  const { rows, distances } = await findNeighbors(equal, { neighbors: 4 }, new Run());
  expect([...rows.subarray(0, 12)]).toEqual([1, 2, 3, 4, 0, 2, 3, 4, 0, 1, 3, 4]);
  expect(distances.every((distance) => distance === 0)).toBe(true);
});

test('findNeighbors gives the same bits on 1 and 4 threads', async () => {
  for (const metric of metrics) {
    const x = cloud(300, 80);
    const one = await findNeighbors(x, { neighbors: 5, metric }, new Run({ threads: 1 }));
    expect(await findNeighbors(x, { neighbors: 5, metric }, new Run({ threads: 4 }))).toEqual(one);
  }
});

test('findNeighbors({ method: "approximate" }) warns with its recall, and gives the same bits on any thread count', async () => {
  const random = new Random(2);
  const directions = Array.from({ length: 5 * 40 }, () => random.normal());
  const data = new Float32Array(3000 * 40);
  for (let i = 0; i < 3000; i++) {
    const shares = Array.from({ length: 5 }, () => random.normal());
    for (let j = 0; j < 40; j++) {
      data[i * 40 + j] = shares.reduce((sum, share, s) => sum + share * directions[s * 40 + j], 0);
    }
  }
  const x = new Matrix(data, 3000, 40);
  for (const metric of ['euclidean', 'cosine'] as const) {
    const warned: string[] = [];
    const search = { neighbors: 10, metric, method: 'approximate', seed: 4 } as const;
    const run = new Run({
      threads: 1,
      warn: (code, message) => warned.push(`${code}: ${message}`),
    });
    const found = await findNeighbors(x, search, run);
    expect(await findNeighbors(x, search, new Run({ threads: 4 }))).toEqual(found);
    const exact = await findNeighbors(x, { neighbors: 10, metric, method: 'exact' }, new Run());
    let right = 0;
    found.distances.forEach((distance, at) => {
      if (distance <= exact.distances[Math.floor(at / 10) * 10 + 9]) right++;
    });
    expect(right / found.distances.length).toBeGreaterThan(0.97);
    expect(Math.abs(found.recall - right / found.distances.length)).toBeLessThan(0.02);
    expect(warned).toEqual([
      `neighbors-approximate: Neighbours were searched approximately: ${(100 * found.recall).toFixed(1)} % of the true ones were found, by a sample of rows.`,
    ]);
  }
});

test('findNeighbors({ metric: hamming }) is the same by lists of values and pair by pair', async () => {
  const [rows, cols] = [120, 9];
  // Names of few values in half of the columns: their pairs decide for the other way.
  for (const many of [3, 500]) {
    const x = Matrix.from(
      Array.from({ length: rows }, (_, i) =>
        Array.from({ length: cols }, (_, j) => ((i * 37 + 11) * (j + 3)) % (j % 2 ? many : 40)),
      ),
    );
    for (const y of [undefined, x.takeRows([3, 50])]) {
      const run = new Run();
      const found = await findNeighbors(x, { neighbors: 6, metric: 'hamming', y }, run);
      const wanted = expected(x, y, 6, 'hamming');
      expect([...found.rows]).toEqual(wanted.map(({ row }) => row));
      expect([...found.distances]).toEqual(wanted.map(({ distance }) => distance));
    }
  }
});
