import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { KMeans } from '../../src/cluster/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

test('KMeans.fit({clusters: 2}) finds two groups on a line and names the larger one 0', async () => {
  const model = await new KMeans({ clusters: 2 }).fit(Matrix.from([[0], [10], [11], [12], [1]]));
  expect([...model.labels]).toEqual([1, 0, 0, 0, 1]);
  expect([...model.centers.data]).toEqual([11, 0.5]);
  expect(model.inertia).toBe(2.5);
  expect(model.stopped).toBe('converged');
  expect(model.warnings).toEqual([]);
});

/** Overlapping groups: labels near the borders are where shortcuts would go wrong. */
function overlapping(rows: number, cols: number, groups: number, seed: number): Matrix {
  const random = new Random(seed);
  const centers = Array.from({ length: groups * cols }, () => 1.5 * random.normal());
  const data = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    const group = random.integer(groups);
    for (let j = 0; j < cols; j++) data[i * cols + j] = centers[group * cols + j] + random.normal();
  }
  return new Matrix(data, rows, cols);
}

test.each([
  [2000, 2, 12],
  [1500, 7, 5],
  [700, 40, 11],
  [3000, 3, 40],
])(
  'KMeans.fit of %i × %i rows gives the same bytes with every algorithm and thread count',
  async (n, d, k) => {
    const x = overlapping(n, d, k, 5);
    const states: Uint8Array[] = [];
    for (const algorithm of ['lloyd', 'hamerly', 'elkan', 'yinyang', 'auto'] as const) {
      for (const threads of [1, 2, 4]) {
        const model = await new KMeans({ clusters: k, algorithm }).fit(x, { threads });
        states.push(new Uint8Array(model.toState()));
      }
    }
    for (const state of states) expect(state).toEqual(states[0]);
  },
);

test('KMeans.fitFrom(x, centers) relocates an empty cluster to the farthest row, and warns', async () => {
  const x = Matrix.from([[0], [1], [2], [30]]);
  const model = await new KMeans({ clusters: 2 }).fitFrom(x, Matrix.from([[1], [900]]));
  expect([...model.labels]).toEqual([0, 0, 0, 1]);
  expect([...model.centers.data]).toEqual([1, 30]);
  expect(model.warnings.map((w) => w.code)).toEqual(['empty-cluster']);
});

test('KMeans.fit({clusters: 5}) of three different rows makes three clusters, and warns', async () => {
  const x = Matrix.from([[1], [1], [1], [4], [4], [9]]);
  for (const init of ['k-means++', 'random'] as const) {
    const model = await new KMeans({ clusters: 5, init }).fit(x);
    expect([...model.labels]).toEqual([0, 0, 0, 1, 1, 2]);
    expect(model.inertia).toBe(0);
    expect(model.warnings.map((w) => w.code)).toContain('fewer-clusters');
  }
});

test('KMeans.fit({maxIterations: 1}) warns that the centres still moved', async () => {
  const x = overlapping(500, 3, 4, 1);
  const model = await new KMeans({ clusters: 4, maxIterations: 1 }).fit(x);
  expect(model.stopped).toBe('max-iterations');
  expect(model.warnings.map((w) => w.code)).toContain('not-converged');
  expect(await model.predict(x)).toEqual(model.labels);
});

test('KMeansModel.history never rises and ends at the inertia', async () => {
  const x = overlapping(800, 4, 6, 2);
  const model = await new KMeans({ clusters: 6, tolerance: 0 }).fit(x);
  const { history } = model;
  for (let i = 1; i < history.length; i++) {
    expect(history[i]).toBeLessThanOrEqual(history[i - 1] * (1 + 1e-7));
  }
  // The history comes from sums, the inertia from every row; centres are rounded to f32.
  expect(Math.abs(history.at(-1)! / model.inertia - 1)).toBeLessThan(1e-7);
  expect(history.length).toBe(model.iterations);
});

test('KMeans.fitFrom(x, centers) refuses centers of another shape', async () => {
  const x = Matrix.from([[1], [2], [3]]);
  const fit = new KMeans({ clusters: 2 }).fitFrom(x, Matrix.from([[1], [2], [3]]));
  await expect(fit).rejects.toThrow('centers must be 2 × 1, got 3 × 1');
});

test("KMeans.fit({ tolerance }) is a share of the columns' mean variance", async () => {
  // The centres go to 0.5 and 10.5 in the first iteration and rest in the second; each column's variance is 25.25.
  const x = Matrix.from([
    [0, 0],
    [1, 1],
    [10, 10],
    [11, 11],
  ]);
  const start = Matrix.from([
    [0, 0],
    [5.5, 5.5],
  ]);
  const share = (2 * (0.5 ** 2 + 5 ** 2)) / 25.25;
  for (const [tolerance, iterations] of [
    [share * 0.99, 2],
    [share * 1.01, 1],
  ]) {
    const model = await new KMeans({ clusters: 2, tolerance }).fitFrom(x, start);
    expect(model.iterations).toBe(iterations);
    expect([...model.labels]).toEqual([0, 0, 1, 1]);
  }
});
