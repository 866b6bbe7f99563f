import { expect, test } from 'vitest';
import { calinskiHarabasz, daviesBouldin } from '../../src/evaluate/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

const line = Matrix.from([[-1], [1], [-3], [3], [8], [12]]);

test('daviesBouldin(x, labels) leaves segments with the same centre out of each other’s worst', () => {
  // Spreads 1, 3 and 2; centres 0, 0 and 10: the worst shares are 3/10, 5/10 and 5/10.
  expect(daviesBouldin(line, [0, 0, 1, 1, 2, 2])).toBeCloseTo((0.3 + 0.5 + 0.5) / 3, 12);
});

test('calinskiHarabasz(x, labels) by hand, noise left out', () => {
  // Without noise: centres 0 and 10, mean 5: between 4 · 25, within 2 + 8, two degrees of freedom.
  expect(calinskiHarabasz(line, [0, 0, -1, -1, 1, 1])).toBeCloseTo((100 / 10) * 2, 12);
});
