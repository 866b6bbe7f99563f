import { Random, type Run } from '../base/index.ts';
import { gram, gramTimes, orthonormalize, symmetricEigen } from '../linalg/index.ts';
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

/** Directions more than asked for: they take up what the last ones would miss. */
const OVERSAMPLING = 10;
/** Rounds of multiplication; each sharpens the ratio of neighbouring variances by its square. */
const ROUNDS = 7;

/**
 * The first axes from random directions, multiplied again and again by the products of columns, which
 * are never formed. Cost: O(n·d·count) per round.
 *
 * Source: Halko, Martinsson & Tropp 2011, "Finding structure with randomness", algorithm 4.4. Differs: iterates in
 * the space of columns, so that memory does not grow with n, and reads the values off by Rayleigh–Ritz.
 */
export async function randomizedAxes(
  x: Matrix,
  mean: Float64Array,
  count: number,
  seed: number,
  run: Run,
): Promise<PrincipalAxes> {
  const { rows, cols } = x;
  const size = Math.min(count + OVERSAMPLING, rows, cols);
  const random = new Random(seed).fork('pca');
  const basis = Float64Array.from({ length: size * cols }, () => random.normal());
  orthonormalize(basis, size, cols);
  for (let round = 0; round < ROUNDS; round++) {
    run.progress('pca', round, ROUNDS + 1);
    basis.set(await gramTimes(x, mean, basis, size, run));
    orthonormalize(basis, size, cols);
  }
  const image = await gramTimes(x, mean, basis, size, run);
  const small = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let j = 0; j < cols; j++) sum += basis[a * cols + j] * image[b * cols + j];
      small[a * size + b] = sum;
      small[b * size + a] = sum;
    }
  }
  const { values, vectors } = symmetricEigen(small, size);
  const axes = new Float64Array(count * cols);
  for (let c = 0; c < count; c++) {
    for (let a = 0; a < size; a++) {
      const share = vectors[c * size + a];
      for (let j = 0; j < cols; j++) axes[c * cols + j] += share * basis[a * cols + j];
    }
  }
  run.progress('pca', ROUNDS + 1, ROUNDS + 1);
  return { axes, squares: positive(values, count) };
}

/** Rounding can make a variance of nothing slightly negative. */
function positive(values: Float64Array, count: number): Float64Array {
  return values.slice(0, count).map((value) => Math.max(0, value));
}
