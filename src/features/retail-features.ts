import { DataError, OptionError, type Run, show, suggest } from '../base/index.ts';
import { type Fragment, join, name, raw, sql } from '../sql/index.ts';
import type { Database, NumberColumn, Table } from '../table/index.ts';
import { keyAlias } from './events.ts';
import {
  CUSTOMERS,
  customerFacts,
  type DayCount,
  type Reference,
  upToReference,
} from './retail/customer-facts.ts';
import type { Need, RetailFeature } from './retail/retail-feature.ts';
import { LINES, type LineFacts, type RetailColumns, readLines } from './retail/retail-lines.ts';
import { retailList } from './retail/retail-list.ts';
import { checkRfm, learnCuts, type RfmOptions } from './retail/rfm-cuts.ts';
import { type RfmCuts, scoreColumns } from './retail/scores.ts';
import type { FeatureSchema } from './types.ts';

export interface RetailOptions extends RetailColumns {
  /** The features wanted, in this order. Default: all that the columns allow, marks only with `rfm`. */
  readonly columns?: readonly string[];
  /** The day or the moment that counts as now, as 2024-12-31 or 2024-12-31 23:59. Default: the last in the data. */
  readonly until?: string;
  /** How days are counted: by the dates that moments fall on, or as 24 hours gone by. Default: 'calendar'. */
  readonly days?: DayCount;
  /** Leaves out customers in whom a wanted feature is missing, such as those without a purchase. Default: false. */
  readonly complete?: boolean;
  /** Cut points of the marks, or into how many quantiles. */
  readonly rfm?: RfmOptions;
}

/** One row per customer, and what was decided on the way. */
export interface RetailTable {
  readonly schema: FeatureSchema;
  /** The key columns, then one DOUBLE per feature; ordered by the key. */
  readonly table: Table;
  /** Places of the customers that have returns but no purchase, ascending. */
  readonly withoutPurchase: Int32Array;
  readonly facts: RetailFacts;
}

export interface RetailFacts extends LineFacts {
  /** Rows later than the reference, which were left out. */
  readonly later: number;
  /** Customers with rows up to the reference. */
  readonly customers: number;
  /** Those of them without any purchase. */
  readonly withoutPurchase: number;
  /** Those left out because a feature is missing. */
  readonly incomplete: number;
  /** The reference, as given or found. */
  readonly until: string;
  /** The cut points of the marks; undefined when no mark was wanted. */
  readonly rfm: RfmCuts | undefined;
}

/**
 * Features of customers from the lines of their invoices, as SQL: lines are read once into a narrow table, become
 * facts of a customer, and every feature is a function of these.
 *
 * A line is a return where `returned` says so or, without that column, where its quantity or its amount is below
 * 0; otherwise a purchase when its quantity is above 0. A price of 0 is a gift: it counts as a purchase
 * of no value. Lines later than the reference are left out, so that a past day can be looked back to.
 *
 * Missing: rows without a key, a time or an amount are left out and counted. A customer with returns
 * but no purchase has 0 revenue, quantity and invoices; what would need a purchase is missing (see each feature).
 * Units: money in that of the data; time in UTC.
 * Cost: one scan of the relation, then groupings of a narrow table.   Repeatable: to the bit where amounts have
 * at most four decimals; otherwise sums may differ in their last bit.
 *
 * @throws {OptionError} an unknown feature, no entity, a key that is named like a feature, no amount
 * @throws {DataError} a column that is not there; a time that is no date, an amount that is no number; no row to use
 * @example
 * const lines = { entity: ['customer'], time: 'at', invoice: 'invoice', quantity: 'pieces', price: 'price' };
 * const { table } = await retailFeatures(database, lines, 'sales', run);
 */
export async function retailFeatures(
  database: Database,
  options: RetailOptions,
  relation: string,
  run: Run,
): Promise<RetailTable> {
  const features = wantedFeatures(options);
  const { entity, days = 'calendar', rfm = {} } = options;
  const lines = await readLines(database, options, relation, run);
  const until = options.until ?? (days === 'calendar' ? lines.last.slice(0, 10) : lines.last);
  const reference: Reference = { until, days };
  const later = await countLater(database, reference, lines.used, run);
  const keys = join(entity.map((_, i) => keyAlias(i)));
  const needs = new Set(features.flatMap(({ needs: need }) => need ?? []));
  await database.execute(
    sql`CREATE OR REPLACE TABLE ${CUSTOMERS} AS ${customerFacts(keys, reference, needs, lines.exact)}`,
    run,
  );
  await database.execute(sql`DROP TABLE ${LINES}`, run);
  const cuts = needs.has('scores') ? await learnCuts(database, rfm, run) : undefined;
  const counts = await database.query(customerCounts(features, cuts), run);
  const [customers, withoutPurchase, missing] = counts.columns.map(({ values }) =>
    Number(values[0]),
  );
  const incomplete = options.complete ? missing : 0;
  if (incomplete > 0) {
    run.warn(
      'incomplete-customers',
      `features: ${incomplete} of ${customers} customers lack a feature and were left out, ${withoutPurchase} of them without a purchase. To keep them: rows: all.`,
    );
  }
  const selected = await database.query(featureSelect(options, features, cuts), run);
  const none = selected.columns[selected.columns.length - 1] as NumberColumn;
  await database.execute(sql`DROP TABLE ${CUSTOMERS}`, run);
  return {
    schema: {
      keys: entity,
      features: features.map(({ name, unit, meaning }) => ({ name, unit, meaning })),
    },
    table: { ...selected, columns: selected.columns.slice(0, -1) },
    withoutPurchase: Int32Array.from(none.values.keys()).filter((i) => none.values[i] === 1),
    facts: { ...lines, later, customers, withoutPurchase, incomplete, until, rfm: cuts },
  };
}

async function countLater(
  database: Database,
  reference: Reference,
  used: number,
  run: Run,
): Promise<number> {
  const { columns } = await database.query(
    sql`SELECT count(*) FROM ${LINES} WHERE state = 0 AND NOT (${upToReference(reference)})`,
    run,
  );
  const later = Number(columns[0].values[0]);
  if (later === used) {
    throw new DataError(
      `features: at least one row must not be later than the reference ${show(reference.until)}, got none of ${used}. Set until to a later day.`,
    );
  }
  if (later > 0) {
    run.warn(
      'later-rows',
      `features: ${later} of ${used} rows are later than the reference ${show(reference.until)} and were left out. To count up to another day, set until: in a study, or clade score --until DAY.`,
    );
  }
  return later;
}

/** Customers, those without a purchase, those in whom a feature is missing. */
function customerCounts(features: readonly RetailFeature[], cuts: RfmCuts | undefined): Fragment {
  const missing = join(
    features.map((feature) => sql`(${feature.sql}) IS NULL`),
    ' OR ',
  );
  return sql`SELECT count(*), count(*) FILTER (invoices = 0), count(*) FILTER (${missing}) FROM ${withScores(cuts)}`;
}

function featureSelect(
  { entity, complete = false }: RetailOptions,
  features: readonly RetailFeature[],
  cuts: RfmCuts | undefined,
): Fragment {
  const keys = join(entity.map((_, i) => keyAlias(i)));
  const named = join(entity.map((key, i) => sql`${keyAlias(i)} AS ${name(key)}`));
  const columns = join(
    features.map((feature) => sql`CAST(${feature.sql} AS DOUBLE) AS ${name(feature.name)}`),
    ',\n  ',
  );
  const there = join(
    features.map((feature) => sql`(${feature.sql}) IS NOT NULL`),
    ' AND ',
  );
  return sql`SELECT ${named},
  ${columns},
  invoices = 0
FROM ${withScores(cuts)}${complete ? sql` WHERE ${there}` : raw('')} ORDER BY ${keys}`;
}

function withScores(cuts: RfmCuts | undefined): Fragment {
  return cuts === undefined ? CUSTOMERS : sql`(SELECT *, ${scoreColumns(cuts)} FROM ${CUSTOMERS})`;
}

function wantedFeatures(options: RetailOptions): readonly RetailFeature[] {
  const where = 'retailFeatures';
  const { columns, entity, quantity, price, value, rfm, until } = options;
  if (entity.length === 0) {
    throw new OptionError(`${where}: entity must name at least one column, got none.`);
  }
  if ((value === undefined) === (price === undefined)) {
    throw new OptionError(
      `${where}: either value (the amount of a line) or price (of a piece) must name a column, ${value === undefined ? 'got neither' : 'got both'}.`,
    );
  }
  if (price !== undefined && quantity === undefined) {
    throw new OptionError(
      `${where}: quantity must name a column beside price, it is missing. Name it, or give value, the amount of a line.`,
    );
  }
  if (until !== undefined && Number.isNaN(Date.parse(until))) {
    throw new OptionError(
      `${where}: until must be a day such as "2024-12-31" or a moment such as "2024-12-31 18:00", got ${show(until)}.`,
    );
  }
  checkRfm(where, rfm ?? {});
  const scores = (need: Need | undefined) => need === 'scores' && rfm === undefined;
  const allowed = retailList.filter(
    ({ from }) => from === undefined || options[from] !== undefined,
  );
  if (columns === undefined) return allowed.filter(({ needs }) => !scores(needs));
  if (columns.length === 0) {
    throw new OptionError(`${where}: columns must name at least one feature, got none.`);
  }
  const features = columns.map((wish) => {
    const known = retailList.find((feature) => feature.name === wish);
    if (known === undefined) {
      const names = retailList.map((feature) => feature.name);
      throw new OptionError(`${where}: there is no feature ${show(wish)}. ${suggest(wish, names)}`);
    }
    if (!allowed.includes(known)) {
      throw new OptionError(
        `${where}: ${known.from} must name a column for ${show(wish)}, it is missing.`,
      );
    }
    return known;
  });
  const all = [...entity, ...columns];
  const twice = all.find((column, i) => all.indexOf(column) !== i);
  if (twice !== undefined) {
    throw new OptionError(
      `${where}: every key and feature must have a name of its own, got ${show(twice)} twice.`,
    );
  }
  return features;
}
