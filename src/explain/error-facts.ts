import { quantile } from '../numeric/index.ts';

/** How errors spread over rows. Plain JSON. */
export interface ErrorFacts {
  /** Rows with a finite error. */
  readonly rows: number;
  readonly median: number;
  /** 95 of 100 rows have a smaller error. */
  readonly q95: number;
  readonly largest: number;
  /** Rows per bin, evenly spaced from `from` to `to`; the last one holds everything beyond `to`. */
  readonly counts: readonly number[];
  readonly from: number;
  readonly to: number;
  /** Rows beyond `to`, counted in the last bin. */
  readonly beyond: number;
}

/** The picture ends where a long tail would squeeze all other rows into one bin. */
const TAIL = 3;

/**
 * The distribution of errors per row: a histogram, the median and the 95 % mark.
 *
 * Bins run from 0 (or the least error, when that lies far from 0) to the largest error, or to three
 * times the 95 % mark where the largest lies beyond it.
 *
 * Missing: NaN is left out.   Cost: a sort, O(n log n).
 */
export function errorFacts(errors: ArrayLike<number>, bins = 40): ErrorFacts | null {
  const sorted = Float64Array.from(errors).filter(Number.isFinite).sort();
  const n = sorted.length;
  if (n === 0) return null;
  const q95 = quantile(sorted, 0.95);
  const largest = sorted[n - 1];
  const from = sorted[0] > 0.5 * largest ? sorted[0] : Math.min(0, sorted[0]);
  const to = largest > TAIL * q95 && q95 > from ? TAIL * q95 : largest > from ? largest : from + 1;
  const counts = new Array<number>(bins).fill(0);
  let beyond = 0;
  for (const error of sorted) {
    if (error > to) beyond++;
    counts[Math.min(bins - 1, Math.floor(((error - from) / (to - from)) * bins))]++;
  }
  const digits = (value: number) => Number(value.toPrecision(6));
  return {
    rows: n,
    median: digits(quantile(sorted, 0.5)),
    q95: digits(q95),
    largest: digits(largest),
    counts,
    from: digits(from),
    to: digits(to),
    beyond,
  };
}
