import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DataError } from '../../src/base/index.ts';
import { checkMatrix, Matrix } from '../../src/numeric/index.ts';

test('new Matrix() refuses data that is not rows × cols numbers', () => {
  expect(() => new Matrix(new Float32Array(5), 2, 3)).toThrow(
    new DataError('Matrix: data must hold 2 × 3 = 6 numbers, got 5.'),
  );
});

test('Matrix.from() and Matrix.fromColumns() are each other’s transpose, in single precision', () => {
  const cells = fc.nat(4).chain((cols) =>
    fc.array(fc.array(fc.float({ noNaN: true }), { minLength: cols, maxLength: cols }), {
      minLength: 1,
      maxLength: 6,
    }),
  );
  fc.assert(
    fc.property(cells, (rows) => {
      const cols = rows[0].length;
      const columns = Array.from({ length: cols }, (_, j) => rows.map((row) => row[j]));
      const x = Matrix.from(rows);
      expect(x).toEqual(Matrix.fromColumns(columns, rows.length));
      expect([x.rows, x.cols]).toEqual([rows.length, cols]);
      rows.forEach((row, i) => {
        expect([...x.row(i)]).toEqual(row);
      });
    }),
  );
});

test('Matrix.from([]) has no rows; rows or columns of unequal length are refused by name', () => {
  expect(Matrix.from([])).toMatchObject({ rows: 0, cols: 0 });
  expect(() => Matrix.from([[1, 2], [3]])).toThrow(
    new DataError('Matrix.from: every row must have 2 numbers, row 1 has 1.'),
  );
  expect(() => Matrix.fromColumns([[1, 2], [3]])).toThrow(
    new DataError('Matrix.fromColumns: every column must have 2 numbers, column 1 has 1.'),
  );
});

test('Matrix.row(i) is a view of the row, Matrix.takeRows() a copy in the order asked for', () => {
  const x = Matrix.from([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(x.row(1).buffer).toBe(x.data.buffer);
  const taken = x.takeRows([2, 0, 2]);
  expect([...taken.data]).toEqual([5, 6, 1, 2, 5, 6]);
  taken.data[0] = 9;
  expect(x.data[4]).toBe(5);
  expect(x.takeRows([])).toMatchObject({ rows: 0, cols: 2 });
});

test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
  'checkMatrix() names the place of the first %f',
  (value) => {
    const x = Matrix.from([
      [1, 2, 3],
      [4, value, value],
    ]);
    expect(() => checkMatrix('KMeans.fit', x)).toThrow(
      new DataError(
        `KMeans.fit: every number must be finite, got ${value} in row 1, column 1. Impute or drop missing values first.`,
      ),
    );
  },
);

test('checkMatrix() refuses too few rows and no columns, and lets extreme finite numbers pass', () => {
  const one = Matrix.from([[1]]);
  expect(() => checkMatrix('fit', one, 2)).toThrow('fit: there must be at least 2 rows, got 1.');
  expect(() => checkMatrix('fit', Matrix.from([]))).toThrow(
    'fit: there must be at least 1 row, got 0.',
  );
  expect(() => checkMatrix('fit', new Matrix(new Float32Array(0), 3, 0))).toThrow(
    'fit: there must be at least 1 column, got 0.',
  );
  expect(() =>
    checkMatrix('fit', Matrix.from([[3.4e38, 3.4e38, -3.4e38, 1e-45, -0]])),
  ).not.toThrow();
});
