import { expect, test } from 'vitest';
import { choice, integer, type OptionTable, real } from '../../src/base/index.ts';
import { expandGrid } from '../../src/study/grid.ts';

const table = {
  eps: real({ default: 0.5, min: 0, meaning: 'radius' }),
  minSamples: integer({ default: 5, min: 1, meaning: 'neighbours' }),
  border: choice(['nearest', 'first'], { default: 'nearest', meaning: 'rule' }),
} as unknown as OptionTable<Record<string, unknown>>;

const values = (options: Record<string, unknown>, key: string) =>
  expandGrid('test', table, options).points.map((point) => point[key]);

test('expandGrid reads 3..6 as whole numbers with both ends', () => {
  expect(values({ minSamples: '3..6' }, 'minSamples')).toEqual([3, 4, 5, 6]);
});

test('expandGrid reads 0.1..0.3 by 0.1 without losing the end to rounding', () => {
  expect(values({ eps: '0.1..0.3 by 0.1' }, 'eps')).toEqual([0.1, 0.2, 0.3]);
});

test('expandGrid crosses lists in the order written, the last option turning fastest', () => {
  const grid = expandGrid('test', table, { eps: [0.1, 0.2], minSamples: '3..4', border: 'first' });
  expect(grid.searched).toEqual(['eps', 'minSamples']);
  expect(grid.points).toEqual([
    { eps: 0.1, minSamples: 3, border: 'first' },
    { eps: 0.1, minSamples: 4, border: 'first' },
    { eps: 0.2, minSamples: 3, border: 'first' },
    { eps: 0.2, minSamples: 4, border: 'first' },
  ]);
});

test('expandGrid without options is one point of defaults', () => {
  expect(expandGrid('test', table, {})).toEqual({ searched: [], points: [{}] });
});

test.each([
  [{ minSample: 3 }, /there is no option "minSample". Did you mean "minSamples"\?/],
  [{ minSamples: '6..3' }, /range of minSamples must go up/],
  [{ minSamples: [] }, /at least one value/],
  [{ minSamples: '0..2' }, /minSamples must be a whole number of at least 1, got 0/],
  [{ eps: '0..1 by 0.0001' }, /at most 2000 values/],
  [{ eps: '0..1 by 0.01', minSamples: '1..100' }, /at most 2000 points, got 10100/],
  [{ border: 'last' }, /border must be one of "nearest", "first", got "last"/],
])('expandGrid(%j) is refused with a sentence', (options, sentence) => {
  expect(() => expandGrid('test', table, options)).toThrow(sentence);
});
