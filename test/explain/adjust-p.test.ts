import { expect, test } from 'vitest';
import { adjustP } from '../../src/explain/index.ts';
import { golden } from './golden.ts';

test('adjustP gives the values of SciPy false_discovery_control', () => {
  const adjusted = adjustP(golden.adjust.p);
  for (let i = 0; i < adjusted.length; i++) {
    expect(adjusted[i]).toBeCloseTo(golden.adjust.adjusted[i], 14);
  }
});

test('adjustP of nothing is nothing', () => {
  expect(adjustP([])).toEqual([]);
});
