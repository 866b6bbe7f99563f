/**
 * What only DuckDB understands, under names that say what it gives back. Another engine joins by a
 * file beside this one with the same functions.
 *
 * A list here is one entity's values in time order, held in one cell. Functions of a list run row
 * by row, so their sums are added in list order: the same bits for any thread count.
 */
import { type Fragment, join, literal, raw, sql } from '../fragment.ts';

const call =
  (text: string) =>
  (...parts: Fragment[]): Fragment =>
    sql`${raw(text)}(${parts.reduce((all, part) => sql`${all}, ${part}`)})`;

/** What DuckDB says differently from other engines, one function each. */
export const duckdb = {
  /** The day of a date, a timestamp or a text in ISO order; null where it is none of these. */
  toDay: (value: Fragment): Fragment => sql`TRY_CAST(${value} AS DATE)`,

  /** The day of a text written in a strptime format such as '%d/%m/%Y'; null where it is not. */
  parseDay: (value: Fragment, format: string): Fragment =>
    sql`CAST(TRY_STRPTIME(CAST(${value} AS VARCHAR), ${format}) AS DATE)`,

  /** The moment, in UTC, of a date, a timestamp or a text in ISO order; null where it is none of these. */
  toMoment: (value: Fragment): Fragment => sql`TRY_CAST(${value} AS TIMESTAMP)`,

  /** The moment of a text written in a strptime format; a literal, so that views may hold it. */
  parseMoment: (value: Fragment, format: string): Fragment =>
    sql`CAST(TRY_STRPTIME(CAST(${value} AS VARCHAR), ${raw(`'${format.replaceAll("'", "''")}'`)}) AS TIMESTAMP)`,

  /** How many hours, days, weeks (from Monday) or months begin after `from` up to `moment`. */
  stepsSince: (every: string, from: Fragment, moment: Fragment): Fragment =>
    sql`CAST(date_diff(${raw(`'${every}'`)}, ${from}, ${moment}) AS INTEGER)`,

  /** A literal of a moment, from milliseconds since 1970. */
  moment: (ms: number): Fragment => raw(`TIMESTAMP '${new Date(ms).toISOString().slice(0, 19)}'`),

  /** The day that is some steps after a day given as text. */
  dayAfter: (from: string, steps: Fragment): Fragment => sql`(${raw(`DATE '${from}'`)} + ${steps})`,

  /** One row for each place of lists of equal length, beside the other columns: from wide to long. */
  unnest: call('unnest'),
  list: (items: readonly Fragment[]): Fragment =>
    sql`[${items.reduce((all, item) => sql`${all}, ${item}`)}]`,

  isNaN: call('isnan'),

  /** 64 bits that stand for a value; a missing one has bits of its own. */
  hash: call('hash'),

  /** True or false of a boolean, of 0 and 1 and of words such as yes; null where it is none. */
  toBoolean: (value: Fragment): Fragment => sql`TRY_CAST(${value} AS BOOLEAN)`,

  /** Calendar days from the date of one moment to that of another; whole 24 hours from one moment to another. */
  calendarDaysBetween: (from: Fragment, to: Fragment): Fragment =>
    sql`date_diff('day', CAST(${from} AS DATE), CAST(${to} AS DATE))`,
  wholeDaysBetween: (from: Fragment, to: Fragment): Fragment =>
    sql`date_sub('day', CAST(${from} AS TIMESTAMP), CAST(${to} AS TIMESTAMP))`,

  dayOfMonth: call('day'),

  /** Quantiles of a group's values as a list, interpolated between neighbours. */
  quantiles: (value: Fragment, shares: readonly number[]): Fragment =>
    sql`quantile_cont(CAST(${value} AS DOUBLE), [${raw(shares.join(', '))}])`,

  /** A 64-bit number; null where it is none. */
  toNumber: (value: Fragment): Fragment => sql`TRY_CAST(${value} AS DOUBLE)`,

  /** A whole number of 64 bits, from a number that is one. */
  toWhole: (value: Fragment): Fragment => sql`CAST(${value} AS BIGINT)`,

  /** A whole number of 128 bits, from one of 64. */
  toWide: (value: Fragment): Fragment => sql`CAST(${value} AS HUGEINT)`,

  toText: (value: Fragment): Fragment => sql`CAST(${value} AS VARCHAR)`,

  /** A text without outer blanks; null where nothing is left. */
  trimmed: (value: Fragment): Fragment => sql`nullif(trim(CAST(${value} AS VARCHAR)), '')`,

  /** Days since 1970-01-01 of a date or a moment, with fractions. */
  daysSinceEpoch: (value: Fragment): Fragment => sql`epoch(CAST(${value} AS TIMESTAMP)) / 86400`,

  isFinite: call('isfinite'),

  lower: call('lower'),

  /** A text without outer blanks of any kind; null where nothing is left. */
  bare: (value: Fragment): Fragment =>
    sql`nullif(trim(${value}, chr(9) || chr(10) || chr(11) || chr(12) || chr(13) || chr(32) || chr(160)), '')`,

  /** A text in which every run of blanks is one. */
  oneBlank: (value: Fragment): Fragment =>
    sql`regexp_replace(${value}, ${literal('[\\s\\x{a0}]+')}, ' ', 'g')`,

  /** A text with every part that a regular expression describes replaced. */
  replaceAll: (value: Fragment, pattern: Fragment, by: Fragment): Fragment =>
    sql`regexp_replace(${value}, ${pattern}, ${by}, 'g')`,

  /** Whether a text holds what a regular expression (RE2) describes. */
  matches: call('regexp_matches'),

  /** 1 where it is true, else 0. */
  oneIf: (condition: Fragment): Fragment => sql`CASE WHEN ${condition} THEN 1 ELSE 0 END`,

  /** A literal of a moment, from a text in ISO order. */
  momentOf: (text: string): Fragment => sql`TIMESTAMP ${literal(text.replace('T', ' '))}`,

  /** The moment of a text in the first of some strptime formats that reads it; literals, so that views may hold them. */
  parseAny: (value: Fragment, formats: readonly string[]): Fragment =>
    sql`try_strptime(${value}, [${join(formats.map(literal))}])`,

  toTimestamp: (value: Fragment): Fragment => sql`CAST(${value} AS TIMESTAMP)`,
  toDate: (value: Fragment): Fragment => sql`CAST(${value} AS DATE)`,

  /** The moment, in UTC, of a text in ISO order that may say how far its clock is from UTC. */
  toUtc: (value: Fragment): Fragment => sql`(TRY_CAST(${value} AS TIMESTAMPTZ) AT TIME ZONE 'UTC')`,

  /**
   * A sum in a group that keeps what a plain sum of doubles loses. Whole numbers add up exactly in any
   * order; fractions may differ in the last bit when more than two are added in another order.
   */
  compensatedSum: call('kahan_sum'),

  /** The pairs of a group as one list, ordered by the first, then by the second. */
  pairs: (first: Fragment, second: Fragment): Fragment =>
    sql`list_sort(list({a: ${first}, b: ${second}}))`,
  firsts: (pairs: Fragment): Fragment => sql`list_transform(${pairs}, lambda pair: pair.a)`,
  seconds: (pairs: Fragment): Fragment => sql`list_transform(${pairs}, lambda pair: pair.b)`,

  length: call('len'),
  first: (list: Fragment): Fragment => sql`${list}[1]`,
  last: (list: Fragment): Fragment => sql`${list}[-1]`,
  withoutFirst: (list: Fragment): Fragment => sql`${list}[2:]`,
  withoutLast: (list: Fragment): Fragment => sql`${list}[:-2]`,
  sum: call('list_sum'),
  lowest: call('list_min'),
  highest: call('list_max'),
  /** Population variance, by Welford's updates. */
  variance: call('list_var_pop'),
  /** The sum of the products of two lists of doubles of one length. */
  dot: call('list_inner_product'),

  /** Days as whole numbers since a day, as doubles. `from` must be a column. */
  daysSince: (days: Fragment, from: Fragment): Fragment =>
    sql`list_transform(${days}, lambda day: CAST(day - ${from} AS DOUBLE))`,

  /** How many of the days are a Saturday or a Sunday. */
  weekendDays: (days: Fragment): Fragment =>
    sql`len(list_filter(${days}, lambda day: isodow(day) >= 6))`,

  /** The members of `list` at the places where the same place of `other` is above a limit, which must be a column. */
  whereAbove: (list: Fragment, other: Fragment, limit: Fragment): Fragment =>
    sql`list_where(${list}, list_transform(${other}, lambda item: item > ${limit}))`,

  /** How many runs of consecutive numbers are in an ascending list: number minus rank is constant in a run. */
  islands: (list: Fragment): Fragment =>
    sql`list_unique(list_transform(${list}, lambda item, rank: item - rank))`,

  isWeekend: (day: Fragment): Fragment => sql`isodow(${day}) >= 6`,

  /** The days of a group as one text of bits, bit 0 a given day, `length` bits; days outside are refused. */
  calendar: (day: Fragment, from: Fragment, length: number): Fragment =>
    sql`bitstring_agg(${day} - ${from}, 0, ${raw(String(length - 1))})`,
  /** How many days are in a calendar. */
  calendarCount: call('bit_count'),
  /** How many runs of consecutive days are in a calendar: its days less those that another follows. */
  calendarRuns: (bits: Fragment): Fragment =>
    sql`bit_count(${bits}) - bit_count(${bits} & (${bits} << 1))`,
  /** The sum of squared days between neighbours in a calendar: between two ones stand their distance − 1 zeros. */
  calendarGapSquares: (bits: Fragment): Fragment =>
    sql`coalesce(list_sum(list_transform(string_split(CAST(${bits} AS VARCHAR), '1')[2:-2], lambda zeros: (len(zeros) + 1) * (len(zeros) + 1))), 0)`,
} as const;
