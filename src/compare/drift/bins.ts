import { quantile } from '../../numeric/index.ts';
import type { Column } from '../../table/index.ts';

/** Bins of one feature, made from the run before. */
export interface Bins {
  readonly names: readonly string[];
  /** The bin of each of a column's rows. */
  of(column: Column): Uint8Array;
}

/** Levels with a bin of their own; the rarer ones share the last. */
const LEVELS = 20;

/**
 * Ten bins with as many entities each before, fewer where values repeat: each holds what is above the one before and
 * up to its own end. Missing values have a bin.
 *
 * @param sorted the numbers before, ascending, without NaN
 */
export function numberBins(sorted: Float64Array, say: (end: number) => string): Bins {
  const ends: number[] = [];
  for (let t = 1; t < 10; t++) {
    const end = quantile(sorted, t / 10);
    if (sorted.length > 0 && end !== ends[ends.length - 1]) ends.push(end);
  }
  // A last end at the largest number would leave nothing for the bin above it; it stays for larger ones to come.
  const names = ends.map((end) => `≤ ${say(end)}`);
  const last = ends.length === 0 ? 'any' : `> ${say(ends[ends.length - 1])}`;
  return {
    names: [...names, last, 'missing'],
    of: (column) => {
      const values = column.values as Float64Array;
      const bins = new Uint8Array(values.length);
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        let bin = 0;
        while (bin < ends.length && value > ends[bin]) bin++;
        bins[i] = Number.isNaN(value) ? ends.length + 1 : bin;
      }
      return bins;
    },
  };
}

/** A bin per level, the most frequent before first, one for all others and one for missing cells. */
export function levelBins(before: Column): Bins {
  const counts = new Map<string, number>();
  for (const value of before.values) {
    if (!isMissing(value)) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  }
  const levels = [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, LEVELS)
    .map(([level]) => level);
  const places = new Map(levels.map((level, bin) => [level, bin]));
  return {
    names: [...levels, 'other', 'missing'],
    of: ({ values }) => {
      const bins = new Uint8Array(values.length);
      for (let i = 0; i < values.length; i++) {
        const value = values[i];
        bins[i] = isMissing(value)
          ? levels.length + 1
          : (places.get(String(value)) ?? levels.length);
      }
      return bins;
    },
  };
}

const isMissing = (value: string | number | null) => value === null || Number.isNaN(value);
