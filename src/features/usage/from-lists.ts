import { duckdb, type Fragment, raw, sql } from '../../sql/index.ts';
import { type SeriesSteps, series } from './usage-feature.ts';

const [days, uses, offsets] = [raw('days'), raw('uses'), raw('offsets')];
const later = duckdb.withoutFirst(offsets);
const earlier = duckdb.withoutLast(offsets);

/**
 * The series from one ordered list of days and uses per entity: for any amounts, because sums are
 * added in time order.
 *
 * A limit that a lambda compares with must be a column: an expression inside a lambda is computed again
 * for every item. Offsets are whole numbers, so the sums of their squares are exact up to 2⁵³.
 */
export function seriesFromLists(
  daily: Fragment,
  keys: Fragment,
  until: Fragment,
  everything: Fragment,
): SeriesSteps {
  return {
    series: sql`${daily}, paired AS (
  SELECT ${keys}, ${duckdb.pairs(raw('day'), raw('use'))} AS pairs FROM daily GROUP BY ${keys}
), listed AS (
  SELECT ${keys}, ${duckdb.firsts(raw('pairs'))} AS days, ${duckdb.seconds(raw('pairs'))} AS uses FROM paired
), bounded AS (
  SELECT *, ${duckdb.first(days)} AS first, ${duckdb.last(days)} AS last FROM listed
), placed AS (
  SELECT *, ${duckdb.daysSince(days, series.first)} AS offsets, ${duckdb.sum(uses)} AS total FROM bounded
), series AS (
  SELECT *, ${duckdb.length(days)} AS count, last - first AS span, ${duckdb.lowest(uses)} AS low, ${duckdb.highest(uses)} AS high,
    ${duckdb.variance(uses)} AS variance, ${duckdb.dot(offsets, uses)} AS moment, ${duckdb.islands(offsets)} AS runs,
    ${duckdb.weekendDays(days)} AS weekend_days,
    ${duckdb.dot(later, later)} + ${duckdb.dot(earlier, earlier)} - 2 * ${duckdb.dot(later, earlier)} AS gap_squares,
    ${until} AS until, ${everything} AS everything FROM placed
)`,
    peaked: sql`SELECT *, ${duckdb.islands(duckdb.whereAbove(offsets, uses, raw('peak_limit')))} AS peak_runs FROM measured`,
  };
}
