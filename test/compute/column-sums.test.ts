import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { columnSums } from '../../src/compute/reference/column-sums.ts';

const sizes = [0, 1, 3, 4, 5, 7, 8, 17, 1000];

test.each(sizes)(
  'columnSums of %i rows equals its reference, bit for bit, on 1, 2 and 4 threads',
  async (rows) => {
    const cols = 5;
    const chunk = 8;
    const chunks = Math.ceil(rows / chunk);
    const random = new Random(rows);
    const x = Float32Array.from({ length: rows * cols }, () => random.normal());
    const expected = new Float64Array(chunks * cols);
    for (let c = 0; c < chunks; c++) {
      columnSums(expected, x, cols, c * chunk, Math.min(rows, (c + 1) * chunk), c);
    }
    for (const threads of [1, 2, 4]) {
      for (const share of [true, false]) {
        const compute = await openCompute(threads, share);
        using scope = compute.scope();
        const out = scope.f64(chunks * cols);
        compute.run('columnSums', rows, chunk, [out.at, scope.put(x).at, cols]);
        expect(out.copy()).toEqual(expected);
      }
    }
  },
);
