import { expect, test } from 'vitest';
import { mean, quantile, variance } from '../../src/numeric/index.ts';

test('quantile mixes neighbours as type 7 does', () => {
  expect(quantile([1, 2, 3, 4], 0.5)).toBe(2.5);
  expect(quantile([10, 20, 30], 0.25)).toBe(15);
  expect(quantile([7], 0.9)).toBe(7);
  expect(quantile([], 0.5)).toBeNaN();
});

test('mean and variance of four numbers by hand', () => {
  expect(mean([2, 4, 4, 6])).toBe(4);
  expect(variance([2, 4, 4, 6])).toBeCloseTo(8 / 3, 15);
  expect(variance([2, 4, 4, 6], 0)).toBe(2);
  expect(variance([5])).toBeNaN();
});
