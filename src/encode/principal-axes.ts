import { Random, type Run } from '../base/index.ts';
import { gram, gramTimes, leadingAxes, orthonormalize, symmetricEigen } from '../linalg/index.ts';
import { Matrix } from '../numeric/index.ts';

/** Directions of greatest variance, greatest first. */
export interface PrincipalAxes {
  /** count × d: unit rows. */
  readonly axes: Float64Array;
  /** Sum of squares of the centred rows along each axis. */
  readonly squares: Float64Array;
}

/**
 * All axes from the products of columns, or of rows where those are fewer. Cost: O(n·d·m + m³) for
 * m = min(n, d).
 */
export async function exactAxes(
  x: Matrix,
  mean: Float64Array,
  count: number,
  run: Run,
): Promise<PrincipalAxes> {
  const { rows, cols } = x;
  if (cols <= rows) {
    const { values, vectors } = symmetricEigen(await gram(x, mean, run), cols);
    return { axes: vectors.slice(0, count * cols), squares: positive(values, count) };
  }
  const turned = new Float32Array(rows * cols);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) turned[j * rows + i] = x.data[i * cols + j] - mean[j];
  }
  const products = await gram(new Matrix(turned, cols, rows), new Float64Array(rows), run);
  const { values, vectors } = symmetricEigen(products, rows);
  const axes = new Float64Array(count * cols);
  for (let c = 0; c < count; c++) {
    for (let j = 0; j < cols; j++) {
      let sum = 0;
      for (let i = 0; i < rows; i++) sum += turned[j * rows + i] * vectors[c * rows + i];
      axes[c * cols + j] = sum;
    }
  }
  const squares = positive(values, count);
  // Axes without any variance are rounding errors until they are made orthogonal to the others.
  squares.forEach((value, c) => {
    if (value <= 1e-14 * squares[0]) axes.fill(0, c * cols, (c + 1) * cols);
  });
  orthonormalize(axes, count, cols);
  return { axes, squares };
}

/**
 * The first axes from random directions, multiplied again and again by the products of columns, which
 * are never formed. Cost: O(n·d·count) per round.
 */
export async function randomizedAxes(
  x: Matrix,
  mean: Float64Array,
  count: number,
  seed: number,
  run: Run,
): Promise<PrincipalAxes> {
  const { axes, values } = await leadingAxes(
    (basis, size) => gramTimes(x, mean, basis, size, run),
    x.cols,
    count,
    x.rows,
    new Random(seed).fork('pca'),
    'pca',
    run,
  );
  return { axes, squares: values };
}

/** Rounding can make a variance of nothing slightly negative. */
function positive(values: Float64Array, count: number): Float64Array {
  return values.slice(0, count).map((value) => Math.max(0, value));
}
