import { overlapByChance } from './hypergeometric.ts';

/**
 * How the segments of two runs share the entities that are in both: a before × after table, each side with
 * one more place, the last, for entities in no segment.
 */
export interface Overlap {
  readonly before: number;
  readonly after: number;
  /** (before + 1) × (after + 1), row-major. */
  readonly count: Float64Array;
  /** Sums of its rows and columns, and of everything. */
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly rows: number;
}

/** @param count (before + 1) × (after + 1) shared entities */
export function overlapOf(count: Float64Array, before: number, after: number): Overlap {
  const a = new Float64Array(before + 1);
  const b = new Float64Array(after + 1);
  let rows = 0;
  for (let i = 0; i <= before; i++) {
    for (let j = 0; j <= after; j++) {
      const n = count[i * (after + 1) + j];
      a[i] += n;
      b[j] += n;
      rows += n;
    }
  }
  return { before, after, count, a, b, rows };
}

/** Entities that are in segment i before and in segment j after. */
export function common({ count, after }: Overlap, i: number, j: number): number {
  return count[i * (after + 1) + j];
}

/**
 * F1 of two segments, with what independence would give taken out: Cohen's kappa of “is in i” and “is in j”.
 * 1: the same entities; 0: no more in common than by chance; a half of a segment that was cut in two has about 0.6.
 *
 * Source: Cohen 1960, "A coefficient of agreement for nominal scales"; that it is Dice's F1 corrected for chance:
 * Warrens 2008, "On the equivalence of Cohen's kappa and the Hubert-Arabie adjusted Rand index".
 */
export function kappa(overlap: Overlap, i: number, j: number): number {
  const { a, b, rows } = overlap;
  const n = common(overlap, i, j);
  if (n > 0 && n === a[i] && n === b[j]) return 1;
  const expected = (a[i] / rows) * b[j];
  const most = (a[i] + b[j]) / 2;
  return rows === 0 || most === expected ? 0 : (n - expected) / (most - expected);
}

/** Common entities ÷ entities in either. */
export function jaccard(overlap: Overlap, i: number, j: number): number {
  const n = common(overlap, i, j);
  const either = overlap.a[i] + overlap.b[j] - n;
  return either === 0 ? 0 : n / either;
}

/** How likely it is that independent clusterings of these sizes have as many entities in common, or more. */
export function chanceOf(overlap: Overlap, i: number, j: number): number {
  return overlapByChance(overlap.rows, overlap.a[i], overlap.b[j], common(overlap, i, j));
}

/** The same table seen from the other side. */
export function turned({ before, after, count, a, b, rows }: Overlap): Overlap {
  const other = new Float64Array(count.length);
  for (let i = 0; i <= before; i++) {
    for (let j = 0; j <= after; j++) other[j * (before + 1) + i] = count[i * (after + 1) + j];
  }
  return { before: after, after: before, count: other, a: b, b: a, rows };
}
