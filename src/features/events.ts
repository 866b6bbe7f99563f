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
  const day = eventDay(events);
  const use = eventUse(events);
  const present = [
    ...events.entity.map((key) => sql`${name(key)} IS NOT NULL`),
    sql`${duckdb.isFinite(day)}`,
    sql`${duckdb.isFinite(use)}`,
  ];
  const keys = events.entity.map((key, i) => sql`${name(key)} AS ${keyAlias(i)}`);
  return sql`SELECT ${join(keys)}, ${day} AS day, ${use} AS use FROM ${name(relation)} WHERE ${join(present, ' AND ')}`;
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
