/** The mean; NaN of nothing. */
export function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/**
 * The variance around the mean, in two passes.
 *
 * @param lost degrees of freedom taken off: 1 for a sample (the default), 0 for a whole population
 */
export function variance(values: ArrayLike<number>, lost = 1): number {
  const centre = mean(values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - centre) ** 2;
  return values.length > lost ? sum / (values.length - lost) : Number.NaN;
}

/** The q-th quantile of `count` ascending numbers read one by one: Hyndman & Fan 1996, type 7. */
export function quantileOf(count: number, at: (rank: number) => number, q: number): number {
  if (count === 0) return Number.NaN;
  const place = (count - 1) * q;
  const low = Math.floor(place);
  const below = at(low);
  if (place === low) return below;
  const above = at(low + 1);
  // Equal neighbours, infinite ones too, need no mixing.
  return above === below ? below : below + (above - below) * (place - low);
}

/** The q-th quantile of ascending numbers (type 7: the default of R, NumPy and pandas). */
export function quantile(sorted: ArrayLike<number>, q: number): number {
  return quantileOf(sorted.length, (rank) => sorted[rank], q);
}
