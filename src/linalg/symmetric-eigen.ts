/**
 * Eigenvalues and eigenvectors of a symmetric matrix, in 64 bits: Householder reduction to
 * tridiagonal form, then implicit QR steps with Wilkinson's shift.
 *
 * Source: Golub & Van Loan 2013, "Matrix Computations", algorithms 8.3.1 to 8.3.3. Differs: vectors are kept as rows, so
 * that every rotation works on two contiguous stretches of memory.
 */
import { EngineError } from '../base/index.ts';

export interface SymmetricEigen {
  /** In descending order. */
  readonly values: Float64Array;
  /** Row i is the unit eigenvector of `values[i]`. */
  readonly vectors: Float64Array;
}

/**
 * What is smaller than this share of the largest number is taken for 0. Where few directions make the whole
 * matrix, what is left of the others falls by 16 digits a step, until its squares are no longer numbers.
 */
const NOTHING = 1e-60;

/** Cost: about 6·n³; n = 600 takes a second or two. The input is not changed. */
export function symmetricEigen(matrix: Float64Array, size: number): SymmetricEigen {
  const a = matrix.slice();
  const diagonal = new Float64Array(size);
  const beside = new Float64Array(Math.max(0, size - 1));
  const scales = reduce(a, size, diagonal, beside);
  const rows = accumulate(a, size, scales);
  diagonalize(diagonal, beside, rows, size);
  const order = Array.from(diagonal.keys()).sort((p, q) => diagonal[q] - diagonal[p] || p - q);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => {
    vectors.set(rows.subarray(from * size, (from + 1) * size), to * size);
  });
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors };
}

/**
 * A → H·A·H with H = I − scale·v·vᵀ, column by column. Row k of `a` keeps v (places k+1…n−1) behind
 * it; the result is each reflection's scale, 0 where there was nothing to reflect.
 */
function reduce(
  a: Float64Array,
  size: number,
  diagonal: Float64Array,
  beside: Float64Array,
): Float64Array {
  const scales = new Float64Array(size);
  const w = new Float64Array(size);
  const nothing = NOTHING * a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  for (let k = 0; k + 1 < size; k++) {
    const v = a.subarray(k * size, (k + 1) * size);
    diagonal[k] = v[k];
    let largest = 0;
    for (let j = k + 1; j < size; j++) largest = Math.max(largest, Math.abs(v[j]));
    if (largest <= nothing) continue;
    let tail = 0;
    for (let j = k + 2; j < size; j++) tail += (v[j] / largest) ** 2;
    if (tail === 0) {
      beside[k] = v[k + 1];
      continue;
    }
    const first = v[k + 1];
    const length = largest * Math.sqrt((first / largest) ** 2 + tail);
    const reflected = first > 0 ? -length : length;
    beside[k] = reflected;
    v[k + 1] = first - reflected;
    const scale = 1 / (length * (length + Math.abs(first)));
    scales[k] = scale;
    // w = scale·A·v − (scale²/2)(vᵀAv)·v, then A ← A − v·wᵀ − w·vᵀ.
    let vAv = 0;
    for (let i = k + 1; i < size; i++) {
      let sum = 0;
      for (let j = k + 1, at = i * size + j; j < size; j++, at++) sum += a[at] * v[j];
      w[i] = scale * sum;
      vAv += w[i] * v[i];
    }
    for (let i = k + 1; i < size; i++) w[i] -= ((scale * vAv) / 2) * v[i];
    for (let i = k + 1; i < size; i++) {
      const vi = v[i];
      const wi = w[i];
      for (let j = k + 1, at = i * size + j; j < size; j++, at++) a[at] -= vi * w[j] + wi * v[j];
    }
  }
  if (size > 0) diagonal[size - 1] = a[size * size - 1];
  return scales;
}

/** The product of all reflections, transposed: row i is the i-th basis vector. */
function accumulate(a: Float64Array, size: number, scales: Float64Array): Float64Array {
  const rows = new Float64Array(size * size);
  for (let i = 0; i < size; i++) rows[i * size + i] = 1;
  for (let k = size - 3; k >= 0; k--) {
    if (scales[k] === 0) continue;
    const v = a.subarray(k * size, (k + 1) * size);
    for (let i = k + 1; i < size; i++) {
      let sum = 0;
      for (let j = k + 1, at = i * size + j; j < size; j++, at++) sum += rows[at] * v[j];
      sum *= scales[k];
      for (let j = k + 1, at = i * size + j; j < size; j++, at++) rows[at] -= sum * v[j];
    }
  }
  return rows;
}

/** Rotates `beside` away; `rows` follow. */
function diagonalize(
  diagonal: Float64Array,
  beside: Float64Array,
  rows: Float64Array,
  size: number,
): void {
  let stepsLeft = 30 * size;
  for (let high = size - 1; high > 0; ) {
    for (let k = 0; k < high; k++) {
      const near = Math.abs(diagonal[k]) + Math.abs(diagonal[k + 1]);
      if (Math.abs(beside[k]) <= Number.EPSILON * near) beside[k] = 0;
    }
    if (beside[high - 1] === 0) {
      high--;
      continue;
    }
    if (stepsLeft-- === 0) {
      throw new EngineError(
        `symmetricEigen: ${30 * size} steps must be enough, but they were not. Is every number finite?`,
      );
    }
    let low = high - 1;
    while (low > 0 && beside[low - 1] !== 0) low--;
    step(diagonal, beside, rows, size, low, high);
  }
}

/** One implicit QR step on the unreduced block low…high. */
function step(
  diagonal: Float64Array,
  beside: Float64Array,
  rows: Float64Array,
  size: number,
  low: number,
  high: number,
): void {
  const half = (diagonal[high - 1] - diagonal[high]) / 2;
  const last = beside[high - 1];
  const root = Math.hypot(half, last);
  const shift = diagonal[high] - (last / (half + (half < 0 ? -root : root))) * last;
  let x = diagonal[low] - shift;
  let z = beside[low];
  for (let k = low; k < high; k++) {
    const r = Math.hypot(x, z);
    const c = r === 0 ? 1 : x / r;
    const s = r === 0 ? 0 : z / r;
    if (k > low) beside[k - 1] = r;
    const p = diagonal[k];
    const b = beside[k];
    const q = diagonal[k + 1];
    diagonal[k] = c * c * p + 2 * c * s * b + s * s * q;
    diagonal[k + 1] = s * s * p - 2 * c * s * b + c * c * q;
    beside[k] = c * s * (q - p) + (c * c - s * s) * b;
    if (k + 1 < high) {
      x = beside[k];
      z = s * beside[k + 1];
      beside[k + 1] *= c;
    }
    for (let at = k * size, end = at + size; at < end; at++) {
      const upper = rows[at];
      const lower = rows[at + size];
      rows[at] = c * upper + s * lower;
      rows[at + size] = c * lower - s * upper;
    }
  }
}
