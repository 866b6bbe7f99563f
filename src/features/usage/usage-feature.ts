import { type Fragment, name, sql } from '../../sql/index.ts';
import type { Feature } from '../types.ts';

/** A feature of usage events: its meaning, and its SQL as an expression over `series`. */
export interface UsageFeature extends Feature {
  readonly sql: Fragment;
  /** Measures that `sql` names: computed once per entity, in a step before, each in terms of `series`. */
  readonly measures?: readonly Measure[];
}

/** A column of our own between the series and the features: what several features share, or a limit. */
export interface Measure {
  readonly name: string;
  readonly sql: Fragment;
}

/**
 * What an expression may use: facts of one entity's days of use.
 *
 * `first` and `last` day; `count` of days of use; `span` days from the first to the last; `total`, `low`,
 * `high` and population `variance` of the uses of a day; `moment` the sum of each day's use times its
 * days since the first; `runs` of consecutive days; `weekendDays` among the days; `gapSquares` the sum of
 * the squared days between neighbours; `peakRuns` runs of consecutive days above the measure
 * `peak_limit`; `until` the day that "now" is taken to be; `everything` the total of all entities.
 */
export const series = {
  first: name('first'),
  last: name('last'),
  count: name('count'),
  span: name('span'),
  total: name('total'),
  low: name('low'),
  high: name('high'),
  variance: name('variance'),
  moment: name('moment'),
  runs: name('runs'),
  weekendDays: name('weekend_days'),
  gapSquares: name('gap_squares'),
  peakRuns: name('peak_runs'),
  until: name('until'),
  everything: name('everything'),
} as const;

/** Calendar days from the first to the last day of use, both counted. */
export const calendarDays: Fragment = sql`(${series.span} + 1)`;

/** How the series comes about: SQL of the steps `series` and, with `peak_runs` added to `measured`, `peaked`. */
export interface SeriesSteps {
  readonly series: Fragment;
  readonly peaked: Fragment;
}
