import { expect, test } from 'vitest';
import { Random, Run } from '../../src/base/index.ts';
import { openCompute } from '../../src/compute/index.ts';
import { distanceBlock } from '../../src/compute/reference/distance-block.ts';
import { distanceBlocks, packPanels } from '../../src/distances/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

function cloud(rows: number, cols: number): Matrix {
  const random = new Random(rows + cols);
  const data = Float32Array.from({ length: rows * cols }, () => random.normal());
  return new Matrix(data, rows, cols);
}

test.each([0, 1, 3, 4, 5, 7, 8, 17])(
  'distanceBlock of %i rows equals its reference, bit for bit, on 1, 2 and 4 threads',
  async (count) => {
    const cols = 3;
    const [x, y] = [cloud(9, cols), cloud(count, cols)];
    const expected = new Float32Array(9 * count);
    distanceBlock(expected, x.data, y.data, cols, count, 0, 9);
    for (const threads of [1, 2, 4]) {
      for (const share of [true, false]) {
        const compute = await openCompute(threads, share);
        using scope = compute.scope();
        const out = scope.f32(9 * count);
        const panels = scope.put(packPanels(y).data).at;
        compute.run('distanceBlock', 9, 2, [out.at, scope.put(x.data).at, panels, cols, count]);
        expect(out.copy()).toEqual(expected);
      }
    }
  },
);

test('distanceBlocks(x, y) covers every pair once, in more than one block', async () => {
  const [x, y] = [cloud(1500, 2), cloud(4001, 2)];
  let next = 0;
  let blocks = 0;
  for await (const { begin, end, distances } of distanceBlocks(x, y, new Run())) {
    expect(begin).toBe(next);
    const expected = new Float32Array(4001);
    distanceBlock(expected, x.row(end - 1), y.data, 2, 4001, 0, 1);
    expect(distances.slice(-4001)).toEqual(expected);
    next = end;
    blocks++;
  }
  expect(next).toBe(1500);
  expect(blocks).toBeGreaterThan(1);
});
