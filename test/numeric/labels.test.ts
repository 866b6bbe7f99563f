import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  clusterSizes,
  countClusters,
  countNoise,
  NOISE,
  orderBySize,
  renameLabels,
} from '../../src/numeric/index.ts';

const someLabels = fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 40 });

test('countClusters(), clusterSizes() and countNoise() never count noise as a cluster', () => {
  const labels = Int32Array.of(1, NOISE, 0, 1, NOISE, 1);
  expect(countClusters(labels)).toBe(2);
  expect([...clusterSizes(labels)]).toEqual([1, 3]);
  expect([...clusterSizes(labels, 4)]).toEqual([1, 3, 0, 0]);
  expect(countNoise(labels)).toBe(2);
  expect(countClusters([NOISE, NOISE])).toBe(0);
  expect(countClusters([])).toBe(0);
});

test('clusterSizes() and countNoise() together count every row once', () => {
  fc.assert(
    fc.property(someLabels, (labels) => {
      const inside = clusterSizes(labels).reduce((sum, size) => sum + size, 0);
      expect(inside + countNoise(labels)).toBe(labels.length);
    }),
  );
});

test('orderBySize() puts the largest first; equal sizes keep the order of their first row', () => {
  expect([...orderBySize([5, 2, 2, NOISE, 0, 5, 7])]).toEqual([
    2,
    NOISE,
    1,
    NOISE,
    NOISE,
    0,
    NOISE,
    3,
  ]);
  expect([...orderBySize([])]).toEqual([]);
  expect([...orderBySize([0], 3)]).toEqual([0, NOISE, NOISE]);
});

test('renameLabels(labels, orderBySize(labels)) keeps the groups and names them 0…k−1 by falling size', () => {
  fc.assert(
    fc.property(someLabels, (labels) => {
      const renamed = renameLabels(labels, orderBySize(labels));
      const sizes = [...clusterSizes(renamed)];
      expect(sizes).toEqual([...sizes].sort((a, b) => b - a));
      expect(sizes.every((size) => size > 0)).toBe(true);
      for (let i = 0; i < labels.length; i++) {
        expect(renamed[i] === NOISE).toBe(labels[i] < 0);
        for (let j = 0; j < i; j++) {
          expect(renamed[i] === renamed[j]).toBe(labels[i] === labels[j]);
        }
      }
      expect([...renameLabels(renamed, orderBySize(renamed))]).toEqual([...renamed]);
    }),
  );
});
