import { quantileOf, sortOrder } from '../numeric/index.ts';
import { mannWhitney } from './mann-whitney.ts';
import { orNull, summarise } from './summarise.ts';
import type { FeatureProfile, FeatureSummary } from './types.ts';

/** One feature: over all rows, and per slot (segments 0…k−1, then noise) against its rest. */
export interface FeatureComparison {
  readonly overall: FeatureSummary;
  readonly slots: readonly FeatureProfile[];
}

/** Values of one feature in ascending order, missing ones left off, with the slot of each. */
interface Sorted {
  readonly values: Float64Array;
  readonly slot: Int32Array;
  readonly missing: Int32Array;
}

/**
 * Summaries and effect sizes of one feature for every segment, from one sort of the column.
 *
 * The rest of a segment is every other row, noise included.
 *
 * Cost: one counting sort and three passes over n.
 */
export function compareFeature(
  name: string,
  column: ArrayLike<number>,
  labels: ArrayLike<number>,
  clusters: number,
): FeatureComparison {
  const sorted = sortBySlot(column, labels, clusters);
  const { values, slot } = sorted;
  const n = values.length;
  const slots = clusters + 1;

  // Where each slot's values stand in the sorted column: slot s owns places[starts[s] … starts[s + 1]).
  const starts = new Int32Array(slots + 1);
  for (let r = 0; r < n; r++) starts[slot[r] + 1]++;
  for (let s = 0; s < slots; s++) starts[s + 1] += starts[s];
  const places = new Uint32Array(n);
  const next = starts.slice();
  for (let r = 0; r < n; r++) places[next[slot[r]]++] = r;

  const { rankSums, ties } = sumRanks(values, slot, slots);
  const centre = n > 0 ? sum(values, (v) => v) / n : Number.NaN;
  const { means, spreads } = spreadBySlot(values, slot, starts, centre);
  const sizeOf = (s: number) => starts[s + 1] - starts[s];
  /** Squared distances to `from` of all slots but one; `from` and means are seen from the centre. */
  const squaresBut = (left: number, from: number) =>
    sum(spreads, (spread, s) =>
      s === left || sizeOf(s) === 0 ? 0 : spread + sizeOf(s) * (means[s] - from) ** 2,
    );
  const allSquares = squaresBut(-1, 0);
  const missingInAll = sum(sorted.missing, (v) => v);
  const overallSd = n > 1 ? Math.sqrt(allSquares / (n - 1)) : Number.NaN;
  const overall = summarise(name, n, missingInAll, (r) => values[r], centre, overallSd);

  const profiles = Array.from({ length: slots }, (_, s): FeatureProfile => {
    const start = starts[s];
    const own = starts[s + 1] - start;
    const rest = n - own;
    const mean = means[s];
    const spread = spreads[s];
    const restMean = rest > 0 ? -(own > 0 ? own * mean : 0) / rest : Number.NaN;
    const pooled = Math.sqrt((spread + squaresBut(s, restMean)) / (own + rest - 2));
    const test = mannWhitney(rankSums[s], own, rest, ties);
    const mine = places.subarray(start, start + own);
    return {
      ...summarise(
        name,
        own,
        sorted.missing[s],
        (r) => values[mine[r]],
        mean + centre,
        own > 1 ? Math.sqrt(spread / (own - 1)) : Number.NaN,
      ),
      restMean: orNull(restMean + centre),
      restMedian: orNull(quantileOf(rest, (r) => values[placeOutside(mine, r)], 0.5)),
      z: overallSd > 0 ? orNull(mean / overallSd) : null,
      effect: orNull(test.delta),
      meanDifference: pooled > 0 ? orNull((mean - restMean) / pooled) : null,
      p: s === clusters ? null : orNull(test.p),
      adjustedP: null,
    };
  });
  return { overall, slots: profiles };
}

function sortBySlot(
  column: ArrayLike<number>,
  labels: ArrayLike<number>,
  clusters: number,
): Sorted {
  const order = sortOrder(column);
  const missing = new Int32Array(clusters + 1);
  let n = order.length;
  const slotOf = (i: number) => (labels[i] < 0 ? clusters : labels[i]);
  while (n > 0 && Number.isNaN(column[order[n - 1]])) missing[slotOf(order[--n])]++;
  const values = new Float64Array(n);
  const slot = new Int32Array(n);
  for (let r = 0; r < n; r++) {
    values[r] = column[order[r]];
    slot[r] = slotOf(order[r]);
  }
  return { values, slot, missing };
}

/**
 * Per slot the mean, seen from `centre`, and the sum of squared distances to it; NaN where it is empty.
 *
 * In two passes: a small segment far from the others would lose its own spread to their squares.
 */
function spreadBySlot(
  values: Float64Array,
  slot: Int32Array,
  starts: Int32Array,
  centre: number,
): { means: Float64Array; spreads: Float64Array } {
  const first = new Float64Array(starts.length - 1);
  const means = new Float64Array(first.length);
  const spreads = new Float64Array(first.length);
  // Ascending, so the last one written down is each slot's smallest: equal values have no spread at all.
  for (let r = values.length - 1; r >= 0; r--) first[slot[r]] = values[r];
  for (let r = 0; r < values.length; r++) means[slot[r]] += values[r] - first[slot[r]];
  for (let s = 0; s < first.length; s++) means[s] /= starts[s + 1] - starts[s];
  for (let r = 0; r < values.length; r++) {
    spreads[slot[r]] += (values[r] - first[slot[r]] - means[slot[r]]) ** 2;
  }
  for (let s = 0; s < first.length; s++) {
    if (starts[s + 1] === starts[s]) spreads[s] = Number.NaN;
    means[s] += first[s] - centre;
  }
  return { means, spreads };
}

/** Sum of mid-ranks per slot, and Σ(t³ − t) over groups of t equal values. */
function sumRanks(values: Float64Array, slot: Int32Array, slots: number) {
  const n = values.length;
  const rankSums = new Float64Array(slots);
  let ties = 0;
  for (let from = 0; from < n; ) {
    let to = from + 1;
    while (to < n && values[to] === values[from]) to++;
    const rank = (from + to + 1) / 2;
    for (let r = from; r < to; r++) rankSums[slot[r]] += rank;
    const t = to - from;
    ties += t * t * t - t;
    from = to;
  }
  return { rankSums, ties };
}

/** The place in the sorted column of the r-th value that is not one of `mine` (ascending places). */
function placeOutside(mine: Uint32Array, r: number): number {
  // The answer is r + c, where c of `mine` lie before it; mine[i] − i outsiders lie before mine[i].
  let low = 0;
  let high = mine.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (mine[middle] - middle <= r) low = middle + 1;
    else high = middle;
  }
  return r + low;
}

function sum(values: ArrayLike<number>, of: (value: number, i: number) => number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += of(values[i], i);
  return total;
}
