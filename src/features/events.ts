import { duckdb, type Fragment, join, name, raw, sql } from '../sql/index.ts';

/** Which columns of a relation are events: who, when, how much. */
export interface EventColumns {
  /** The key of the entity: one column or more. */
  readonly entity: readonly string[];
  /** A date, a timestamp, or a text of one. */
  readonly time: string;
  /** A number. Left out, every row counts 1. */
  readonly value?: string;
  /** How a text in `time` is written, as for strptime: '%d/%m/%Y'. Default: ISO order. */
  readonly timeFormat?: string;
}

/** Where nothing is missing: keys as they are, the day, the amount. Rows where something is, are left out. */
export function eventRows(events: EventColumns, relation: string): Fragment {
  return sql`${everyRow(events, relation, eventUse(events))} WHERE ${present(events)}`;
}

/**
 * The same where amounts are known to be whole, as integers. `complete`: no row lacks anything, so
 * that none has to be asked.
 */
export function wholeRows(events: EventColumns, relation: string, complete: boolean): Fragment {
  const rows = everyRow(events, relation, duckdb.toWhole(eventUse(events)));
  return complete ? rows : sql`${rows} WHERE ${present(events)}`;
}

function everyRow(events: EventColumns, relation: string, use: Fragment): Fragment {
  const keys = events.entity.map((key, i) => sql`${name(key)} AS ${keyAlias(i)}`);
  return sql`SELECT ${join(keys)}, ${eventDay(events)} AS day, ${use} AS use FROM ${name(relation)}`;
}

function present(events: EventColumns): Fragment {
  const all = [
    ...events.entity.map((key) => sql`${name(key)} IS NOT NULL`),
    duckdb.isFinite(eventDay(events)),
    duckdb.isFinite(eventUse(events)),
  ];
  return join(all, ' AND ');
}

/** The name of a key inside our queries, where it can meet no name of ours. */
export function keyAlias(i: number): Fragment {
  return raw(`key${i + 1}`);
}

export function eventDay({ time, timeFormat }: EventColumns): Fragment {
  return timeFormat === undefined
    ? duckdb.toDay(name(time))
    : duckdb.parseDay(name(time), timeFormat);
}

export function eventUse({ value }: EventColumns): Fragment {
  return value === undefined ? raw('1.0::DOUBLE') : duckdb.toNumber(name(value));
}
