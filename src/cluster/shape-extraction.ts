import { symmetricEigen } from '../linalg/index.ts';

/** The direction is good when what it lacks is this share of its value. */
const GOOD = 1e-9;
/** Steps between looks at how good it is. */
const LOOK = 8;

/**
 * The shape that the aligned series have most in common: the first eigenvector of Q·XᵀX·Q, where Q takes the mean
 * away, with mean 0 and deviation 1, and on the side on which the series are.
 *
 * By Lanczos steps from the shape before, each a pass over the series: the matrix is never formed. Every step is
 * made orthogonal to all before it, for rounding would bring the first direction back.
 *
 * Cost: some 30 passes of n·t products; memory t numbers for every step.
 *
 * Source: Paparrizos & Gravano 2015, algorithm 2; Golub & Van Loan 2013, section 10.1. Differs: the side is chosen
 * by the sum of distances to all series, as in tslearn, not to the first.
 *
 * @param aligned count × steps
 */
export function extractShape(
  aligned: Float64Array,
  count: number,
  before: ArrayLike<number>,
): Float64Array {
  const steps = aligned.length / count;
  const start = new Float64Array(steps);
  for (let t = 0; t < steps; t++) start[t] = before[t];
  let first = unit(center(start));
  // No shape before: the first series that has one.
  for (let i = 0; i < count && first === undefined; i++) {
    first = unit(center(aligned.slice(i * steps, (i + 1) * steps)));
  }
  if (first === undefined) return new Float64Array(steps);
  const found = lanczos(aligned, count, first);
  return standardized(onTheirSide(found, aligned, count));
}

function lanczos(aligned: Float64Array, count: number, first: Float64Array): Float64Array {
  const steps = first.length;
  const basis = [first];
  const diagonal: number[] = [];
  const beside: number[] = [];
  for (;;) {
    const last = basis[basis.length - 1];
    const image = center(timesAligned(aligned, count, last));
    diagonal.push(dot(image, last));
    // Twice is enough (Parlett & Kahan).
    for (let again = 0; again < 2; again++) {
      for (const vector of basis) addTo(image, vector, -dot(image, vector));
    }
    const size = Math.sqrt(dot(image, image));
    const full = basis.length === steps - 1 || size <= GOOD * Math.abs(diagonal[0]);
    if (full || basis.length % LOOK === 0) {
      const { vector, value } = largest(diagonal, beside);
      if (full || Math.abs(vector[vector.length - 1]) * size <= GOOD * value) {
        const sum = new Float64Array(steps);
        for (const [b, one] of basis.entries()) addTo(sum, one, vector[b]);
        return sum;
      }
    }
    beside.push(size);
    basis.push(image.map((value) => value / size));
  }
}

/** The first eigenvector of a tridiagonal matrix. */
function largest(diagonal: readonly number[], beside: readonly number[]) {
  const size = diagonal.length;
  const matrix = new Float64Array(size * size);
  for (const [i, value] of diagonal.entries()) {
    matrix[i * size + i] = value;
    if (i === 0) continue;
    matrix[i * size + i - 1] = beside[i - 1];
    matrix[(i - 1) * size + i] = beside[i - 1];
  }
  const { values, vectors } = symmetricEigen(matrix, size);
  return { value: values[0], vector: vectors.subarray(0, size) };
}

function timesAligned(aligned: Float64Array, count: number, vector: Float64Array): Float64Array {
  const steps = vector.length;
  const out = new Float64Array(steps);
  for (let i = 0; i < count; i++) {
    const from = i * steps;
    let a = 0;
    let b = 0;
    let t = 0;
    for (; t + 1 < steps; t += 2) {
      a += aligned[from + t] * vector[t];
      b += aligned[from + t + 1] * vector[t + 1];
    }
    if (t < steps) a += aligned[from + t] * vector[t];
    const sum = a + b;
    for (let s = 0; s < steps; s++) out[s] += sum * aligned[from + s];
  }
  return out;
}

/** Of v and −v the one with the lesser sum of distances to the series. */
function onTheirSide(vector: Float64Array, aligned: Float64Array, count: number): Float64Array {
  const steps = vector.length;
  let [near, far] = [0, 0];
  for (let i = 0; i < count; i++) {
    let [plus, minus] = [0, 0];
    for (let t = 0; t < steps; t++) {
      plus += (aligned[i * steps + t] - vector[t]) ** 2;
      minus += (aligned[i * steps + t] + vector[t]) ** 2;
    }
    near += Math.sqrt(plus);
    far += Math.sqrt(minus);
  }
  return far < near ? vector.map((value) => -value) : vector;
}

function center(vector: Float64Array): Float64Array {
  const mean = vector.reduce((sum, value) => sum + value, 0) / vector.length;
  for (let t = 0; t < vector.length; t++) vector[t] -= mean;
  return vector;
}

function unit(vector: Float64Array): Float64Array | undefined {
  const size = Math.sqrt(dot(vector, vector));
  return size > 1e-12 ? vector.map((value) => value / size) : undefined;
}

function standardized(vector: Float64Array): Float64Array {
  const size = Math.sqrt(dot(vector, vector) / vector.length);
  return size > 0 ? vector.map((value) => value / size) : vector;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let t = 0; t < a.length; t++) sum += a[t] * b[t];
  return sum;
}

function addTo(to: Float64Array, from: Float64Array, times: number): void {
  for (let t = 0; t < to.length; t++) to[t] += times * from[t];
}
