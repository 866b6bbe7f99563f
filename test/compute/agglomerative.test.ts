import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { wardNearest } from '../../src/compute/reference/agglomerative.ts';

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
