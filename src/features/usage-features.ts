import { OptionError, type Run, show, suggest } from '../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import { type EventFacts, eventFacts } from './event-facts.ts';
import { type EventColumns, eventRows, keyAlias } from './events.ts';
import type { FeatureSchema } from './types.ts';
import { type Measure, series } from './usage/usage-feature.ts';
import { usageList } from './usage/usage-list.ts';

export interface UsageOptions extends EventColumns {
  /** The features wanted, in this order. Default: all of them. */
  readonly columns?: readonly string[];
  /** The day that `days_since_last` counts to, as 2024-12-31. Default: the last day in the data. */
  readonly until?: string;
  /** What `total_share` is a share of. Default: the total of all entities in the data. */
  readonly total?: number;
}

export interface UsageFeatures {
  readonly schema: FeatureSchema;
  /** Counts what the rows are worth, warns of those left out, and refuses what cannot be read. */
  check(database: Database, relation: string, run: Run): Promise<EventFacts>;
  /** One row per entity, ordered by its key: the key columns, then one DOUBLE per feature. */
  select(relation: string): Fragment;
}

/**
 * Features of usage events as one SQL query: rows become days (several rows of an entity on one day
 * are summed), days become one ordered list per entity, and every feature is a function of that list.
 *
 * Missing: rows without a key, a day or a finite amount are left out (`check` counts them); a
 * feature that has no value for an entity is missing.
 * Cost: one grouping by entity and day, which spills to disk, and one list of 12 bytes per entity and
 * day, which must fit into memory.
 * Repeatable: to the bit on any thread count for whole numbers. Sums of fractions (more than two rows
 * of an entity on one day; the total of everything) may differ in their last bit.
 *
 * @throws {OptionError} an unknown feature, no entity, a key that is named like a feature
 * @example
 * const usage = usageFeatures({ entity: ['user_id', 'type'], time: 'dt', value: 'api_count' });
 * const table = await database.query(usage.select('events'));
 */
export function usageFeatures(options: UsageOptions): UsageFeatures {
  const wanted = options.columns ?? usageList.map((feature) => feature.name);
  checkOptions(options, wanted);
  const features = wanted.map((wish) => usageList.find((feature) => feature.name === wish)!);
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
  const { days, uses } = series;
  const measures = new Set(features.flatMap((feature) => feature.measures ?? []));
  const [measured, from] =
    measures.size === 0 ? [raw(''), raw('series')] : [measuring([...measures]), raw('measured')];

  return {
    schema: {
      keys: entity,
      features: features.map(({ name, unit, meaning }) => ({ name, unit, meaning })),
    },
    check: (database, relation, run) => eventFacts(database, options, relation, run),
    select: (relation) => sql`WITH events AS (
  ${eventRows(options, relation)}
), daily AS (
  SELECT ${keys}, day, ${duckdb.compensatedSum(raw('use'))} AS use FROM events GROUP BY ${keys}, day
), paired AS (
  SELECT ${keys}, ${duckdb.pairs(raw('day'), raw('use'))} AS pairs FROM daily GROUP BY ${keys}
), listed AS (
  SELECT ${keys}, ${duckdb.firsts(raw('pairs'))} AS days, ${duckdb.seconds(raw('pairs'))} AS uses FROM paired
), counted AS (
  SELECT *, ${duckdb.length(days)} AS count, ${duckdb.first(days)} AS first, ${duckdb.last(days)} AS last,
    ${duckdb.sum(uses)} AS total, ${duckdb.lowest(uses)} AS low, ${duckdb.highest(uses)} AS high FROM listed
), series AS (
  SELECT *, last - first AS span, ${duckdb.daysSince(days, raw('first'))} AS offsets, ${until} AS until, ${everything} AS everything FROM counted
)${measured}
SELECT ${named},
  ${columns}
FROM ${from} ORDER BY ${keys}`,
  };
}

function measuring(measures: readonly Measure[]): Fragment {
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
