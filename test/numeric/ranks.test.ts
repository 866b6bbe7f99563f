import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { sortOrder } from '../../src/numeric/index.ts';

test('sortOrder keeps equal numbers in place and puts NaN last', () => {
  expect([...sortOrder([3, Number.NaN, -1, 3, 0, -0])]).toEqual([2, 4, 5, 0, 3, 1]);
});

test('sortOrder by counting agrees with sortOrder by comparing', () => {
  const special = [Number.NaN, -0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-320];
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const random = new Random(seed);
      const values = Float64Array.from({ length: 9000 }, () => {
        const kind = random.integer(4);
        if (kind === 0) return special[random.integer(special.length)];
        return kind === 1 ? random.integer(50) - 25 : random.normal() * 10 ** random.integer(9);
      });
      const nan = (value: number) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value);
      const rank = (i: number) => (Number.isNaN(values[i]) ? 1 : 0);
      const order = Uint32Array.from(values, (_, i) => i).sort(
        (a, b) =>
          rank(a) - rank(b) ||
          (nan(values[a]) < nan(values[b]) ? -1 : nan(values[a]) > nan(values[b]) ? 1 : a - b),
      );
      expect(sortOrder(values)).toEqual(order);
    }),
    { numRuns: 5 },
  );
});
