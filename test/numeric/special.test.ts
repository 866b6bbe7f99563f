import { expect, test } from 'vitest';
import { erfc, normalSurvival } from '../../src/numeric/index.ts';
import { golden } from '../explain/golden.ts';

test('erfc agrees with SciPy to 14 digits in every branch', () => {
  for (const [x, expected] of golden.erfc) expect(erfc(x) / expected).toBeCloseTo(1, 14);
});

test('erfc far out is 0 and of NaN is NaN', () => {
  expect(erfc(40)).toBe(0);
  expect(erfc(-40)).toBe(2);
  expect(erfc(Number.NaN)).toBeNaN();
});

test('normalSurvival of 1.959964 is a fortieth', () => {
  expect(normalSurvival(1.959963984540054)).toBeCloseTo(0.025, 15);
});
