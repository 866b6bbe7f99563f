import { expect, test } from 'vitest';
import { turnPoints } from '../../src/charts/index.ts';

const close = (values: readonly number[]) =>
  values.map((value) => Math.round(value * 1e6) / 1e6 + 0);

test('turnPoints(places, 0, 0) looks along the third axis, far points first', () => {
  const found = turnPoints([1, 2, 5, 3, 4, -5], 0, 0);
  expect(found).toEqual({ order: [1, 0], x: [3, 1], y: [4, 2] });
});

test('turnPoints(places, a quarter turn, 0) shows the third axis to the right and the first one behind', () => {
  const { x, y, order } = turnPoints([1, 0, 0, 0, 0, 1], Math.PI / 2, 0);
  expect(order).toEqual([0, 1]);
  expect([close(x), close(y)]).toEqual([
    [0, 1],
    [0, 0],
  ]);
});

test('turnPoints(places, 0, a quarter tilt) looks down on the first and third axis', () => {
  const { x, y, order } = turnPoints([0, 1, 0, 0, 0, 1], 0, Math.PI / 2);
  expect(order).toEqual([1, 0]);
  expect([close(x), close(y)]).toEqual([
    [0, 0],
    [-1, 0],
  ]);
});
