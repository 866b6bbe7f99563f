import { DataError, OptionError, show, suggest } from '../../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../../sql/index.ts';
import type { ColumnDescription } from '../../table/index.ts';
import { keyAlias } from '../events.ts';
import {
  gridOf,
  momentOf,
  type SeriesGrid,
  type StepUnit,
  stepStart,
  stepsBetween,
} from './grid.ts';

/** One row per entity and moment. */
export interface LongSeries {
  /** The key of the entity: one column or more. */
  readonly entity: readonly string[];
  /** A date, a timestamp, or a text of one. */
  readonly time: string;
  /** A number. Left out, every row counts 1. */
  readonly value?: string;
  /** How a text in `time` is written, as for strptime. Default: ISO order. */
  readonly timeFormat?: string;
}

/** One row per entity and one column per step. */
export interface WideSeries {
  /** The key; left out, every row is an entity, numbered from 1 in a key named "row". */
  readonly entity: readonly string[];
  /** The columns in the order of the study. */
  readonly columns: readonly string[];
  /** What their names say of time, and the step of each. */
  readonly grid: SeriesGrid;
  readonly steps: Int32Array;
}

export type SeriesLayout = LongSeries | WideSeries;

export function isWide(layout: SeriesLayout): layout is WideSeries {
  return 'columns' in layout;
}

/** The name of the key of a wide table without one. */
const ROW = 'row';

/** The key columns of a layout, as they are called in its feature table. */
export function keyNames({ entity }: SeriesLayout): readonly string[] {
  return entity.length === 0 ? [ROW] : entity;
}

/**
 * Every value with its keys `key1`…, `tick` (a moment, or the step of a wide column) and `value`, and
 * what was given for both. Wide tables become long here, so that all that follows knows one form.
 */
export function givenRows(layout: SeriesLayout, relation: string): Fragment {
  if (!isWide(layout)) {
    const { entity, time, value, timeFormat } = layout;
    const at =
      timeFormat === undefined
        ? duckdb.toMoment(name(time))
        : duckdb.parseMoment(name(time), timeFormat);
    const given = value === undefined ? raw('1.0::DOUBLE') : name(value);
    return sql`SELECT ${keyColumns(entity)}, ${name(time)} AS time_given, ${at} AS tick, ${given} AS value_given, ${duckdb.toNumber(given)} AS value FROM ${name(relation)}`;
  }
  const { entity, columns, steps } = layout;
  const from =
    entity.length === 0
      ? sql`(SELECT *, row_number() OVER () AS ${name(ROW)} FROM ${name(relation)})`
      : name(relation);
  const ticks = duckdb.list(Array.from(steps, (step) => raw(String(step))));
  const values = duckdb.list(columns.map((column) => duckdb.toNumber(name(column))));
  // The list is made in a step of its own: unnested where the columns are, every one of them is carried along
  // for each of its values (7 s of processor for 10,000 × 579, instead of 0.5 s).
  return sql`SELECT *, tick AS time_given, value AS value_given FROM (
    SELECT * EXCLUDE (listed), ${duckdb.unnest(ticks)} AS tick, ${duckdb.unnest(raw('listed'))} AS value FROM (
      SELECT ${keyColumns(keyNames(layout))}, ${values} AS listed FROM ${from}))`;
}

/** The step of a row of `givenRows` on a grid, counted from the grid's first. */
export function stepOf(layout: SeriesLayout, grid: SeriesGrid): Fragment {
  if (!isWide(layout)) {
    return duckdb.stepsSince(grid.every, duckdb.moment(grid.from), raw('tick'));
  }
  const shift = grid.every === 'step' ? 0 : stepsBetween(grid.every, layout.grid.from, grid.from);
  return raw(`tick - ${shift}`);
}

function keyColumns(keys: readonly string[]): Fragment {
  return join(keys.map((key, i) => sql`${name(key)} AS ${keyAlias(i)}`));
}

/** The keys' names inside our queries. */
export function keyList(layout: SeriesLayout, table?: string): Fragment {
  const prefix = raw(table === undefined ? '' : `${table}.`);
  return join(keyNames(layout).map((_, i) => sql`${prefix}${keyAlias(i)}`));
}

/**
 * The columns that a study names for a wide table: a list, `first..last` in the order of the table, or a
 * pattern with `*`.
 *
 * @throws {OptionError} a column that is not there, a range that runs backwards, a pattern that fits nothing
 */
export function wideColumns(
  asked: string | readonly string[],
  there: readonly ColumnDescription[],
  entity: readonly string[],
): string[] {
  const names = there.map((column) => column.name);
  if (typeof asked !== 'string') return asked.map((column) => names[placeOf(column, names)]);
  const range = /^(.+?)\.\.(.+)$/.exec(asked);
  let found: string[];
  if (range !== null && !names.includes(asked)) {
    const [first, last] = [placeOf(range[1].trim(), names), placeOf(range[2].trim(), names)];
    if (first > last) {
      throw new OptionError(
        `features: the range ${show(asked)} must go up in the order of the table, where ${show(names[last])} comes first.`,
      );
    }
    found = names.slice(first, last + 1);
  } else if (asked.includes('*')) {
    const parts = asked.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
    const pattern = new RegExp(`^${parts.join('.*')}$`);
    found = names.filter((column) => pattern.test(column));
  } else found = [names[placeOf(asked, names)]];
  found = found.filter((column) => !entity.includes(column));
  if (found.length === 0) {
    throw new OptionError(
      `features: columns ${show(asked)} must fit at least one column, got none.`,
    );
  }
  return found;
}

function placeOf(column: string, names: readonly string[]): number {
  const place = names.indexOf(column);
  if (place >= 0) return place;
  throw new DataError(
    `features: there is no column ${show(column)} in the data. ${suggest(column, names)}`,
  );
}

/**
 * The grid that the names of wide columns speak of, with the step of each: dates such as 2024-12-31 or
 * 2024-12 when all are, otherwise just their order. Columns of one step are added up.
 */
export function wideGrid(
  columns: readonly string[],
  every: StepUnit | undefined,
): { grid: SeriesGrid; steps: Int32Array } {
  const moments = columns.map(momentOf);
  if (moments.some((moment) => moment === undefined)) {
    const steps = Int32Array.from(columns, (_, i) => i);
    return { grid: { every: 'step', from: 0, steps: columns.length }, steps };
  }
  const dates = moments as number[];
  const unit = every ?? unitOf(columns, dates);
  const first = dates.reduce((a, b) => Math.min(a, b));
  const grid = gridOf(
    unit,
    first,
    dates.reduce((a, b) => Math.max(a, b)),
  );
  const steps = Int32Array.from(dates, (date) => gridOf(unit, first, date).steps - 1);
  return { grid, steps };
}

/** The largest step that keeps the columns apart and leaves at most every other step without one. */
function unitOf(columns: readonly string[], dates: readonly number[]): StepUnit {
  if (columns.every((column) => column.length === 7)) return 'month';
  if (columns.some((column) => column.length > 10)) return 'hour';
  const sorted = [...dates].sort((a, b) => a - b);
  for (const unit of ['month', 'week'] as const) {
    const starts = sorted.map((date) => stepStart(unit, date));
    const apart = starts.every((start, i) => i === 0 || start > starts[i - 1]);
    const { steps } = gridOf(unit, sorted[0], sorted[sorted.length - 1]);
    if (sorted.length > 2 && apart && steps <= 2 * sorted.length) return unit;
  }
  return 'day';
}
