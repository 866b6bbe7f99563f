import { DataError, OptionError, type Run, show, suggest } from '../base/index.ts';
import { type FeatureSchema, tableFeatures, usageFeatures } from '../features/index.ts';
import { join, name, sql } from '../sql/index.ts';
import type { Column, Database, NumberColumn } from '../table/index.ts';
import type { OpenedSource } from './open-source.ts';
import type { Study } from './schema.ts';
import { cellText } from './split-groups.ts';

/** The feature table: one row per entity, in the order of the keys. */
export interface Entities {
  readonly schema: FeatureSchema;
  readonly count: number;
  readonly keys: readonly Column[];
  readonly features: readonly NumberColumn[];
  /** The column whose values are clustered apart. */
  readonly within: Column | undefined;
  /** Groups known beforehand, to compare with. */
  readonly known: readonly Column[];
  /** What the study left open and the data decided; scoring uses the same. */
  readonly resolved: Resolved;
  readonly rowsRead: number;
  readonly rowsUsed: number;
  /** First and last day, for events. */
  readonly period: readonly [string, string] | null;
}

/** The day that counts as today, and the total of all entities, at the time of fitting. */
export interface Resolved {
  readonly until?: string;
  readonly total?: number;
}

/**
 * Computes the study's features.
 *
 * @param resolved what an earlier fit decided; left out when fitting
 * @throws {DataError} a column that is not there, a date or number that is none, no rows
 */
export function readEntities(
  database: Database,
  study: Study,
  source: OpenedSource,
  run: Run,
  resolved: Resolved = {},
): Promise<Entities> {
  return study.features.kind === 'usage'
    ? usageEntities(database, study, study.features, source, run, resolved)
    : tableEntities(database, study, study.features, source, run);
}

type FeaturesOf<K> = Extract<Study['features'], { kind: K }>;

async function usageEntities(
  database: Database,
  { entity, cluster, compare }: Study,
  { time, value, timeFormat, columns, until }: FeaturesOf<'usage'>,
  { relation, truth }: OpenedSource,
  run: Run,
  resolved: Resolved,
): Promise<Entities> {
  if (entity === undefined) {
    throw new OptionError(
      'study: entity must name the key columns of usage events, it is missing. Add: entity: [user_id]',
    );
  }
  if (compare !== undefined) {
    throw new OptionError(
      'study: compare needs a table of one row per entity (features.kind: table), got usage events.',
    );
  }
  run.progress('features', 0, 1);
  const given = { until: resolved.until ?? until, total: resolved.total };
  const usage = usageFeatures({ entity, time, value, timeFormat, columns, ...given });
  const { table, facts } = await usage.read(database, relation, run);
  const fixed = { until: given.until ?? facts.lastDay, total: given.total ?? facts.total };
  run.progress('features', 1, 1);
  const keys = table.columns.slice(0, entity.length);
  return {
    schema: usage.schema,
    count: table.rows,
    keys,
    features: table.columns.slice(entity.length) as NumberColumn[],
    within: withinColumn(cluster.within, keys),
    known: truth === null ? [] : [await readTruth(database, truth, keys, run)],
    resolved: fixed,
    rowsRead: facts.rows,
    rowsUsed: facts.used,
    period: [facts.firstDay, facts.lastDay],
  };
}

async function tableEntities(
  database: Database,
  { entity = [], cluster, compare = [] }: Study,
  { columns }: FeaturesOf<'table'>,
  { relation }: OpenedSource,
  run: Run,
): Promise<Entities> {
  run.progress('features', 0, 1);
  const features = tableFeatures({ entity, columns });
  const facts = await features.check(database, relation, run);
  const table = await database.query(features.select(relation), run);
  const keyCount = features.schema.keys.length;
  const keys = table.columns.slice(0, keyCount);
  const carried = [
    ...new Set([...compare, ...(cluster.within === undefined ? [] : [cluster.within])]),
  ];
  const beside = await carriedColumns(database, relation, entity, carried, run);
  run.progress('features', 1, 1);
  return {
    schema: features.schema,
    count: table.rows,
    keys,
    features: table.columns.slice(keyCount) as NumberColumn[],
    within: withinColumn(cluster.within, [...keys, ...beside]),
    known: beside.filter((column) => compare.includes(column.name)),
    resolved: {},
    rowsRead: facts.rows,
    rowsUsed: facts.used,
    period: null,
  };
}

/** Columns that are no features, in the order of the feature table. */
async function carriedColumns(
  database: Database,
  relation: string,
  entity: readonly string[],
  columns: readonly string[],
  run: Run,
): Promise<readonly Column[]> {
  if (columns.length === 0) return [];
  const there = (await database.describe(relation)).map((column) => column.name);
  const lacking = columns.find((column) => !there.includes(column));
  if (lacking !== undefined) {
    throw new DataError(
      `study: there is no column ${show(lacking)} in the data. ${suggest(lacking, there)}`,
    );
  }
  const list = join(columns.map((column) => name(column)));
  if (entity.length === 0) {
    return (await database.query(sql`SELECT ${list} FROM ${name(relation)}`, run)).columns;
  }
  const keys = entity.map((key) => name(key));
  const present = join(
    keys.map((key) => sql`${key} IS NOT NULL`),
    ' AND ',
  );
  const select = sql`SELECT ${list} FROM ${name(relation)} WHERE ${present} ORDER BY ${join(keys)}`;
  return (await database.query(select, run)).columns;
}

function withinColumn(within: string | undefined, columns: readonly Column[]): Column | undefined {
  if (within === undefined) return undefined;
  const found = columns.find((column) => column.name === within);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name);
  throw new OptionError(
    `study: cluster.within must be a key column, got ${show(within)}. ${suggest(within, names)}`,
  );
}

/** The groups that generated data was made from, in the order of the feature table. */
async function readTruth(
  database: Database,
  relation: string,
  keys: readonly Column[],
  run: Run,
): Promise<Column> {
  const truth = await database.query(sql`SELECT * FROM ${name(relation)}`, run);
  const column = (wanted: string) => truth.columns.find((found) => found.name === wanted) as Column;
  const keyOf = (columns: readonly Column[], row: number) =>
    JSON.stringify(columns.map((key) => cellText(key, row)));
  const truthKeys = keys.map((key) => column(key.name));
  const group = column('group');
  const groups = new Map<string, string>();
  for (let row = 0; row < truth.rows; row++)
    groups.set(keyOf(truthKeys, row), cellText(group, row));
  const count = keys[0].values.length;
  const values = Array.from({ length: count }, (_, row) => groups.get(keyOf(keys, row)) ?? null);
  return { name: 'the groups it was generated from', type: 'text', values };
}
