import { expect, test } from 'vitest';
import { Random, Run } from '../../src/base/index.ts';
import { treeOrder } from '../../src/neighbors/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

test.each([1, 2, 17, 500])('treeOrder(%i rows) names every row once', async (rows) => {
  const random = new Random(rows);
  const data = Float32Array.from({ length: rows * 3 }, () => random.normal());
  const order = await treeOrder(new Matrix(data, rows, 3), new Run());
  expect([...order].sort((a, b) => a - b)).toEqual([...Array(rows).keys()]);
});

test('treeOrder(x) puts near rows close to each other', async () => {
  const random = new Random(1);
  const groups = Array.from({ length: 640 }, () => random.integer(10));
  const order = await treeOrder(
    Matrix.from(groups.map((g) => [100 * g + random.next()])),
    new Run(),
  );
  let changes = 0;
  for (let p = 1; p < order.length; p++) {
    if (groups[order[p]] !== groups[order[p - 1]]) changes++;
  }
  // Shuffled there are about 575; inside a leaf of 16 the order is free.
  expect(changes).toBeLessThan(200);
});
