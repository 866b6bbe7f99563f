/**
 * The lower triangle L with L·Lᵀ = A, row-major with zeros above the diagonal; undefined when A is not
 * positive definite. Only A's lower triangle is read. Cost: n³/3, in 64 bits.
 *
 * Source: Golub & Van Loan 2013, "Matrix Computations", section 4.2.5 (row by row).
 */
export function cholesky(a: Float64Array, size: number): Float64Array | undefined {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const row = i * size;
    for (let j = 0; j <= i; j++) {
      const other = j * size;
      let sum = a[row + j];
      for (let c = 0; c < j; c++) sum -= lower[row + c] * lower[other + c];
      if (i !== j) lower[row + j] = sum / lower[other + j];
      else if (sum > 0 && Number.isFinite(sum)) lower[row + i] = Math.sqrt(sum);
      else return undefined;
    }
  }
  return lower;
}

/** L⁻¹ of a lower triangle L, itself a lower triangle. Cost: n³/6. */
export function invertLower(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    const pivot = lower[i * size + i];
    inverse[i * size + i] = 1 / pivot;
    for (let j = 0; j < i; j++) {
      let sum = 0;
      for (let c = j; c < i; c++) sum -= lower[i * size + c] * inverse[c * size + j];
      inverse[i * size + j] = sum / pivot;
    }
  }
  return inverse;
}
