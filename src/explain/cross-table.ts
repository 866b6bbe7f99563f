import { DataError } from '../base/index.ts';
import { NOISE } from '../numeric/index.ts';

/** How the segments of some rows meet the groups that a column names. Plain JSON. */
export interface CrossTable {
  /** Groups by size, the largest first. */
  readonly groups: readonly CrossGroup[];
  /** The last group stands for all further ones. */
  readonly other: boolean;
  readonly segments: readonly CrossSegment[];
  /** Rows by segment and group. */
  readonly counts: readonly (readonly number[])[];
  /** Share of the rows in segments that belong to the largest group of their segment, 0…1; null without such rows. */
  readonly purity: number | null;
  /** Rows without a value in the column; they are not counted. */
  readonly missing: number;
}

export interface CrossGroup {
  readonly name: string;
  readonly rows: number;
}

export interface CrossSegment {
  /** −1 for the rows in no segment; they stand last. */
  readonly segment: number;
  readonly rows: number;
  /** Share of its rows that belong to its largest group, 0…1. */
  readonly purity: number;
}

/** As many groups as can be read side by side. */
const GROUPS = 20;

/**
 * Counts rows by segment and by given group.
 *
 * Shapes: one label and one group per row.   Missing: groups that are null or empty are counted apart.
 * Cost: O(n).   Source: purity as in Manning, Raghavan & Schütze 2008, section 16.3.
 *
 * @param labels segments; −1 for none
 * @throws {DataError} different lengths
 */
export function crossTable(
  labels: ArrayLike<number>,
  given: ArrayLike<string | null>,
  most = GROUPS,
): CrossTable {
  if (labels.length !== given.length) {
    throw new DataError(
      `crossTable: there must be one group per label (${labels.length}), got ${given.length}.`,
    );
  }
  const bySegment = new Map<number, Map<string, number>>();
  const sizes = new Map<string, number>();
  let missing = 0;
  for (let i = 0; i < labels.length; i++) {
    const group = given[i];
    if (group === null || group === '') {
      missing++;
      continue;
    }
    const own = bySegment.get(labels[i]) ?? new Map<string, number>();
    bySegment.set(labels[i], own.set(group, (own.get(group) ?? 0) + 1));
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  const order = [...sizes].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  const other = order.length > most;
  const shown = other ? order.slice(0, most - 1) : order;
  const rest = order.slice(shown.length);
  const groups = shown.map(([name, rows]) => ({ name, rows }));
  if (other)
    groups.push({ name: `${rest.length} others`, rows: sum(rest.map(([, rows]) => rows)) });
  const segments = [...bySegment.keys()].sort((a, b) => place(a) - place(b));
  const rowsOf = (own: Map<string, number>, names: readonly (readonly [string, number])[]) =>
    sum(names.map(([name]) => own.get(name) ?? 0));
  const inSegments = segments.filter((segment) => segment !== NOISE);
  const largest = (segment: number) => Math.max(...bySegment.get(segment)!.values());
  const size = (segment: number) => sum([...bySegment.get(segment)!.values()]);
  return {
    groups,
    other,
    segments: segments.map((segment) => ({
      segment,
      rows: size(segment),
      purity: largest(segment) / size(segment),
    })),
    counts: segments.map((segment) => {
      const own = bySegment.get(segment)!;
      const counts = shown.map(([name]) => own.get(name) ?? 0);
      return other ? [...counts, rowsOf(own, rest)] : counts;
    }),
    purity:
      inSegments.length === 0 ? null : sum(inSegments.map(largest)) / sum(inSegments.map(size)),
    missing,
  };
}

/** Segments by number, noise last. */
function place(segment: number): number {
  return segment === NOISE ? Number.POSITIVE_INFINITY : segment;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
