import { DataError } from '../base/index.ts';

/**
 * A dense table of numbers: n rows × d columns, row-major, 32-bit.
 *
 * Treat `data` as read-only: every call in clade does. NaN means missing and is accepted only by
 * the prepare stage.
 */
export class Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly cols: number;

  constructor(data: Float32Array, rows: number, cols: number) {
    if (data.length !== rows * cols) {
      throw new DataError(
        `Matrix: data must hold ${rows} × ${cols} = ${rows * cols} numbers, got ${data.length}.`,
      );
    }
    this.data = data;
    this.rows = rows;
    this.cols = cols;
  }

  /** From rows of equal length. Cost: one copy. */
  static from(rows: readonly ArrayLike<number>[]): Matrix {
    const cols = rows.length === 0 ? 0 : rows[0].length;
    const data = new Float32Array(rows.length * cols);
    for (let i = 0; i < rows.length; i++) {
      if (rows[i].length !== cols) {
        throw new DataError(
          `Matrix.from: every row must have ${cols} numbers, row ${i} has ${rows[i].length}.`,
        );
      }
      data.set(rows[i], i * cols);
    }
    return new Matrix(data, rows.length, cols);
  }

  /** From columns of equal length. Cost: one copy. */
  static fromColumns(
    columns: readonly ArrayLike<number>[],
    rows = columns[0]?.length ?? 0,
  ): Matrix {
    const cols = columns.length;
    const data = new Float32Array(rows * cols);
    for (let j = 0; j < cols; j++) {
      const column = columns[j];
      if (column.length !== rows) {
        throw new DataError(
          `Matrix.fromColumns: every column must have ${rows} numbers, column ${j} has ${column.length}.`,
        );
      }
      for (let i = 0; i < rows; i++) data[i * cols + j] = column[i];
    }
    return new Matrix(data, rows, cols);
  }

  /** Row i as a view of d numbers, not a copy. */
  row(i: number): Float32Array {
    return this.data.subarray(i * this.cols, (i + 1) * this.cols);
  }

  /** A new matrix of the rows named by `indices`, in that order. */
  takeRows(indices: ArrayLike<number>): Matrix {
    const data = new Float32Array(indices.length * this.cols);
    for (let r = 0; r < indices.length; r++) data.set(this.row(indices[r]), r * this.cols);
    return new Matrix(data, indices.length, this.cols);
  }
}

/**
 * Refuses a matrix that an estimator cannot use.
 *
 * @throws {DataError} fewer than `minRows` rows, no columns, or a number that is not finite
 */
export function checkMatrix(where: string, x: Matrix, minRows = 1): void {
  if (x.rows < minRows) {
    throw new DataError(
      `${where}: there must be at least ${minRows} row${minRows === 1 ? '' : 's'}, got ${x.rows}.`,
    );
  }
  if (x.cols < 1) throw new DataError(`${where}: there must be at least 1 column, got 0.`);
  const { data } = x;
  // A sum stays finite only when every term is: one cheap pass; the slow one only names the place.
  // Four sums, because one would wait for itself at every number: 4 times quicker.
  const whole = data.length & ~3;
  let sum = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < whole; i += 4) {
    sum += data[i] * 0;
    b += data[i + 1] * 0;
    c += data[i + 2] * 0;
    d += data[i + 3] * 0;
  }
  for (let i = whole; i < data.length; i++) sum += data[i] * 0;
  sum += b + c + d;
  if (sum === 0) return;
  const at = data.findIndex((value) => !Number.isFinite(value));
  throw new DataError(
    `${where}: every number must be finite, got ${data[at]} in row ${Math.floor(at / x.cols)}, column ${at % x.cols}. Impute or drop missing values first.`,
  );
}
