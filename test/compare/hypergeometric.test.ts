import { expect, test } from 'vitest';
import { lnFactorial, overlapByChance } from '../../src/compare/hypergeometric.ts';

test('overlapByChance(n, a, b, both) of a few entities is a count of cases', () => {
  // Of the 120 ways to draw 3 of 10, one gives the same 3, and 21 give two of them.
  expect(overlapByChance(10, 3, 3, 3)).toBeCloseTo(1 / 120, 14);
  expect(overlapByChance(10, 3, 3, 2)).toBeCloseTo(22 / 120, 14);
  expect(overlapByChance(10, 3, 3, 0)).toBe(1);
  expect(overlapByChance(10, 3, 3, 4)).toBe(0);
  expect(overlapByChance(10, 8, 8, 6)).toBe(1);
});

test('lnFactorial(n) meets the sum of logarithms on both sides of its border', () => {
  for (const n of [0, 1, 5, 31, 32, 33, 200]) {
    let sum = 0;
    for (let i = 2; i <= n; i++) sum += Math.log(i);
    expect(lnFactorial(n)).toBeCloseTo(sum, 10);
  }
});
