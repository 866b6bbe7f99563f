import { duckdb, type Fragment, raw, sql } from '../../sql/index.ts';
import type { SeriesSteps } from './usage-feature.ts';

/** The calendar that the days of all entities lie in. */
export interface Calendar {
  /** The first day, as 2024-12-31. */
  readonly from: string;
  /** Days from the first to the last, both counted. */
  readonly length: number;
}

/** Longer calendars go through lists: an entity's days are kept as one bit per day of the calendar. */
export const LONGEST_CALENDAR = 1024;

/**
 * The series from sums in one grouping by entity, for amounts that are whole: these add up exactly
 * in any order, so that nothing is listed or sorted. `daily` gives them as 64-bit integers with the sum of
 * their absolute values below 2⁵³; `narrow`, where each is at most 2³¹, so that its square fits 64 bits too.
 */
export function seriesFromTotals(
  daily: Fragment,
  keys: Fragment,
  until: Fragment,
  everything: Fragment,
  { from, length }: Calendar,
  narrow: boolean,
): SeriesSteps {
  const start = sql`CAST(${from} AS DATE)`;
  const bits = raw('bits');
  const calendar = duckdb.calendar(raw('day'), start, length);
  const square = narrow ? raw('use * use') : sql`${duckdb.toWide(raw('use'))} * use`;
  const double = (value: string) => duckdb.toNumber(raw(value));
  return {
    series: sql`${daily}, summed AS (
  SELECT ${keys}, count(*) AS count, min(day) AS first, max(day) AS last, sum(use) AS sum_of_uses, min(use) AS low, max(use) AS high,
    sum(${square}) AS squares, sum((day - ${start}) * use) AS turns, count(*) FILTER (${duckdb.isWeekend(raw('day'))}) AS weekend_days,
    ${calendar} AS bits FROM daily GROUP BY ${keys}
), doubled AS (
  SELECT * REPLACE (${double('low')} AS low, ${double('high')} AS high), ${double('sum_of_uses')} AS total FROM summed
), series AS (
  SELECT *, last - first AS span, ${double('count * squares - sum_of_uses * sum_of_uses')} / (count * count) AS variance,
    ${double(`turns - (first - start) * sum_of_uses`)} AS moment, ${duckdb.calendarRuns(bits)} AS runs,
    count - ${duckdb.calendarCount(bits)} AS repeated_days,
    ${duckdb.calendarGapSquares(bits)} AS gap_squares, ${until} AS until, ${everything} AS everything FROM (SELECT *, ${start} AS start FROM doubled)
)`,
    peaked: sql`SELECT measured.*, coalesce(peak_runs, 0) AS peak_runs FROM measured LEFT JOIN (
    SELECT ${keys}, ${duckdb.calendarRuns(bits)} AS peak_runs FROM (
      SELECT ${keys}, ${calendar} AS bits FROM daily JOIN measured USING (${keys}) WHERE use > peak_limit GROUP BY ${keys})
  ) USING (${keys})`,
  };
}
