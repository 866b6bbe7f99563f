import { expect, test } from 'vitest';
import { countDistinctRows, Matrix } from '../../src/numeric/index.ts';

test('countDistinctRows tells rows apart that differ in one number, and knows 0 and −0 as the same', () => {
  expect(
    countDistinctRows(
      Matrix.from([
        [0, 1],
        [0, 1],
        [-0, 1],
        [1, 0],
        [0, 1.0000001],
      ]),
    ),
  ).toBe(3);
});

test('countDistinctRows of no rows is 0', () => {
  expect(countDistinctRows(Matrix.from([]))).toBe(0);
});

test('countDistinctRows counts a grid of 100,000 different rows', () => {
  const x = Matrix.from(
    Array.from({ length: 100_000 }, (_, i) => [i % 1000, Math.floor(i / 1000)]),
  );
  expect(countDistinctRows(x)).toBe(100_000);
});
