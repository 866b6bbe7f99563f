import { expect, test } from 'vitest';
import { crossTable } from '../../src/explain/index.ts';

test('crossTable(labels, given) counts rows by segment and group, noise last, groups by size', () => {
  const found = crossTable([1, 0, 0, -1, 0, 1, 0], ['b', 'a', 'a', 'c', 'b', 'b', 'a']);
  expect(found.groups).toEqual([
    { name: 'a', rows: 3 },
    { name: 'b', rows: 3 },
    { name: 'c', rows: 1 },
  ]);
  expect(found.counts).toEqual([
    [3, 1, 0],
    [0, 2, 0],
    [0, 0, 1],
  ]);
  expect(found.segments).toEqual([
    { segment: 0, rows: 4, purity: 0.75 },
    { segment: 1, rows: 2, purity: 1 },
    { segment: -1, rows: 1, purity: 1 },
  ]);
  // (3 + 2) of the 6 rows in segments.
  expect(found.purity).toBeCloseTo(5 / 6, 12);
  expect([found.other, found.missing]).toEqual([false, 0]);
});

test('crossTable(labels, given) leaves rows without a group out and says how many', () => {
  const found = crossTable([0, 0, 1], ['a', null, '']);
  expect([found.missing, found.counts, found.segments.length]).toEqual([2, [[1]], 1]);
});

test('crossTable(labels, given, most) joins small groups, but not for purity', () => {
  const found = crossTable([0, 0, 0, 0, 0], ['a', 'a', 'b', 'c', 'd'], 2);
  expect(found.groups).toEqual([
    { name: 'a', rows: 2 },
    { name: '3 others', rows: 3 },
  ]);
  expect([found.other, found.counts, found.purity]).toEqual([true, [[2, 3]], 0.4]);
});

test('crossTable(labels, given) of nothing but noise has no purity', () => {
  expect(crossTable([-1, -1], ['a', 'b']).purity).toBeNull();
});

test('crossTable(labels, given) refuses groups of other rows', () => {
  expect(() => crossTable([0], ['a', 'b'])).toThrow(/one group per label \(1\), got 2/);
});
