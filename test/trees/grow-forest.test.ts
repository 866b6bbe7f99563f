import { expect, test } from 'vitest';
import { DataError, Run } from '../../src/base/index.ts';
import { Matrix } from '../../src/numeric/index.ts';
import { type GrowOptions, growForest } from '../../src/trees/index.ts';
import { friedman, r2 } from './friedman.ts';

const options: GrowOptions = {
  method: 'random',
  trees: 30,
  maxFeatures: 1,
  minSamplesLeaf: 1,
  maxDepth: 2 ** 30,
  bootstrap: true,
  subsample: 1,
  shuffled: 500,
  seed: 3,
};

test('growForest(x, y) of one tree on all rows splits where the squared error falls most', async () => {
  const x = Matrix.from([[1], [2], [3], [4]]);
  const y = [0, 0, 10, 11];
  const one = { ...options, trees: 1, bootstrap: false };
  const { forest, outOfBag, importance } = await growForest(x, y, one);
  // 2.5 parts 0, 0 from 10, 11; then 3.5 those two. Nodes in order: root, leaf 0, right child, leaf 1, leaf 2.
  const words = forest.trees[0];
  const floats = new Float32Array(words.buffer, words.byteOffset, words.length);
  expect(Array.from({ length: 5 }, (_, i) => words[4 * i])).toEqual([0, -1, 0, -2, -3]);
  expect(Array.from({ length: 5 }, (_, i) => floats[4 * i + 1])).toEqual([2.5, 0, 3.5, 10, 11]);
  expect(Array.from(await forest.predict(x, new Run()))).toEqual(y);
  expect(Array.from((await forest.leavesOf(x, new Run())).data)).toEqual([0, 0, 1, 2]);
  expect(outOfBag).toBe(null);
  expect(Array.from(importance)).toEqual([1]);
});

test('growForest(x, y) explains what can be told, on rows that its trees did not draw too', async () => {
  const { x, y } = friedman(2000);
  const { forest, outOfBag, importance, shuffled } = await growForest(x, y, options);
  expect(r2(y, await forest.predict(x, new Run()))).toBeGreaterThan(0.97);
  // The noise is 1 of a variance of 24: 0.96 is the most that can be told.
  expect(r2(y, outOfBag!)).toBeGreaterThan(0.88);
  expect(r2(y, outOfBag!)).toBeLessThan(0.96);
  expect(importance.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  // What is shuffled hurts by what it says: the fourth column's share of the variance is 8.3 of 24.
  expect(shuffled![3]).toBeGreaterThan(0.4);
  expect(Math.abs(shuffled![4])).toBeLessThan(0.02);
  for (const said of importance.slice(0, 4)) expect(said).toBeGreaterThan(3 * importance[4]);
});

test('growForest gives the same bits on 1, 2 and 4 threads', async () => {
  const { x, y } = friedman(3000);
  const seen = [];
  for (const threads of [1, 2, 4]) {
    const { forest, ...told } = await growForest(x, y, options, { threads });
    seen.push({
      ...told,
      trees: forest.trees.map((nodes) => Buffer.from(nodes.buffer).toString('hex')),
    });
  }
  expect(seen[1]).toEqual(seen[0]);
  expect(seen[2]).toEqual(seen[0]);
});

test('growForest keeps maxDepth and minSamplesLeaf', async () => {
  const { x, y } = friedman(500);
  const all = { ...options, bootstrap: false, trees: 3 };
  const shallow = await growForest(x, y, { ...all, maxDepth: 2 });
  expect([...shallow.forest.leaves]).toEqual([4, 4, 4]);
  const coarse = await growForest(x, y, { ...all, minSamplesLeaf: 20 });
  const leaves = await coarse.forest.leavesOf(x, new Run());
  for (let t = 0; t < 3; t++) {
    const sizes = new Map<number, number>();
    for (let i = 0; i < x.rows; i++) {
      const leaf = leaves.row(i)[t];
      sizes.set(leaf, (sizes.get(leaf) ?? 0) + 1);
    }
    expect(Math.min(...sizes.values())).toBeGreaterThanOrEqual(20);
  }
});

test('growForest(x, y) refuses another number of targets than rows', async () => {
  const { x } = friedman(10);
  await expect(growForest(x, [1, 2], options)).rejects.toThrow(DataError);
});
