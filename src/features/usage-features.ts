import { OptionError, type Run, show, suggest } from '../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../sql/index.ts';
import type { Database, NumberColumn, Table } from '../table/index.ts';
import { countEvents, type EventFacts, eventFacts, withEntityDays } from './event-facts.ts';
import { type EventColumns, eventRows, keyAlias, wholeRows } from './events.ts';
import type { FeatureSchema } from './types.ts';
import { seriesFromLists } from './usage/from-lists.ts';
import { LONGEST_CALENDAR, seriesFromTotals } from './usage/from-totals.ts';
import { peaks } from './usage/shape.ts';
import type { Measure, SeriesSteps, UsageFeature } from './usage/usage-feature.ts';
import { usageList } from './usage/usage-list.ts';

export interface UsageOptions extends EventColumns {
  /** The features wanted, in this order. Default: all of them. */
  readonly columns?: readonly string[];
  /** The day that `days_since_last` counts to, as 2024-12-31. Default: the last day in the data. */
  readonly until?: string;
  /** What `total_share` is a share of. Default: the total of all entities in the data. */
  readonly total?: number;
  /** What `check` found in the rows that `select` will read: with it, `select` takes the shortest way there is. */
  readonly facts?: EventFacts;
}

export interface UsageFeatures {
  readonly schema: FeatureSchema;
  /** Counts what the rows are worth, warns of those left out, and refuses what cannot be read. */
  check(database: Database, relation: string, run: Run): Promise<EventFacts>;
  /** One row per entity, ordered by its key: the key columns, then one DOUBLE per feature. */
  select(relation: string): Fragment;
  /** `check` and `select` together, for about half the cost where rows are days already. */
  read(database: Database, relation: string, run: Run): Promise<UsageTable>;
}

/** The features as `select` gives them, and what `check` says of the rows. */
export interface UsageTable {
  readonly table: Table;
  readonly facts: EventFacts;
}

/**
 * Features of usage events as one SQL query: rows become days (several rows of an entity on one day
 * are summed), days become a few facts per entity, and every feature is a function of these.
 *
 * There are two ways from days to facts. Any amounts: one list per entity, ordered by day. Where `facts`
 * say that all amounts are whole numbers and the data spans at most 1024 days: sums and one bit per
 * day, which need no order. Both give the same up to rounding. Where `facts` say that no entity has two rows on
 * a day, rows are days already.
 *
 * Missing: rows without a key, a day or a finite amount are left out (`check` counts them); a
 * feature that has no value for an entity is missing.
 * Cost: one grouping by entity, and one by entity and day, which spills to disk, where rows are not days already.
 * Memory: a list of 12 bytes per entity and day, or a bit per entity and day of the data's span.
 * Repeatable: to the bit on any thread count for whole numbers. Sums of fractions (more than two rows
 * of an entity on one day; the total of everything) may differ in their last bit.
 *
 * @throws {OptionError} an unknown feature, no entity, a key that is named like a feature
 * @example
 * const asked = { entity: ['user_id', 'type'], time: 'dt', value: 'api_count' };
 * const { table, facts } = await usageFeatures(asked).read(database, 'events', run);
 */
export function usageFeatures(options: UsageOptions): UsageFeatures {
  const wanted = options.columns ?? usageList.map((feature) => feature.name);
  checkOptions(options, wanted);
  const features = wantedFeatures(options);
  return {
    schema: {
      keys: options.entity,
      features: features.map(({ name, unit, meaning }) => ({ name, unit, meaning })),
    },
    check: (database, relation, run) => eventFacts(database, options, relation, run),
    select: (relation) => usageSelect(options, relation),
    read: (database, relation, run) => readUsage(options, database, relation, run),
  };
}

/**
 * Rows are taken for days first, and the same grouping counts the days. Where some came twice, the
 * rows are summed by day and grouped again.
 */
async function readUsage(
  options: UsageOptions,
  database: Database,
  relation: string,
  run: Run,
): Promise<UsageTable> {
  const counts = await countEvents(database, options, relation, run);
  const { until = counts.lastDay, total = counts.total } = options;
  const given = (facts: EventFacts) => ({ ...options, until, total, facts });
  let facts: EventFacts;
  if (byTotals(counts)) {
    facts = withEntityDays(counts, counts.used);
    const found = await database.query(usageSelect(given(facts), relation, true), run);
    const columns = found.columns.slice(0, -1);
    const repeated = (found.columns[columns.length] as NumberColumn).values.reduce((a, b) => a + b);
    if (repeated === 0) return { table: { ...found, columns }, facts };
    facts = withEntityDays(counts, counts.used - repeated);
  } else {
    facts = await eventFacts(database, options, relation, run);
  }
  return { table: await database.query(usageSelect(given(facts), relation), run), facts };
}

function byTotals({ whole, calendarDays }: Pick<EventFacts, 'whole' | 'calendarDays'>): boolean {
  return whole && calendarDays <= LONGEST_CALENDAR;
}

/** `counted`: with one more column, how many rows of the entity fall on a day that has another. */
function usageSelect(options: UsageOptions, relation: string, counted = false): Fragment {
  const features = wantedFeatures(options);
  const { entity } = options;
  const keys = join(entity.map((_, i) => keyAlias(i)));
  const named = join(entity.map((key, i) => sql`${keyAlias(i)} AS ${name(key)}`));
  const columns = join(
    features.map((feature) => sql`CAST(${feature.sql} AS DOUBLE) AS ${name(feature.name)}`),
    ',\n  ',
  );
  const until =
    options.until === undefined ? raw('max(last) OVER ()') : sql`CAST(${options.until} AS DATE)`;
  const everything =
    options.total === undefined
      ? sql`${duckdb.compensatedSum(raw('total'))} OVER ()`
      : sql`CAST(${options.total} AS DOUBLE)`;
  const steps = seriesSteps(options, relation, keys, until, everything);
  const measures = new Set(features.flatMap((feature) => feature.measures ?? []));
  const withPeaks = features.includes(peaks);
  return sql`WITH ${steps.series}${measuring([...measures])}${withPeaks ? sql`, peaked AS (\n  ${steps.peaked}\n)` : raw('')}
SELECT ${named},
  ${columns}${raw(counted ? ',\n  repeated_days' : '')}
FROM ${raw(withPeaks ? 'peaked' : measures.size > 0 ? 'measured' : 'series')} ORDER BY ${keys}`;
}

function wantedFeatures({ columns }: UsageOptions): readonly UsageFeature[] {
  const find = (wish: string) => usageList.find((feature) => feature.name === wish)!;
  return columns === undefined ? usageList : columns.map(find);
}

/** The steps from rows to the series, by what is known of the rows. */
function seriesSteps(
  options: UsageOptions,
  relation: string,
  keys: Fragment,
  until: Fragment,
  everything: Fragment,
): SeriesSteps {
  const { facts } = options;
  const daily = (rows: Fragment, sum: Fragment) =>
    facts?.entityDays === facts?.used && facts !== undefined
      ? sql`daily AS NOT MATERIALIZED (\n  ${rows}\n)`
      : sql`events AS (
  ${rows}
), daily AS (
  SELECT ${keys}, day, ${sum} AS use FROM events GROUP BY ${keys}, day
)`;
  const use = raw('use');
  if (facts === undefined || !byTotals(facts)) {
    const days = daily(eventRows(options, relation), duckdb.compensatedSum(use));
    return seriesFromLists(days, keys, until, everything);
  }
  const whole = wholeRows(options, relation, facts.rows === facts.used);
  const days = daily(whole, duckdb.toWhole(sql`sum(${use})`));
  const calendar = { from: facts.firstDay, length: facts.calendarDays };
  const narrow = facts.largestDay <= 2 ** 31;
  return seriesFromTotals(days, keys, until, everything, calendar, narrow);
}

function measuring(measures: readonly Measure[]): Fragment {
  if (measures.length === 0) return raw('');
  const columns = measures.map((measure) => sql`${measure.sql} AS ${name(measure.name)}`);
  return sql`, measured AS (
  SELECT *, ${join(columns, ',\n    ')} FROM series
)`;
}

function checkOptions({ entity, until }: UsageOptions, wanted: readonly string[]): void {
  const where = 'usageFeatures';
  const known = usageList.map((feature) => feature.name);
  if (entity.length === 0) {
    throw new OptionError(`${where}: entity must name at least one column, got none.`);
  }
  if (wanted.length === 0) {
    throw new OptionError(`${where}: columns must name at least one feature, got none.`);
  }
  for (const wish of wanted) {
    if (!known.includes(wish)) {
      throw new OptionError(`${where}: there is no feature ${show(wish)}. ${suggest(wish, known)}`);
    }
  }
  const all = [...entity, ...wanted];
  const twice = all.find((column, i) => all.indexOf(column) !== i);
  if (twice !== undefined) {
    throw new OptionError(
      `${where}: every key and feature must have a name of its own, got ${show(twice)} twice.`,
    );
  }
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until)) {
    throw new OptionError(
      `${where}: until must be a day such as "2024-12-31", got ${show(until)}.`,
    );
  }
}
