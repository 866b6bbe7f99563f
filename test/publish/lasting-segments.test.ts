import { expect, test } from 'vitest';
import { lastingSegments, nextSegment } from '../../src/publish/index.ts';

test('lastingSegments of a bundle of before gives every label its own number and no name', () => {
  expect(lastingSegments({ clusters: 2 })).toEqual([
    { id: 0, name: null },
    { id: 1, name: null },
  ]);
});

test('nextSegment is above every number of every group and of declared segments', () => {
  const segments = [
    { id: 7, name: 'Loyal' },
    { id: 2, name: null },
  ];
  expect(nextSegment([{ clusters: 2, segments }, { clusters: 3 }])).toBe(8);
  expect(nextSegment([{ clusters: 2 }], [{ segment: 9 }])).toBe(10);
  expect(nextSegment([])).toBe(0);
});
