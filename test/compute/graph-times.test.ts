import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { graphTimes } from '../../src/compute/reference/graph-times.ts';

test.each([0, 1, 3, 4, 5, 7, 8, 17])(
  'graphTimes of %i nodes equals its reference, bit for bit, on 1, 2 and 4 threads',
  async (n) => {
    const random = new Random(n);
    const width = 6;
    const offsets = new Int32Array(n + 1);
    for (let i = 0; i < n; i++) offsets[i + 1] = offsets[i] + random.integer(5);
    const targets = Int32Array.from({ length: offsets[n] }, () => random.integer(n));
    const weights = Float64Array.from({ length: offsets[n] }, () => random.normal());
    const draw = () => Float64Array.from({ length: n * width }, () => random.normal());
    const [x, before] = [draw(), draw()];
    const expected = new Float64Array(n * width);
    graphTimes(expected, { offsets, targets, weights }, x, before, width, [2, -0.5, 3]);
    for (const threads of [1, 2, 4]) {
      for (const share of [true, false]) {
        const compute = await openCompute(threads, share);
        using scope = compute.scope();
        const out = scope.f64(n * width);
        const graph = [scope.put(offsets).at, scope.put(targets).at, scope.put(weights).at];
        const tables = [scope.put(x).at, scope.put(before).at];
        compute.run('graphTimes', n, 4, [out.at, ...graph, ...tables, width, 2, -0.5, 3]);
        expect(out.copy()).toEqual(expected);
      }
    }
  },
);
