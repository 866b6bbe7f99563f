import { expect, it } from 'vitest';
import { DataError } from '../../src/base/index.ts';
import { KMeans } from '../../src/cluster/index.ts';
import { withinSquares } from '../../src/evaluate/index.ts';
import { Matrix, NOISE } from '../../src/numeric/index.ts';

const x = new Matrix(Float32Array.of(0, 0, 2, 0, 10, 10, 10, 14, 99, 99), 5, 2);

it('withinSquares(x, labels) sums what rows lie off their mean: 1 + 1 + 4 + 4, noise left out', () => {
  expect(withinSquares(x, [0, 0, 1, 1, NOISE])).toBe(10);
  expect(withinSquares(x, [0, 1, 2, 3, 4])).toBe(0);
  expect(withinSquares(x, Array(5).fill(NOISE))).toBe(0);
});

it('withinSquares(x, labels) is the inertia of a KMeans model', async () => {
  const model = await new KMeans({ clusters: 2, seed: 1 }).fit(x, {});
  expect(withinSquares(x, model.labels)).toBeCloseTo(model.inertia, 4);
});

it('withinSquares(x, labels) refuses another number of labels', () => {
  expect(() => withinSquares(x, [0, 1])).toThrow(DataError);
});
