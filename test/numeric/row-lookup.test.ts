import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { Matrix, RowLookup } from '../../src/numeric/index.ts';

test('new RowLookup(x).find(row) gives the first equal row, and −1 for one that is not there', () => {
  const x = Matrix.from([
    [1, 0],
    [2, 3],
    [1, -0],
    [0, 1],
    [2, 3],
  ]);
  const lookup = new RowLookup(x);
  expect([...lookup.first]).toEqual([0, 1, 0, 3, 1]);
  expect(lookup.find([1, 0])).toBe(0);
  expect(lookup.find([2, 3])).toBe(1);
  expect(lookup.find([3, 2])).toBe(-1);
});

test('new RowLookup(x) of many rows on a small lattice agrees with their text', () => {
  const random = new Random(2);
  const rows = Array.from({ length: 3000 }, () => [0, 0, 0].map(() => random.integer(12)));
  const lookup = new RowLookup(Matrix.from(rows));
  const seen = new Map<string, number>();
  rows.forEach((row, i) => {
    const first = seen.get(String(row)) ?? i;
    seen.set(String(row), first);
    expect(lookup.first[i]).toBe(first);
  });
});

test('new RowLookup(x) of no rows finds nothing', () => {
  expect(new RowLookup(new Matrix(new Float32Array(0), 0, 2)).find([0, 0])).toBe(-1);
});
