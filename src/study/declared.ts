import type { DeclaredSegment } from '../publish/index.ts';
import { type Column, cellText } from '../table/index.ts';
import type { Group } from './split-groups.ts';

/** Entities that a rule puts into a segment before anything is clustered. */
export interface Declared {
  /** 'no activity'. */
  readonly name: string;
  /** The rule as half a sentence: 'no value other than 0 from 2024-01-01 to 2024-12-31'. */
  readonly rule: string;
  /** Their places in the feature table, ascending. */
  readonly rows: Int32Array;
}

/**
 * The numbers of declared segments: the next ones after those found, in every group of a study the
 * same, so that a label means one thing wherever it stands.
 *
 * @param clusters the segments found in each group
 */
export function numberDeclared(
  declared: readonly Declared[],
  clusters: readonly number[],
): DeclaredSegment[] {
  const first = clusters.reduce((a, b) => Math.max(a, b), 0);
  return declared.map(({ name, rule, rows }, i) => ({
    segment: first + i,
    name,
    rule,
    rows: rows.length,
  }));
}

/** A declared segment's rows with its number. */
export interface DeclaredRows {
  readonly segment: number;
  readonly rows: Int32Array;
}

/** Gives each declared segment the number that it has in a bundle; one that the bundle does not know stays without. */
export function declaredRows(
  declared: readonly Declared[],
  segments: readonly DeclaredSegment[],
): DeclaredRows[] {
  return declared.flatMap(({ name, rows }) => {
    const known = segments.find((segment) => segment.name === name);
    return known === undefined ? [] : [{ segment: known.segment, rows }];
  });
}

/** Marks the places of all declared entities. */
export function declaredPlaces(declared: readonly Declared[], count: number): Uint8Array {
  const marks = new Uint8Array(count);
  for (const { rows } of declared) for (const row of rows) marks[row] = 1;
  return marks;
}

/** The rows of declared segments that have a group's value of `within`. */
export function inGroup(
  declared: readonly DeclaredRows[],
  { name }: Group,
  within: Column | undefined,
): DeclaredRows[] {
  if (within === undefined) return [...declared];
  return declared.map(({ segment, rows }) => ({
    segment,
    rows: rows.filter((row) => cellText(within, row) === name),
  }));
}
