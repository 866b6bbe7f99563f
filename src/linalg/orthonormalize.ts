/**
 * Turns the rows of a (count × length) into an orthonormal basis of their span, in place.
 *
 * A row that adds nothing is replaced by a unit vector that does, so the result always has `count`
 * orthonormal rows; `count` may not exceed `length`. Cost: 4·count²·length.
 *
 * Source: modified Gram–Schmidt, run twice per row as in Giraud, Langou & Rozložník 2005, "On the loss of orthogonality
 * in the Gram–Schmidt orthogonalization process": two passes are enough.
 */
export function orthonormalize(a: Float64Array, count: number, length: number): void {
  for (let i = 0; i < count; i++) {
    const row = a.subarray(i * length, (i + 1) * length);
    let before = norm(row);
    let axis = 0;
    for (;;) {
      subtractProjections(a, i, row, length);
      subtractProjections(a, i, row, length);
      const after = norm(row);
      if (before > 0 && after > 1e-12 * before) {
        for (let j = 0; j < length; j++) row[j] /= after;
        break;
      }
      row.fill(0);
      row[axis++] = 1;
      before = 1;
    }
  }
}

function subtractProjections(a: Float64Array, count: number, row: Float64Array, length: number) {
  for (let p = 0; p < count; p++) {
    let dot = 0;
    for (let j = 0, at = p * length; j < length; j++, at++) dot += row[j] * a[at];
    for (let j = 0, at = p * length; j < length; j++, at++) row[j] -= dot * a[at];
  }
}

function norm(row: Float64Array): number {
  let sum = 0;
  for (const value of row) sum += value * value;
  return Math.sqrt(sum);
}
