/**
 * The conformal p-value of each score: the share of known scores, itself counted in, that are at least as large.
 *
 * From 1/(known + 1) to 1. Of new ones that come from where the known ones came from, at most a share `a` has a
 * p-value of `a` or less, whatever the scores are.
 *
 * @param known ascending scores of what is known to be ordinary and was not used to learn the score
 *
 * Source: Bates, Candès, Lei, Romano & Sesia 2023, "Testing for outliers with conformal p-values", section 2.
 */
export function conformalPValues(
  scores: ArrayLike<number>,
  known: ArrayLike<number>,
): Float64Array {
  return Float64Array.from(
    { length: scores.length },
    (_, i) => (1 + known.length - below(known, scores[i])) / (known.length + 1),
  );
}

/** How many of the sorted values are smaller. */
function below(sorted: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
