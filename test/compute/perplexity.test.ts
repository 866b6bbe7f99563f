import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { perplexityShares } from '../../src/compute/reference/perplexity.ts';
import { everyWay, expectNear } from './every-way.ts';

test.each([0, 1, 3, 4, 5, 7, 8, 17])(
  'perplexityShares of %i rows equals its reference, in any unit',
  async (rows) => {
    const random = new Random(rows);
    const k = 12;
    const units = [1, 1e-12, 1e15];
    const distances = new Float64Array(rows * k).map(
      (_, at) => units[Math.floor(at / k) % 3] * (1 + random.next() * (at % k)),
    );
    const shares = await everyWay((compute, scope) => {
      const out = scope.f32(rows * k);
      compute.run('perplexityShares', rows, 3, [out.at, scope.put(distances).at, k, Math.log(4)]);
      return out.copy();
    });
    for (let i = 0; i < rows; i++) {
      const row = distances.subarray(i * k, (i + 1) * k);
      // Shares are kept in 32 bits.
      expectNear(shares.subarray(i * k, (i + 1) * k), perplexityShares(row, Math.log(4)), 1e-7);
    }
  },
);

test.each([
  ['all equally near', [3, 3, 3, 3], 2, [0.25, 0.25, 0.25, 0.25]],
  ['more equally near than asked for', [1, 1, 1, 5], 2, [1 / 3, 1 / 3, 1 / 3, 0]],
  ['as many as there are', [1, 2, 3, 4], 4, [0.25, 0.25, 0.25, 0.25]],
  ['one', [1, 2, 3, 4], 1, [1, 0, 0, 0]],
  ['distances of 0', [0, 0, 1, 2], 2, [0.5, 0.5, 0, 0]],
])('perplexityShares of rows with neighbours %s', async (_, distances, perplexity, expected) => {
  const shares = await everyWay((compute, scope) => {
    const out = scope.f32(4);
    const from = scope.put(Float64Array.from(distances));
    compute.run('perplexityShares', 1, 1, [out.at, from.at, 4, Math.log(perplexity)]);
    return out.copy();
  });
  // The entropy nears its end so slowly that it stops short of it.
  expectNear(shares, expected, 2e-5);
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6);
});
