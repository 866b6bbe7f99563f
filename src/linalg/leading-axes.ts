import type { Random, Run } from '../base/index.ts';
import { orthonormalize } from './orthonormalize.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

/** Directions more than asked for: they take up what the last ones would miss. */
const OVERSAMPLING = 10;
/** Rounds of multiplication; each sharpens the ratio of neighbouring values by its square. */
const ROUNDS = 7;

export interface LeadingAxes {
  /** count × length: unit rows. */
  readonly axes: Float64Array;
  /** Their eigenvalues, descending; none below 0. */
  readonly values: Float64Array;
}

/**
 * The first eigenvectors of a symmetric matrix without negative eigenvalues, such as all products of
 * columns, from random directions that are multiplied by it again and again. The matrix is never formed.
 *
 * @param times the matrix times `size` vectors, which are rows of `length` numbers
 * @param most its rank can be no larger
 * Cost: ROUNDS + 1 multiplications by count + 10 vectors.
 *
 * Source: Halko, Martinsson & Tropp 2011, "Finding structure with randomness", algorithm 4.4. Differs: iterates in
 * the space of columns, so that memory does not grow with n, and reads the values off by Rayleigh–Ritz.
 */
export async function leadingAxes(
  times: (basis: Float64Array, size: number) => Float64Array | Promise<Float64Array>,
  length: number,
  count: number,
  most: number,
  random: Random,
  stage: string,
  run: Run,
): Promise<LeadingAxes> {
  const size = Math.min(count + OVERSAMPLING, most, length);
  const basis = Float64Array.from({ length: size * length }, () => random.normal());
  orthonormalize(basis, size, length);
  for (let round = 0; round < ROUNDS; round++) {
    run.progress(stage, round, ROUNDS + 1);
    basis.set(await times(basis, size));
    orthonormalize(basis, size, length);
  }
  const image = await times(basis, size);
  const small = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let j = 0; j < length; j++) sum += basis[a * length + j] * image[b * length + j];
      small[a * size + b] = sum;
      small[b * size + a] = sum;
    }
  }
  const { values, vectors } = symmetricEigen(small, size);
  const axes = new Float64Array(count * length);
  for (let c = 0; c < count; c++) {
    for (let a = 0; a < size; a++) {
      const share = vectors[c * size + a];
      for (let j = 0; j < length; j++) axes[c * length + j] += share * basis[a * length + j];
    }
  }
  run.progress(stage, ROUNDS + 1, ROUNDS + 1);
  // Rounding can make a value of nothing slightly negative.
  return { axes, values: values.slice(0, count).map((value) => Math.max(0, value)) };
}
