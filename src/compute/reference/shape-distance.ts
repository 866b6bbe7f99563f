/**
 * 1 − the greatest correlation of x and y over all shifts below `reach`, by its length; and the shift, of x against y.
 *
 * A series of zeros is as far from any other as one that has nothing in common with it, 1, and 0 from its like.
 */
export function shapeDistance(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  reach: number = Number.POSITIVE_INFINITY,
): { readonly distance: number; readonly shift: number } {
  const norm = (a: ArrayLike<number>) =>
    Math.sqrt(Array.from(a).reduce((sum, value) => sum + value ** 2, 0));
  const length = norm(x) * norm(y);
  if (length === 0) return { distance: norm(x) === norm(y) ? 0 : 1, shift: 0 };
  let most = Number.NEGATIVE_INFINITY;
  let shift = 0;
  for (let s = 1 - y.length; s < x.length; s++) {
    if (Math.abs(s) >= reach) continue;
    let sum = 0;
    for (let t = Math.max(0, -s); t < y.length && t + s < x.length; t++) sum += x[t + s] * y[t];
    if (sum > most) {
      most = sum;
      shift = s;
    }
  }
  return { distance: Math.max(0, 1 - most / length), shift };
}
