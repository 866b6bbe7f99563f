import { DataError, OptionError, show, suggest } from '../../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../../sql/index.ts';
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
  /** Numbers, one column per channel. Without any, every row counts 1. */
  readonly values: readonly string[];
  /** How a text in `time` is written, as for strptime. Default: ISO order. */
  readonly timeFormat?: string;
  /** The first step is that of the entity's own first value; undefined where all have the same. */
  readonly ownStart?: StepUnit;
}

/** One row per entity and one column per step. */
export interface WideSeries {
  /** The key; left out, every row is an entity, numbered from 1 in a key named "row". */
  readonly entity: readonly string[];
  /** The columns in the order of the study, channel after channel. */
  readonly columns: readonly string[];
  /** What channels are called; one without a name where there is only one. */
  readonly channels: readonly string[];
  /** What the columns' names say of time, and the step of each. */
  readonly grid: SeriesGrid;
  readonly steps: Int32Array;
  /** Columns that the data do not have: nothing stands there. */
  readonly absent: ReadonlySet<string>;
}

export type SeriesLayout = LongSeries | WideSeries;

export function isWide(layout: SeriesLayout): layout is WideSeries {
  return 'columns' in layout;
}

/** The name of the key of a wide table without one. */
const ROW = 'row';

/** How many numbers each step has. */
export function channelCount(layout: SeriesLayout): number {
  return Math.max(1, isWide(layout) ? layout.channels.length : layout.values.length);
}

/** The same series without their channels but the first. */
export function firstChannel(layout: SeriesLayout): SeriesLayout {
  if (channelCount(layout) === 1) return layout;
  if (!isWide(layout)) return { ...layout, values: layout.values.slice(0, 1) };
  const { columns, channels, steps } = layout;
  const width = columns.length / channels.length;
  return {
    ...layout,
    columns: columns.slice(0, width),
    channels: channels.slice(0, 1),
    steps: steps.slice(0, width),
  };
}

/** The key columns of a layout, as they are called in its feature table. */
export function keyNames({ entity }: SeriesLayout): readonly string[] {
  return entity.length === 0 ? [ROW] : entity;
}

/**
 * Every value with its keys `key1`…, `tick` (a moment, or the step of a wide column), `channel` and `value`, and
 * what was given for time and value. Wide tables become long here, so that all that follows knows one form.
 */
export function givenRows(layout: SeriesLayout, relation: string): Fragment {
  return isWide(layout) ? wideRows(layout, relation) : longRows(layout, relation);
}

function longRows({ entity, time, values, timeFormat }: LongSeries, relation: string): Fragment {
  const at =
    timeFormat === undefined
      ? duckdb.toMoment(name(time))
      : duckdb.parseMoment(name(time), timeFormat);
  const row = sql`${keyColumns(entity)}, ${name(time)} AS time_given, ${at} AS tick`;
  if (values.length < 2) {
    const given = values.length === 0 ? raw('1.0::DOUBLE') : name(values[0]);
    return sql`SELECT ${row}, 0 AS channel, ${given} AS value_given, ${duckdb.toNumber(given)} AS value FROM ${name(relation)}`;
  }
  const given = duckdb.list(values.map((value) => duckdb.toText(name(value))));
  const numbers = duckdb.list(values.map((value) => duckdb.toNumber(name(value))));
  return sql`SELECT ${row}, ${duckdb.unnest(wholeNumbers(values.keys()))} AS channel, ${duckdb.unnest(given)} AS value_given, ${duckdb.unnest(numbers)} AS value FROM ${name(relation)}`;
}

function wideRows(layout: WideSeries, relation: string): Fragment {
  const { entity, columns, channels, steps, absent } = layout;
  const from =
    entity.length === 0
      ? sql`(SELECT *, row_number() OVER () AS ${name(ROW)} FROM ${name(relation)})`
      : name(relation);
  const width = columns.length / channels.length;
  const ticks = duckdb.unnest(wholeNumbers(steps));
  const channelOf =
    channels.length === 1
      ? raw('0')
      : duckdb.unnest(wholeNumbers(columns.map((_, i) => Math.floor(i / width))));
  const values = duckdb.list(
    columns.map((column) =>
      absent.has(column) ? raw('NULL::DOUBLE') : duckdb.toNumber(name(column)),
    ),
  );
  // The list is made in a step of its own: unnested where the columns are, every one of them is carried along
  // for each of its values (7 s of processor for 10,000 × 579, instead of 0.5 s).
  return sql`SELECT *, tick AS time_given, value AS value_given FROM (
    SELECT * EXCLUDE (listed), ${ticks} AS tick, ${channelOf} AS channel, ${duckdb.unnest(raw('listed'))} AS value FROM (
      SELECT ${keyColumns(keyNames(layout))}, ${values} AS listed FROM ${from}))`;
}

function wholeNumbers(values: Iterable<number>): Fragment {
  return duckdb.list(Array.from(values, (value) => raw(String(value))));
}

/** Whether a row of `given` is of an entity of `entities`. */
export function sameKeys(layout: SeriesLayout): Fragment {
  const keys = keyNames(layout).map((_, i) => keyAlias(i));
  return join(
    keys.map((key) => sql`given.${key} = entities.${key}`),
    ' AND ',
  );
}

/**
 * The step of a row of `givenRows` on a grid, counted from the grid's first.
 *
 * @param entities the table that gives each entity its first moment, where steps are counted from there
 */
export function stepOf(layout: SeriesLayout, grid: SeriesGrid, entities: Fragment): Fragment {
  if (!isWide(layout)) {
    const { ownStart } = layout;
    return ownStart === undefined
      ? duckdb.stepsSince(grid.every, duckdb.moment(grid.from), raw('tick'))
      : duckdb.stepsSince(ownStart, sql`${entities}.first`, raw('tick'));
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

/** The columns of each channel as a study names them: a range, a pattern or a list; by channel where there are several. */
export type AskedColumns =
  | string
  | readonly string[]
  | Readonly<Record<string, string | readonly string[]>>;

/**
 * The columns that a study names for a wide table, channel after channel.
 *
 * @throws {OptionError} a range that runs backwards, a pattern that fits nothing, channels of unequal width
 * @throws {DataError} a column that is not there
 */
export function askedColumns(
  asked: AskedColumns,
  there: readonly string[],
  entity: readonly string[],
): { columns: string[]; channels: string[] } {
  if (typeof asked === 'string' || Array.isArray(asked)) {
    const given = asked as string | readonly string[];
    return { columns: wideColumns(given, there, entity), channels: [''] };
  }
  const channels = Object.keys(asked);
  const each = Object.values(asked).map((columns) => wideColumns(columns, there, entity));
  const odd = each.findIndex((columns) => columns.length !== each[0].length);
  if (odd > 0) {
    throw new OptionError(
      `features: every channel must have as many columns as the first, ${each[0].length}, got ${each[odd].length} of ${show(channels[odd])}.`,
    );
  }
  return { columns: each.flat(), channels };
}

/** The columns of a list, of `first..last` in the order of the table, or of a pattern with `*`. */
function wideColumns(
  asked: string | readonly string[],
  names: readonly string[],
  entity: readonly string[],
): string[] {
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
  } else if (asked.includes('*')) found = matches(asked, names);
  else found = [names[placeOf(asked, names)]];
  found = found.filter((column) => !entity.includes(column));
  if (found.length === 0) {
    throw new OptionError(
      `features: columns ${show(asked)} must fit at least one column, got none. ${suggest(asked, names)}`,
    );
  }
  return found;
}

/** The names that fit a pattern with `*`. */
export function matches(asked: string, names: readonly string[]): string[] {
  const parts = asked.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`);
  return names.filter((column) => pattern.test(column));
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
