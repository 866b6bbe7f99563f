import { DataError, type Run, show } from '../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import { checkColumns } from './check-columns.ts';
import { type EventColumns, eventDay, eventRows, eventUse, keyAlias } from './events.ts';
import { type Calendar, LONGEST_CALENDAR } from './usage/from-totals.ts';

/** What the rows of a relation are worth as events. */
export interface EventFacts {
  readonly rows: number;
  /** Rows with a key, a day and a finite amount: those that features are made of. */
  readonly used: number;
  /** Different pairs of entity and day. Fewer than `used`: rows of one day are summed. */
  readonly entityDays: number;
  /** The sum of the amounts of the rows used. */
  readonly total: number;
  /** The first and the last day, as 2024-12-31. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Days from the first to the last, both counted. */
  readonly calendarDays: number;
  /** All amounts are whole, and the sum of their absolute values is below 2⁵³: sums of them are exact in any order. */
  readonly whole: boolean;
  /** No day of an entity has an absolute amount above this. */
  readonly largestDay: number;
}

/**
 * Counts the rows that can be used, and warns of those that cannot.
 *
 * Cost: one scan and one grouping by entity; where the data spans more than 1024 days, one by entity and
 * day, which spills to disk.
 *
 * @throws {DataError} a column that is not there; a time that is no date, an amount that is no number; no row to use
 */
export async function eventFacts(
  database: Database,
  events: EventColumns,
  relation: string,
  run: Run,
): Promise<EventFacts> {
  const counts = await countEvents(database, events, relation, run);
  const calendar = { from: counts.firstDay, length: counts.calendarDays };
  const { columns } = await database.query(entityDays(events, relation, calendar), run);
  return withEntityDays(counts, Number(columns[0].values[0]));
}

/** The facts that one scan gives: all but those of entities. */
export interface EventCounts extends Omit<EventFacts, 'entityDays' | 'largestDay'> {
  /** The largest absolute amount of a row, and the sum of all. */
  readonly largest: number;
  readonly absolute: number;
}

export function withEntityDays(counts: EventCounts, entityDays: number): EventFacts {
  const { largest, absolute, ...facts } = counts;
  return { ...facts, entityDays, largestDay: entityDays === facts.used ? largest : absolute };
}

/** Warns and refuses as `eventFacts` does, for the cost of the scan alone. */
export async function countEvents(
  database: Database,
  events: EventColumns,
  relation: string,
  run: Run,
): Promise<EventCounts> {
  const { entity, time, value, timeFormat } = events;
  const asked = [...entity, time, ...(value === undefined ? [] : [value])];
  checkColumns('features', asked, await database.describe(relation));
  const { columns } = await database.query(eventCounts(events, relation), run);
  const count = (i: number) => Number(columns[i].values[0]);
  const rows = count(0);
  if (count(4) > 0) {
    const form = timeFormat === undefined ? 'a date such as 2024-12-31' : `as ${show(timeFormat)}`;
    const place = await firstPlace(database, events, relation, 'bad_time', run);
    throw new DataError(
      `features: every ${show(time)} must be ${form}, got ${count(4)} of ${rows} rows that are not, the first in row ${place}. Mend them, or say with timeFormat how they are written.`,
    );
  }
  if (count(5) > 0) {
    const place = await firstPlace(database, events, relation, 'bad_value', run);
    throw new DataError(
      `features: every ${show(value)} must be a finite number, got ${count(5)} of ${rows} rows that are not, the first in row ${place}. Mend them, or choose another column.`,
    );
  }
  const lacking = [
    ['missing-key', 1, entity.map(show).join(' or ')],
    ['missing-time', 2, show(time)],
    ['missing-value', 3, show(value)],
  ] as const;
  for (const [code, i, column] of lacking) {
    if (count(i) > 0) {
      run.warn(code, `features: ${count(i)} of ${rows} rows have no ${column} and were left out.`);
    }
  }
  if (count(6) === 0) {
    throw new DataError(
      `features: at least one row must have a key, a day and a number, got none of ${rows}.`,
    );
  }
  const [firstDay, lastDay] = [String(columns[7].values[0]), String(columns[8].values[0])];
  const absolute = Number(columns[10].values[0]);
  return {
    rows,
    used: count(6),
    total: Number(columns[9].values[0]),
    firstDay,
    lastDay,
    calendarDays: (Date.parse(lastDay) - Date.parse(firstDay)) / 86_400_000 + 1,
    whole: Number(columns[12].values[0]) === 1 && absolute < 2 ** 53,
    largest: Number(columns[11].values[0]),
    absolute,
  };
}

/** One row of counts; a row without a key is not asked for more. */
function eventCounts(events: EventColumns, relation: string): Fragment {
  return sql`SELECT count(*), ${tally('no_key')}, ${tally('no_time')}, ${tally('no_value')}, ${tally('bad_time')}, ${tally('bad_value')},
  ${tally('used')}, CAST(min(day) FILTER (used) AS VARCHAR), CAST(max(day) FILTER (used) AS VARCHAR),
  ${duckdb.compensatedSum(raw('use'))} FILTER (used), sum(abs(use)) FILTER (used), max(abs(use)) FILTER (used), bool_and(use = trunc(use)) FILTER (used) FROM (${judged(events, relation)})`;
}

/** Each row with what is wrong with it. Blank texts are missing; other texts that say nothing are bad. */
function judged(events: EventColumns, relation: string, extra: Fragment = raw('')): Fragment {
  const { entity, time, value } = events;
  const noKey = join(
    entity.map((key) => sql`${name(key)} IS NULL`),
    ' OR ',
  );
  const written = (given: string) => sql`coalesce(trim(${duckdb.toText(raw(given))}) <> '', false)`;
  return sql`SELECT *, NOT no_key AND NOT dated AND NOT bad_time AS no_time, NOT no_key AND dated AND NOT fit AND NOT bad_value AS no_value,
  NOT no_key AND dated AND fit AS used FROM (
  SELECT *, CASE WHEN dated THEN false ELSE ${written('time_given')} END AS bad_time,
    CASE WHEN fit THEN false ELSE ${written('value_given')} END AS bad_value FROM (
    SELECT *, coalesce(${duckdb.isFinite(raw('day'))}, false) AS dated, coalesce(${duckdb.isFinite(raw('use'))}, false) AS fit FROM (
      SELECT ${noKey} AS no_key, ${name(time)} AS time_given, ${value === undefined ? raw('1') : name(value)} AS value_given,
        ${eventDay(events)} AS day, ${eventUse(events)} AS use${extra} FROM ${name(relation)})))`;
}

function tally(flag: string): Fragment {
  return sql`count(*) FILTER (${raw(flag)})`;
}

/** Pairs of entity and day; with a short calendar by its bits, which takes a third of the time and no memory per pair. */
function entityDays(events: EventColumns, relation: string, { from, length }: Calendar): Fragment {
  const keys = join(events.entity.map((_, i) => keyAlias(i)));
  const rows = eventRows(events, relation);
  if (!(length <= LONGEST_CALENDAR)) {
    return sql`SELECT count(*) FROM (SELECT DISTINCT ${keys}, day FROM (${rows}))`;
  }
  const calendar = duckdb.calendar(raw('day'), sql`CAST(${from} AS DATE)`, length);
  return sql`SELECT sum(days) FROM (SELECT ${duckdb.calendarCount(calendar)} AS days FROM (${rows}) GROUP BY ${keys})`;
}

async function firstPlace(
  database: Database,
  events: EventColumns,
  relation: string,
  flag: string,
  run: Run,
): Promise<number> {
  const first = await database.query(
    sql`SELECT min(place) FROM (${judged(events, relation, raw(', row_number() OVER () AS place'))}) WHERE ${raw(flag)}`,
    run,
  );
  return Number(first.columns[0].values[0]);
}
