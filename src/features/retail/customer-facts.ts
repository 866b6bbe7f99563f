import { duckdb, type Fragment, join, raw, sql } from '../../sql/index.ts';
import { bestDays, lastDays, type Need, WINDOWS } from './retail-feature.ts';
import { LINES, UNITS } from './retail-lines.ts';

/** How days between two moments are counted: by the dates they fall on, or as whole 24 hours gone by. */
export type DayCount = 'calendar' | 'elapsed';

/** The moment that counts as now. */
export interface Reference {
  /** 2024-12-31, or 2024-12-31 23:59:00. */
  readonly until: string;
  readonly days: DayCount;
}

/** The table of one row per customer, made by `customerFacts`. */
export const CUSTOMERS = raw('retail_customers');

/** Whether a line is not later than the reference. */
export function upToReference({ until, days }: Reference): Fragment {
  return days === 'calendar'
    ? sql`CAST(moment AS DATE) <= CAST(${until} AS DATE)`
    : sql`moment <= CAST(${until} AS TIMESTAMP)`;
}

/**
 * Lines become tickets (what one invoice holds of one day), these become facts of a customer.
 *
 * Tickets are a twentieth of the lines, so that counting different invoices and days costs little. Sums of
 * money are whole numbers of 1/10,000 where `exact`, and so the same in any order.
 *
 * @param keys the aliases of the key, comma between them
 */
export function customerFacts(
  keys: Fragment,
  reference: Reference,
  needs: ReadonlySet<Need>,
  exact: boolean,
): Fragment {
  const whole = sql`${duckdb.toWhole(sql`round(amount * ${raw(String(UNITS))})`)}`;
  const sum = (value: Fragment, filter = raw('')) =>
    exact
      ? duckdb.toWhole(sql`sum(${value})${filter}`)
      : sql`${duckdb.compensatedSum(value)}${filter}`;
  const money = (value: Fragment) => (exact ? sql`${value} / ${raw(`${UNITS}.0`)}` : value);
  const some = (value: Fragment, condition: string) =>
    money(sql`coalesce(${sum(value, raw(` FILTER (${condition})`))}, 0)`);
  const now =
    reference.days === 'calendar'
      ? sql`CAST(${reference.until} AS DATE)`
      : sql`CAST(${reference.until} AS TIMESTAMP)`;
  const between = (from: Fragment, to: Fragment) =>
    reference.days === 'calendar'
      ? duckdb.calendarDaysBetween(from, to)
      : duckdb.wholeDaysBetween(from, to);
  const [first, last] = [raw('first'), raw('last')];
  const withDays = needs.has('days') || needs.has('windows');
  const steps = [
    sql`lines AS NOT MATERIALIZED (
  SELECT ${keys}, moment, CAST(moment AS DATE) AS day, invoice, product, quantity, ${exact ? whole : raw('amount')} AS amount, returned, purchase
  FROM ${LINES} WHERE state = 0 AND ${upToReference(reference)}
)`,
    sql`tickets AS MATERIALIZED (
  SELECT ${keys}, invoice, day, returned, purchase, min(moment) AS first, max(moment) AS last,
    ${duckdb.compensatedSum(raw('quantity'))} AS quantity, ${sum(raw('amount'))} AS amount
  FROM lines GROUP BY ${keys}, invoice, day, returned, purchase
)`,
    sql`buyers AS (
  SELECT ${keys}, count(DISTINCT invoice) FILTER (purchase) AS invoices, count(DISTINCT invoice) FILTER (returned) AS returns,
    ${some(raw('amount'), 'purchase')} AS gross, ${some(raw('amount'), 'returned')} AS returned,
    coalesce(${duckdb.compensatedSum(raw('quantity'))} FILTER (purchase), 0) AS quantity,
    min(first) FILTER (purchase) AS first, max(last) FILTER (purchase) AS last,
    count(DISTINCT day) FILTER (purchase) AS purchase_days FROM tickets GROUP BY ${keys}
)`,
  ];
  const joined: Fragment[] = [];
  const columns: Fragment[] = [];
  if (needs.has('products')) {
    steps.push(sql`kinds AS (
  SELECT ${keys}, count(*) AS products FROM (SELECT DISTINCT ${keys}, product FROM lines WHERE purchase AND product IS NOT NULL) GROUP BY ${keys}
)`);
    joined.push(sql`LEFT JOIN kinds USING (${keys})`);
    columns.push(raw('coalesce(products, 0) AS products'));
  }
  if (withDays) {
    const today = sql`CAST(${reference.until} AS DATE)`;
    const lasts = WINDOWS.map(
      (days) => sql`${some(raw('revenue'), `age < ${days}`)} AS ${lastDays(days)}`,
    );
    const running = WINDOWS.map(
      (days) =>
        sql`sum(revenue) OVER (PARTITION BY ${keys} ORDER BY place RANGE BETWEEN ${raw(String(days - 1))} PRECEDING AND CURRENT ROW) AS ${bestDays(days)}`,
    );
    const bests = WINDOWS.map(
      (days) => sql`${money(sql`max(${bestDays(days)})`)} AS ${bestDays(days)}`,
    );
    const windows = needs.has('windows');
    steps.push(
      sql`days AS (
  SELECT ${keys}, day, ${duckdb.calendarDaysBetween(raw("DATE '1970-01-01'"), raw('day'))} AS place,
    ${duckdb.calendarDaysBetween(raw('day'), today)} AS age, ${sum(raw('amount'))} AS revenue
  FROM tickets WHERE purchase GROUP BY ${keys}, day
)`,
      sql`moving AS (
  SELECT ${keys}, ${some(raw('revenue'), `${duckdb.dayOfMonth(raw('day')).text} <= 15`)} AS first_half, ${join([...lasts, ...(windows ? bests : [])], ',\n    ')}
  FROM (SELECT *${windows ? sql`, ${join(running, ',\n      ')}` : raw('')} FROM days) GROUP BY ${keys}
)`,
    );
    joined.push(sql`LEFT JOIN moving USING (${keys})`);
    const filled = [
      'first_half',
      ...WINDOWS.flatMap((days) => [`last_${days}`, ...(windows ? [`best_${days}`] : [])]),
    ];
    columns.push(...filled.map((column) => raw(`coalesce(${column}, 0) AS ${column}`)));
  }
  return sql`WITH ${join(steps, ', ')}
SELECT ${keys}, invoices, returns, gross, returned, quantity, purchase_days,
  ${between(last, now)} AS since_last, ${between(first, now)} AS since_first, ${between(first, last)} AS span,
  ${duckdb.calendarDaysBetween(first, last)} AS day_span${columns.length > 0 ? sql`, ${join(columns)}` : raw('')}
FROM buyers ${join(joined, ' ')}`;
}
