import { DataError, Run } from '../base/index.ts';
import { mean, variance } from '../numeric/index.ts';
import { applyPreparation } from '../prepare/index.ts';
import type { Column } from '../table/index.ts';
import type { Side } from './side.ts';

/** Entities that a prototype is the mean of, at most: more do not move it by anything that matters here. */
const MEMBERS = 2000;

/** The segments' places in the numbers that the run before was clustered by. */
export interface Prototypes {
  /** One per segment of a group, both sides in the same columns; null for a segment without entities. */
  readonly before: readonly (Prototype | null)[];
  readonly after: readonly (Prototype | null)[];
}

export interface Prototype {
  readonly centre: Float64Array;
  /** Root of the mean squared distance of the members from it. */
  readonly radius: number;
}

/**
 * Centres of the segments of one group of both runs: the run after is prepared by what the run before learned.
 * Series have no prepared numbers that are kept; the features that describe them, in standard deviations of
 * the run before, stand in.
 *
 * @returns a sentence where the runs cannot be compared so
 */
export async function findPrototypes(
  before: Side,
  after: Side,
  beforeGroup: number,
  afterGroup: number,
  run: Run,
): Promise<Prototypes | string> {
  const old = sampleMembers(before, beforeGroup);
  const recent = sampleMembers(after, afterGroup);
  try {
    const { preparation } = before;
    if (preparation !== undefined && before.prepared !== null && after.prepared !== null) {
      const names = preparation.needs;
      const had = new Set(after.features.map((feature) => feature.name));
      const lacking = names.filter((name) => !had.has(name));
      if (lacking.length > 0) return `the run after has no feature ${lacking.join(', ')}`;
      const given: Column[] = [];
      for (const name of names) given.push(taken(await after.feature(name), recent.rows));
      const spread = applyPreparation(preparation, given, new Run(run.quiet()));
      const columns: Float64Array[] = [];
      for (const name of preparation.outputs) {
        columns.push(numbers(taken(await before.prepared(name), old.rows)));
      }
      return {
        before: centres(columns, old.offsets),
        after: centres(spread.map(numbers), recent.offsets),
      };
    }
    return await standardised(before, after, old, recent);
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    return error.message;
  }
}

interface Members {
  /** Rows, segment after segment. */
  readonly rows: Int32Array;
  readonly offsets: readonly number[];
}

/** Up to 2,000 entities of each segment, evenly spaced over its rows. */
function sampleMembers({ group, place, groups }: Side, wanted: number): Members {
  const own = groups[wanted].segments.map((): number[] => []);
  for (let i = 0; i < group.length; i++) {
    if (group[i] === wanted && place[i] >= 0) own[place[i]].push(i);
  }
  const rows: number[] = [];
  const offsets = [0];
  for (const members of own) {
    const kept = Math.min(MEMBERS, members.length);
    for (let m = 0; m < kept; m++) rows.push(members[Math.floor((m * members.length) / kept)]);
    offsets.push(rows.length);
  }
  return { rows: Int32Array.from(rows), offsets };
}

async function standardised(
  before: Side,
  after: Side,
  old: Members,
  recent: Members,
): Promise<Prototypes | string> {
  const had = new Set(after.features.map((feature) => feature.name));
  const names = before.features
    .filter(({ name, kind }) => kind === 'number' && had.has(name))
    .map(({ name }) => name);
  if (names.length === 0) return 'the runs have no feature in common';
  const left: Float64Array[] = [];
  const right: Float64Array[] = [];
  for (const name of names) {
    const values = numbers(taken(await before.feature(name), old.rows));
    const known = values.filter((value) => !Number.isNaN(value));
    const centre = mean(known);
    const deviation = Math.sqrt(variance(known, 0));
    // A missing value has no place of its own: the middle moves no centre.
    const scale = (value: number) =>
      Number.isNaN(value) || !(deviation > 0) ? 0 : (value - centre) / deviation;
    left.push(values.map(scale));
    right.push(numbers(taken(await after.feature(name), recent.rows)).map(scale));
  }
  return { before: centres(left, old.offsets), after: centres(right, recent.offsets) };
}

function centres(
  columns: readonly Float64Array[],
  offsets: readonly number[],
): (Prototype | null)[] {
  return offsets.slice(1).map((end, s) => {
    const start = offsets[s];
    if (end === start) return null;
    const centre = Float64Array.from(columns, (values) => mean(values.subarray(start, end)));
    let squares = 0;
    columns.forEach((values, j) => {
      for (let i = start; i < end; i++) squares += (values[i] - centre[j]) ** 2;
    });
    return { centre, radius: Math.sqrt(squares / (end - start)) };
  });
}

function taken(column: Column, rows: Int32Array): Column {
  if (column.type === 'text') {
    return { ...column, values: Array.from(rows, (row) => column.values[row]) };
  }
  return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
}

const numbers = ({ values }: Column) => values as Float64Array;

/** Distance of two centres. */
export function between(a: Prototype, b: Prototype): number {
  return Math.sqrt(a.centre.reduce((sum, value, j) => sum + (value - b.centre[j]) ** 2, 0));
}
