import { choice, integer } from '../../base/index.ts';
import { normalQuantile } from '../../numeric/index.ts';
import type { NumberStep } from '../types.ts';
import { each } from './each.ts';

export interface QuantileOptions {
  /** Evenly from 0 to 1, or as a normal distribution. Default: 'uniform'. */
  readonly output: 'uniform' | 'normal';
  /** How many quantiles are kept, at most as many as rows. More follows the data more closely. Default: 1000. */
  readonly quantiles: number;
}

/** Where the normal output ends: at the quantiles of 1e-7, about ±5.2, instead of infinity. */
const TAIL = 1e-7;

/**
 * The share of rows below, by straight lines between quantiles: any distribution becomes even.
 * Distances between extreme rows are lost; ties stay ties, at the middle of their steps, or at 0 or 1 at an end.
 *
 * Source: scikit-learn's QuantileTransformer, without its subsample of 10,000 rows. Differs: a value
 * counts as the lowest or the highest only when it is, not within 1e-7 of it; columns of shares of a large total
 * would be nothing but ends.
 */
export const quantiles: NumberStep<QuantileOptions> = {
  meaning: 'Ranks spread evenly or as a normal distribution.',
  table: {
    output: choice(['uniform', 'normal'], {
      meaning: 'Evenly from 0 to 1, or as a normal distribution.',
      default: 'uniform',
    }),
    quantiles: integer({ meaning: 'How many quantiles are kept.', default: 1000, min: 2 }),
  },
  fit: (present, { quantiles: wanted }, note) => {
    if (present[0] === present[present.length - 1]) {
      note('constant-column', 'is constant and becomes 0.');
    }
    const count = Math.min(wanted, present.length);
    return { at: Array.from({ length: count }, (_, i) => ranked(present, i, count)) };
  },
  apply: (values, state, { output }) => {
    const at = state.at as readonly number[];
    const top = at.length - 1;
    const clip = -normalQuantile(TAIL);
    return each(values, (value) => {
      if (at[0] === at[top]) return 0;
      const share = shareBelow(at, value);
      if (output === 'uniform') return share;
      return Math.min(clip, Math.max(-clip, normalQuantile(share)));
    });
  },
};

/** The i-th of `count` even quantiles; one division, so that a place which is a row's is exactly its number. */
function ranked(ascending: Float64Array, i: number, count: number): number {
  const place = count === 1 ? 0 : (i * (ascending.length - 1)) / (count - 1);
  const low = Math.floor(place);
  const below = ascending[low];
  return place === low ? below : below + (ascending[low + 1] - below) * (place - low);
}

/** The place of a value among ascending quantiles, 0 to 1: the middle of the places of equal quantiles. */
function shareBelow(at: readonly number[], value: number): number {
  const top = at.length - 1;
  if (value <= at[0]) return 0;
  if (value >= at[top]) return 1;
  const first = lowerBound(at, value);
  if (at[first] !== value) {
    const below = at[first - 1];
    return (first - 1 + (value - below) / (at[first] - below)) / top;
  }
  let last = first;
  while (last < top && at[last + 1] === value) last++;
  return (first + last) / 2 / top;
}

/** The first place whose number is not below the value. */
function lowerBound(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
