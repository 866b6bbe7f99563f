import { OptionError, type Run, show, suggest } from '../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import { type EventFacts, eventFacts } from './event-facts.ts';
import { type EventColumns, eventRows, keyAlias } from './events.ts';
import type { FeatureSchema } from './types.ts';
import { usageList } from './usage/usage-list.ts';

export interface UsageOptions extends EventColumns {
  /** The features wanted, in this order. Default: all of them. */
  readonly columns?: readonly string[];
  /** The day that `days_since_last` counts to, as 2024-12-31. Default: the last day in the data. */
  readonly until?: string;
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
 * Repeatable: yes, on any thread count; amounts with fractions, several on one day, to the last bit
 * only as far as a compensated sum goes.
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
    options.until === undefined
      ? raw('max(days[-1]) OVER ()')
      : sql`CAST(${options.until} AS DATE)`;
  const { days, uses } = { days: raw('days'), uses: raw('uses') };

  return {
    schema: {
      keys: entity,
      features: features.map(({ name, unit, meaning }) => ({ name, unit, meaning })),
    },
    check: (database, relation, run) => eventFacts(database, options, relation, run),
    select: (relation) => sql`WITH events AS (
  ${eventRows(options, relation)}
), daily AS (
  SELECT ${keys}, day, ${duckdb.exactSum(raw('use'))} AS use FROM events GROUP BY ${keys}, day
), paired AS (
  SELECT ${keys}, ${duckdb.pairs(raw('day'), raw('use'))} AS pairs FROM daily GROUP BY ${keys}
), listed AS (
  SELECT ${keys}, ${duckdb.firsts(raw('pairs'))} AS days, ${duckdb.seconds(raw('pairs'))} AS uses FROM paired
), measured AS (
  SELECT ${keys}, days, uses, ${duckdb.sinceFirst(days)} AS offsets, ${duckdb.length(days)} AS count,
    ${duckdb.last(days)} - ${duckdb.first(days)} AS span, ${duckdb.sum(uses)} AS total,
    ${duckdb.lowest(uses)} AS low, ${duckdb.highest(uses)} AS high FROM listed
), series AS (
  SELECT *, ${until} AS until, ${duckdb.exactSum(raw('total'))} OVER () AS everything FROM measured
)
SELECT ${named},
  ${columns}
FROM series ORDER BY ${keys}`,
  };
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
