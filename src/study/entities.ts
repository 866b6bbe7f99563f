import { DataError, OptionError, type Run, show, suggest } from '../base/index.ts';
import {
  type FeatureSchema,
  type RfmCuts,
  type SeriesGrid,
  tableFeatures,
  usageFeatures,
} from '../features/index.ts';
import type { Panel } from '../numeric/index.ts';
import { name, sql } from '../sql/index.ts';
import { type Column, cellText, type Database } from '../table/index.ts';
import type { Declared } from './declared.ts';
import type { OpenedSource } from './open-source.ts';
import type { Study } from './schema.ts';

/** The feature table: one row per entity, in the order of the keys. */
export interface Entities {
  readonly schema: FeatureSchema;
  readonly count: number;
  readonly keys: readonly Column[];
  readonly features: readonly Column[];
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
  /** What is clustered, where it is series; the features only describe them then. */
  readonly series?: EntitySeries;
  /** Entities that are in a segment by a rule and are not clustered. */
  readonly declared?: readonly Declared[];
}

/** The series of the entities, in the order of the keys. */
export interface EntitySeries {
  readonly panel: Panel;
  readonly grid: SeriesGrid;
  /** What channels are called; one without a name where there is only one. */
  readonly channels: readonly string[];
}

/** What was fixed at the time of fitting. */
export interface Resolved {
  /** The day, or moment, that counts as now: the last one of series. */
  readonly until?: string;
  /** The total of all entities. */
  readonly total?: number;
  /** The cut points of marks. */
  readonly rfm?: RfmCuts;
  /** The first step of series. */
  readonly from?: string;
  /** The columns of wide series, in the order of time, channel after channel. */
  readonly columns?: readonly string[];
  /** What channels are called, where there are several. */
  readonly channels?: readonly string[];
  /** Steps of the longest series, where each has a start of its own. */
  readonly steps?: number;
}

export type FeaturesOf<K> = Extract<Study['features'], { kind: K }>;

/**
 * The key columns of data with several rows per entity.
 *
 * @param rows what the rows are
 * @throws {OptionError} there are none, or groups are to be compared that a row cannot name
 */
export function keysOfRows(
  { entity, compare }: Study,
  rows: string,
  key: string,
): readonly string[] {
  if (entity === undefined) {
    throw new OptionError(
      `study: entity must name the key columns of ${rows}, it is missing. Add: entity: [${key}]`,
    );
  }
  if (compare !== undefined) {
    throw new OptionError(
      `study: compare needs a table of one row per entity (features.kind: table), got ${rows}.`,
    );
  }
  return entity;
}

/** Usage events, summed up per entity. */
export async function usageEntities(
  database: Database,
  study: Study,
  { time, value, timeFormat, columns, until }: FeaturesOf<'usage'>,
  { relation, truth }: OpenedSource,
  run: Run,
  resolved: Resolved,
): Promise<Entities> {
  const entity = keysOfRows(study, 'usage events', 'user_id');
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
    features: table.columns.slice(entity.length),
    within: withinColumn(study.cluster.within, keys),
    known: truth === null ? [] : [await readTruth(database, truth, keys, run)],
    resolved: fixed,
    rowsRead: facts.rows,
    rowsUsed: facts.used,
    period: [facts.firstDay, facts.lastDay],
  };
}

/** A table of one row per entity. */
export async function tableEntities(
  database: Database,
  { entity = [], cluster, compare = [], prepare }: Study,
  { columns, rows }: FeaturesOf<'table'>,
  { relation, truth }: OpenedSource,
  run: Run,
): Promise<Entities> {
  run.progress('features', 0, 1);
  const described = await database.describe(relation);
  const texts = prepare.flatMap(({ step, columns: named }) =>
    step === 'text' && Array.isArray(named) ? named : [],
  );
  const kinds = Object.fromEntries(described.map(({ name, kind }) => [name, kind]));
  const features = tableFeatures({ entity, columns, kinds, texts, complete: rows === 'complete' });
  const facts = await features.check(database, relation, run);
  const table = await database.query(features.select(relation), run);
  const keyCount = features.schema.keys.length;
  const keys = table.columns.slice(0, keyCount);
  const carried = [
    ...new Set([...compare, ...(cluster.within === undefined ? [] : [cluster.within])]),
  ];
  refuseUnknown(
    carried,
    described.map(({ name }) => name),
  );
  const beside =
    carried.length === 0
      ? []
      : (await database.query(features.selectBeside(relation, carried), run)).columns;
  run.progress('features', 1, 1);
  const named = beside.filter((column) => compare.includes(column.name));
  return {
    schema: features.schema,
    count: table.rows,
    keys,
    features: table.columns.slice(keyCount),
    within: withinColumn(cluster.within, [...keys, ...beside]),
    known: truth === null ? named : [await readTruth(database, truth, keys, run), ...named],
    resolved: {},
    rowsRead: facts.rows,
    rowsUsed: facts.used,
    period: null,
  };
}

function refuseUnknown(columns: readonly string[], there: readonly string[]): void {
  const lacking = columns.find((column) => !there.includes(column));
  if (lacking === undefined) return;
  throw new DataError(
    `study: there is no column ${show(lacking)} in the data. ${suggest(lacking, there)}`,
  );
}

export function withinColumn(
  within: string | undefined,
  columns: readonly Column[],
): Column | undefined {
  if (within === undefined) return undefined;
  const found = columns.find((column) => column.name === within);
  if (found !== undefined) return found;
  const names = columns.map((column) => column.name);
  throw new OptionError(
    `study: cluster.within must be a key column, got ${show(within)}. ${suggest(within, names)}`,
  );
}

/** The groups that generated data was made from, in the order of the feature table. Keys may be renamed by then. */
export async function readTruth(
  database: Database,
  relation: string,
  keys: readonly Column[],
  run: Run,
): Promise<Column> {
  const truth = await database.query(sql`SELECT * FROM ${name(relation)}`, run);
  const bare = (column: string) => column.replaceAll(/[^\p{L}\p{N}]/gu, '').toLowerCase();
  const column = (wanted: string) =>
    truth.columns.find((found) => bare(found.name) === bare(wanted)) as Column;
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
