import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { leastAt, wardNearest } from '../../src/compute/reference/agglomerative.ts';

const CHUNK = 8;
const sizes = [1, 2, 3, 4, 5, 7, 8, 17, 100];
const strideOf = (count: number) => 4 * Math.ceil(count / 4);

test.each(sizes)(
  'wardNearest among %i clusters equals its reference, bit for bit, on 1, 2 and 4 threads',
  async (count) => {
    const cols = 3;
    const stride = strideOf(count);
    const chunks = Math.ceil(count / CHUNK);
    const random = new Random(count);
    // Coarse values: ties must go to the lowest column.
    const centers = Float64Array.from({ length: cols * stride }, () => random.integer(4));
    const weights = Float64Array.from({ length: stride }, (_, p) => (p < count ? 1 + (p % 3) : 0));
    for (const threads of [1, 2, 4]) {
      for (const share of [true, false]) {
        const compute = await openCompute(threads, share);
        using scope = compute.scope();
        const out = scope.f64(chunks * 2);
        const inputs = [scope.put(centers).at, scope.put(weights).at, cols, stride];
        for (const from of [0, count >> 1, count - 1]) {
          compute.run('wardNearest', count, CHUNK, [out.at, ...inputs, from]);
          const expected = Array.from({ length: chunks }, (_, c) => {
            const end = Math.min(count, (c + 1) * CHUNK);
            return wardNearest(centers, weights, cols, stride, from, c * CHUNK, end);
          });
          expect([...out.view]).toEqual(expected.flat());
        }
      }
    }
  },
);

test.each([0, 15, 16, 31, 33, ...sizes])(
  'leastAt(%i numbers) equals its reference',
  async (count) => {
    const random = new Random(count);
    for (const share of [true, false]) {
      const compute = await openCompute(1, share);
      for (const range of [3, 1000]) {
        using scope = compute.scope();
        // Coarse values, because ties must go to the first; 0 stands for a cluster that is gone.
        const numbers = Float32Array.from({ length: count }, () => {
          return random.integer(range) || Number.POSITIVE_INFINITY;
        });
        expect(compute.call('leastAt', scope.put(numbers).at, count)).toBe(leastAt(numbers));
        numbers.fill(Number.POSITIVE_INFINITY);
        expect(compute.call('leastAt', scope.put(numbers).at, count)).toBe(-1);
      }
    }
  },
);
