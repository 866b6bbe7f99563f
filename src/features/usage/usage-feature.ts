import { type Fragment, name, sql } from '../../sql/index.ts';
import type { Feature } from '../types.ts';

/** A feature of usage events: its meaning, and its SQL as an expression over `series`. */
export interface UsageFeature extends Feature {
  readonly sql: Fragment;
  /** Measures that `sql` names: computed once per entity, in a step before, each in terms of `series`. */
  readonly measures?: readonly Measure[];
}

/**
 * A column of our own between the series and the features. A limit that a lambda compares with must
 * be one: an expression inside a lambda is computed again for every item.
 */
export interface Measure {
  readonly name: string;
  readonly sql: Fragment;
}

/**
 * What an expression may use: one entity's days of use in time order, and what follows from them.
 *
 * `days` dates, `first` the first; `uses` the use of each of them; `offsets` days since the first (doubles); `count` of
 * days of use; `span` days from the first to the last; `total`, `low`, `high` of the uses; `until` the
 * day that "now" is taken to be; `everything` the total of all entities.
 */
export const series = {
  days: name('days'),
  uses: name('uses'),
  first: name('first'),
  offsets: name('offsets'),
  count: name('count'),
  span: name('span'),
  total: name('total'),
  low: name('low'),
  high: name('high'),
  until: name('until'),
  everything: name('everything'),
} as const;

/** Calendar days from the first to the last day of use, both counted. */
export const calendarDays: Fragment = sql`(${series.span} + 1)`;
