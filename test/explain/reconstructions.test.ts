import { expect, test } from 'vitest';
import {
  chooseReconstructions,
  errorFacts,
  reconstructedRows,
  seriesGrid,
  seriesReconstructions,
  strangestRows,
  tableReconstructions,
} from '../../src/explain/index.ts';
import { Matrix } from '../../src/numeric/index.ts';

test('chooseReconstructions(errors) is spread evenly from best to worst', () => {
  const errors = Float64Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
  const chosen = chooseReconstructions(errors, null, 5).map((row) => errors[row]);
  expect(chosen).toEqual([9, 29, 49, 69, 89]);
});

test('chooseReconstructions(errors, heldOut) takes held-out rows only, and all rows where none was held out', () => {
  const errors = [5, 1, 4, 2, 3];
  expect(chooseReconstructions(errors, [true, false, true, false, false])).toEqual([2, 0]);
  expect(chooseReconstructions(errors, [0, 0, 0, 0, 0]).length).toBe(5);
});

test('strangestRows(errors, count) starts with the worst', () => {
  expect(strangestRows([1, 9, 3, 7], 2)).toEqual([1, 3]);
});

test('reconstructedRows(rows, facts) ranks a held-out row among held-out rows', () => {
  const facts = reconstructedRows([2, 0], {
    errors: [5, 9, 4],
    heldOut: [true, false, true],
    labels: [1, 0, -1],
    keys: [['a', 'b', 'c']],
  });
  expect(facts).toEqual([
    { row: 2, key: ['c'], segment: -1, heldOut: true, error: 4, rank: 2 },
    { row: 0, key: ['a'], segment: 1, heldOut: true, error: 5, rank: 1 },
  ]);
});

test('seriesReconstructions(rows, …) keeps a spike of one step in the range of its point', () => {
  const row = { row: 0, key: [], segment: null, heldOut: false, error: 0, rank: 1 };
  const original = Matrix.from([[0, 0, 7, 1, 1, 2, 3, 2, 5]]);
  const [found] = seriesReconstructions([row], original, original, seriesGrid(9, null, 3));
  expect(found.original).toEqual({ mean: [2.333, 1.333, 3.333], low: [0, 1, 2], high: [7, 2, 5] });
  const [whole] = seriesReconstructions([row], original, original, seriesGrid(9));
  expect(whole.original).toEqual({ mean: [0, 0, 7, 1, 1, 2, 3, 2, 5], low: null, high: null });
});

test('tableReconstructions(rows, columns, …) gives the worst columns first', () => {
  const row = { row: 3, key: [], segment: 0, heldOut: true, error: 1, rank: 1 };
  const [found] = tableReconstructions(
    [row],
    ['a', 'b', 'c'],
    Matrix.from([[1, 2, 3]]),
    Matrix.from([[1.5, 2, 1]]),
    { worst: 2 },
  );
  expect(found.cells).toEqual([
    { column: 'c', original: 3, reconstructed: 1, error: 2 },
    { column: 'a', original: 1, reconstructed: 1.5, error: 0.5 },
  ]);
});

test('tableReconstructions(rows, columns, …, {blocks}) reads a category as one column, whatever its scale', () => {
  const row = { row: 0, key: [], segment: 0, heldOut: true, error: 1, rank: 1 };
  const columns = ['price', 'price missing', 'brand=Apple', 'brand=Nokia', 'title 1', 'title 2'];
  const blocks = [
    { name: 'price', kind: 'number', from: 0, to: 1 },
    { name: 'price', kind: 'flag', from: 1, to: 2, scale: 2 },
    { name: 'brand', kind: 'category', from: 2, to: 4, scale: 2 },
    { name: 'title', kind: 'text', from: 4, to: 6 },
  ] as const;
  const cells = (before: number[], after: number[]) =>
    tableReconstructions([row], columns, Matrix.from([before]), Matrix.from([after]), { blocks })[0]
      .cells;
  expect(cells([1e-9, 2, 2, 0, 1, 0], [0.25, 0.5, 0.5, 1.5, 0, 0.5])).toEqual([
    { column: 'price missing', original: 'yes', reconstructed: 'no', error: 0.75 },
    { column: 'brand', original: 'Apple', reconstructed: 'Nokia', error: 0.75 },
    { column: 'title', original: null, reconstructed: null, error: 0.75 },
    { column: 'price', original: 0, reconstructed: 0.25, error: 0.25 },
  ]);
  // No level at all: missing.
  expect(cells([0, 0, 0, 0, 0, 0], [0, 0, 0.5, 0, 0, 0])[0]).toEqual({
    column: 'brand',
    original: null,
    reconstructed: 'Apple',
    error: 0.25,
  });
});

test('errorFacts(errors) counts every row once and says what lies beyond the picture', () => {
  const errors = Float64Array.from({ length: 1000 }, (_, i) => i / 1000);
  const facts = errorFacts(errors, 10)!;
  expect(facts.counts).toEqual(new Array(10).fill(100));
  expect([facts.median, facts.q95, facts.largest, facts.beyond]).toEqual([
    0.4995, 0.94905, 0.999, 0,
  ]);
  const tail = errorFacts([...errors, 50, 80], 10)!;
  expect(tail.beyond).toBe(2);
  expect(tail.to).toBeCloseTo(3 * tail.q95, 5);
  expect(tail.counts.reduce((sum, count) => sum + count, 0)).toBe(1002);
  expect(tail.counts[9]).toBe(2);
});

test('errorFacts(errors) of equal errors, of one row and of none', () => {
  expect(errorFacts([2, 2, 2], 4)!.counts.reduce((sum, count) => sum + count, 0)).toBe(3);
  expect(errorFacts([0], 4)!.counts).toEqual([1, 0, 0, 0]);
  expect(errorFacts([Number.NaN])).toBe(null);
});
