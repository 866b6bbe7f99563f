import { expect, test } from 'vitest';
import { Random } from '../../src/base/index.ts';
import { findMedoids } from '../../src/explain/prototypes.ts';
import { Matrix } from '../../src/numeric/index.ts';

/** Row 0 in the middle of others, each one unit off in a column of its own. */
function star(rows: number, cols: number): Matrix {
  const x = new Matrix(new Float32Array(rows * cols), rows, cols);
  for (let i = 1; i < rows; i++) x.data[i * cols + (i % cols)] = 1;
  return x;
}

const all = (rows: number) => Int32Array.from({ length: rows }, (_, i) => i);

test('findMedoids searches a segment whole while that is quick, and finds the row in the middle', () => {
  const { found, from } = findMedoids(star(1500, 80), all(1500), new Random(1), 1);
  expect([found[0].row, from]).toEqual([0, 1500]);
});

test('findMedoids of a segment of many rows or columns searches a sample, and says of how many', () => {
  expect(findMedoids(star(1500, 90), all(1500), new Random(1), 1).from).toBe(500);
  expect(findMedoids(star(1501, 2), all(1501), new Random(1), 1).from).toBe(500);
});
