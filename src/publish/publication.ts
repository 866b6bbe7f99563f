import { join as joinPath } from 'node:path';
import type { Run } from '../base/index.ts';
import { type Fragment, join, literal, name, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import { isInteger } from './column-fit.ts';
import type { Manifest } from './manifest.ts';
import { type RunIdentity, studyFingerprint } from './run-identity.ts';

/** One column of a published table. */
export interface PublishedColumn {
  readonly name: string;
  /** The engine's type, such as BIGINT. */
  readonly type: string;
  /** What it holds and in which unit. */
  readonly comment: string;
  /** Its name in the engine, where a store needed another one. */
  readonly from?: string;
}

/** One of the three tables, with its rows in the engine. */
export interface PublishedTable {
  readonly kind: 'runs' | 'labels' | 'profiles';
  /** The relation in the engine that holds this run's rows, in the order of the key. */
  readonly relation: string;
  readonly comment: string;
  readonly columns: readonly PublishedColumn[];
  readonly key: readonly string[];
}

/** One run as it is published: three tables that go by the run id. */
export interface Publication extends RunIdentity {
  readonly database: Database;
  /** The study's name as a name for tables: 'API usage' is api_usage. */
  readonly prefix: string;
  /** Of the data. */
  readonly fingerprint: string;
  readonly studyFingerprint: string;
  /** The key columns of an entity, as published. */
  readonly entity: readonly string[];
  /** Entities. */
  readonly rows: number;
  readonly segments: number;
  readonly runs: PublishedTable;
  readonly labels: PublishedTable;
  readonly profiles: PublishedTable;
}

/** A database refuses tables of more than 1,600 columns; two are needed per feature. */
const MOST_FEATURES = 700;

/**
 * Reads a bundle's labels and profiles into the engine, as the tables that are published.
 *
 * Cost: about a second for a million entities.
 *
 * @param bundle the folder that a fit left
 */
export async function readPublication(
  database: Database,
  bundle: string,
  manifest: Manifest,
  identity: RunIdentity,
  run: Run,
): Promise<Publication> {
  const file = (entry: string) => literal(joinPath(bundle, entry));
  await database.execute(
    sql`CREATE OR REPLACE VIEW ${name('assigned')} AS SELECT * FROM read_parquet(${file('assignments.parquet')})`,
  );
  await database.execute(
    sql`CREATE OR REPLACE TABLE ${name('described')} AS SELECT * FROM read_csv(${file('segments.csv')}, header = true, all_varchar = true)`,
    run,
  );
  const { cluster } = manifest.study as { cluster: { within?: string } };
  const within = cluster.within;
  const assigned = await database.describe('assigned');
  const carried = within !== undefined && assigned.some((column) => column.name === within);
  const apart = carried ? [within] : [];

  await nameSegments(database, manifest, apart);
  const labels = await labelTable(database, manifest, identity, assigned, apart, run);
  const profiles = await profileTable(database, manifest, identity, apart, run);
  const entity = manifest.schema.keys.map(entityName);
  const runs = await runTable(database, manifest, identity, entity, run);
  const counted = await database.query(sql`SELECT entities, segments FROM ${name(runs.relation)}`);
  return {
    ...identity,
    database,
    prefix: tablePrefix(String(manifest.study.name)),
    fingerprint: manifest.source.fingerprint.sha256,
    studyFingerprint: studyFingerprint(manifest),
    entity,
    rows: Number(counted.columns[0].values[0]),
    segments: Number(counted.columns[1].values[0]),
    runs,
    labels,
    profiles,
  };
}

/** 'API usage' → api_usage. */
export function tablePrefix(study: string): string {
  const plain = study
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40)
    .replace(/_$/, '');
  return /^[a-z]/.test(plain) ? plain : `study${plain === '' ? '' : '_'}${plain}`;
}

/** Names that the published tables need for themselves. */
const taken = [
  'run_id',
  'valid_from',
  'valid_to',
  'segment',
  'segment_name',
  'distance',
  'membership',
  'share',
];

/** A key column's name among the published ones. */
const entityName = (key: string) => (taken.includes(key.toLowerCase()) ? `entity_${key}` : key);

/** One row per segment with its name, those made by a rule included. */
async function nameSegments(
  database: Database,
  { declared = [] }: Manifest,
  apart: readonly string[],
): Promise<void> {
  const groups = apart.length === 0 ? sql`''` : sql`coalesce(${name(apart[0])}, '')`;
  const found = sql`SELECT DISTINCT ${groups} AS grp, CAST(segment AS INTEGER) AS segment, name FROM ${name('described')}`;
  const within =
    apart.length === 0 ? sql`''` : sql`coalesce(CAST(${name(apart[0])} AS VARCHAR), '')`;
  const byRule = declared.map(
    ({ segment, name: given }) =>
      sql`SELECT DISTINCT ${within} AS grp, CAST(${segment} AS INTEGER) AS segment, ${given} AS name FROM ${name('assigned')}`,
  );
  await database.execute(
    sql`CREATE OR REPLACE TABLE ${name('named')} AS ${join([found, ...byRule], ' UNION ALL ')}`,
  );
}

interface Cell extends PublishedColumn {
  readonly value: Fragment;
}

/** The columns that every table begins with. */
function runCells({ runId, validFrom }: RunIdentity): Cell[] {
  return [
    {
      name: 'run_id',
      type: 'VARCHAR',
      comment: 'The run that these rows belong to.',
      value: sql`${runId}`,
    },
    {
      name: 'valid_from',
      type: 'TIMESTAMP',
      comment: 'From when the run holds, UTC.',
      value: sql`${validFrom}`,
    },
  ];
}

async function labelTable(
  database: Database,
  manifest: Manifest,
  identity: RunIdentity,
  assigned: readonly { name: string; type: string }[],
  apart: readonly string[],
  run: Run,
): Promise<PublishedTable> {
  const keys = manifest.schema.keys;
  const held = (key: string): Cell => {
    const { type } = assigned.find((column) => column.name === key) ?? { type: 'VARCHAR' };
    // Integers beyond 2^53 stand as text in a bundle, so that no digit is lost.
    const before = manifest.source.columns.find((column) => column.name === key)?.type;
    const whole = type === 'VARCHAR' && before !== undefined && isInteger(before);
    return {
      name: entityName(key),
      type: whole ? before : type,
      comment: keys.includes(key)
        ? 'Key of the entity.'
        : 'Group whose entities are clustered on their own.',
      value: sql`a.${name(key)}`,
    };
  };
  const text =
    apart.length === 0 ? sql`''` : sql`coalesce(CAST(a.${name(apart[0])} AS VARCHAR), '')`;
  const cells: Cell[] = [
    ...runCells(identity),
    ...[...keys, ...apart.filter((key) => !keys.includes(key))].map(held),
    {
      name: 'segment',
      type: 'INTEGER',
      comment: 'Number of the segment; -1: in no segment.',
      value: sql`a.segment`,
    },
    {
      name: 'segment_name',
      type: 'VARCHAR',
      comment: 'Name of the segment.',
      value: sql`CASE WHEN a.segment < 0 THEN 'No segment' ELSE n.name END`,
    },
    {
      name: manifest.measure,
      type: 'DOUBLE',
      comment:
        manifest.measure === 'distance'
          ? 'Distance to the segment, in the space that was clustered.'
          : 'Membership in the segment, 0 to 1.',
      value: sql`a.${name(manifest.measure)}`,
    },
  ];
  await makeTable(
    database,
    'published_labels',
    cells,
    sql`FROM ${name('assigned')} a LEFT JOIN ${name('named')} n ON n.grp = ${text} AND n.segment = a.segment`,
    keys.map(entityName),
    run,
  );
  return {
    kind: 'labels',
    relation: 'published_labels',
    comment: `Segments of ${String(manifest.study.name)}: one row per run and entity.`,
    columns: cells.map(plain),
    key: ['run_id', ...keys.map(entityName)],
  };
}

async function profileTable(
  database: Database,
  manifest: Manifest,
  identity: RunIdentity,
  apart: readonly string[],
  run: Run,
): Promise<PublishedTable> {
  const numbers = manifest.schema.features.filter(({ kind = 'number' }) => kind === 'number');
  if (numbers.length > MOST_FEATURES) {
    run.warn(
      'profile-shortened',
      `publish: a profile holds up to ${MOST_FEATURES} features; of ${numbers.length} the first ${MOST_FEATURES} are published. All of them are in the bundle.`,
    );
  }
  const own = [...taken, 'entities', ...apart.map(entityName)];
  const statistics = numbers.slice(0, MOST_FEATURES).flatMap(({ name: feature, unit, meaning }) =>
    (['mean', 'median'] as const).map(
      (statistic): Cell => ({
        name: own.includes(`${feature}_${statistic}`)
          ? `feature_${feature}_${statistic}`
          : `${feature}_${statistic}`,
        type: 'DOUBLE',
        comment: `${statistic === 'mean' ? 'Mean' : 'Median'}${unit === '' ? '' : ` in ${unit}`}: ${meaning}`,
        value: sql`max(CASE WHEN s.feature = ${feature} THEN CAST(s.${name(statistic)} AS DOUBLE) END)`,
      }),
    ),
  );
  const text = apart.length === 0 ? sql`''` : sql`coalesce(CAST(${name(apart[0])} AS VARCHAR), '')`;
  // The described groups are texts; the assigned ones have the column's own type.
  await database.execute(
    sql`CREATE OR REPLACE TABLE ${name('sized')} AS SELECT ${text} AS grp, segment, ${join([...apart.map((column) => sql`any_value(${name(column)}) AS ${name(column)}`), sql`count(*) AS entities`])} FROM ${name('assigned')} GROUP BY 1, 2`,
    run,
  );
  const grp = apart.length === 0 ? sql`''` : sql`coalesce(s.${name(apart[0])}, '')`;
  const assigned = await database.describe('sized');
  const cells: Cell[] = [
    ...runCells(identity),
    ...apart.map(
      (column): Cell => ({
        name: entityName(column),
        type: assigned.find((found) => found.name === column)?.type ?? 'VARCHAR',
        comment: 'Group whose entities are clustered on their own.',
        value: sql`any_value(z.${name(column)})`,
      }),
    ),
    {
      name: 'segment',
      type: 'INTEGER',
      comment: 'Number of the segment; -1: in no segment.',
      value: sql`z.segment`,
    },
    {
      name: 'segment_name',
      type: 'VARCHAR',
      comment: 'Name of the segment.',
      value: sql`CASE WHEN z.segment < 0 THEN 'No segment' ELSE any_value(n.name) END`,
    },
    {
      name: 'entities',
      type: 'BIGINT',
      comment: 'Entities in the segment.',
      value: sql`any_value(z.entities)`,
    },
    {
      name: 'share',
      type: 'DOUBLE',
      comment:
        apart.length === 0
          ? 'Share of all entities, 0 to 1.'
          : 'Share of the entities of its group, 0 to 1.',
      value: sql`any_value(z.entities / z.among)`,
    },
    ...statistics,
  ];
  const among = sql`(SELECT *, sum(entities) OVER (PARTITION BY grp) AS among FROM ${name('sized')})`;
  await makeTable(
    database,
    'published_profiles',
    cells,
    sql`FROM ${among} z LEFT JOIN ${name('named')} n ON n.grp = z.grp AND n.segment = z.segment LEFT JOIN ${name('described')} s ON ${grp} = z.grp AND CAST(s.segment AS INTEGER) = z.segment GROUP BY z.grp, z.segment`,
    [...apart.map(entityName), 'segment'],
    run,
  );
  return {
    kind: 'profiles',
    relation: 'published_profiles',
    comment: `Profiles of the segments of ${String(manifest.study.name)}, in raw units: one row per run and segment.`,
    columns: cells.map(plain),
    key: ['run_id', ...apart.map(entityName), 'segment'],
  };
}

async function runTable(
  database: Database,
  manifest: Manifest,
  identity: RunIdentity,
  entity: readonly string[],
  run: Run,
): Promise<PublishedTable> {
  const { cluster } = manifest.study as { cluster: { method?: string } };
  const features = manifest.schema.features.map(({ name: feature, unit, meaning }) => ({
    feature,
    unit,
    meaning,
  }));
  const cell = (column: string, type: string, comment: string, value: string | number): Cell => ({
    name: column,
    type,
    comment,
    value: sql`${value}`,
  });
  const cells: Cell[] = [
    ...runCells(identity),
    cell('study', 'VARCHAR', 'Name of the study.', String(manifest.study.name)),
    cell('entity', 'VARCHAR', 'The columns that name an entity.', entity.join(', ')),
    cell('method', 'VARCHAR', 'Clustering method.', cluster.method ?? ''),
    {
      ...cell('entities', 'BIGINT', 'Entities that were labelled.', manifest.entities),
      value: sql`(SELECT count(*) FROM ${name('published_labels')})`,
    },
    {
      ...cell('unassigned', 'BIGINT', 'Entities in no segment.', 0),
      value: sql`(SELECT count(*) FROM ${name('published_labels')} WHERE segment < 0)`,
    },
    {
      ...cell('segments', 'INTEGER', 'Segments, over all groups.', 0),
      value: sql`(SELECT count(*) FROM ${name('published_profiles')} WHERE segment >= 0)`,
    },
    cell(
      'features',
      'JSON',
      'What was measured: name, unit and meaning of each feature.',
      JSON.stringify(features),
    ),
    cell(
      'data_fingerprint',
      'VARCHAR',
      'SHA-256 of the data that was read.',
      manifest.source.fingerprint.sha256,
    ),
    cell(
      'study_fingerprint',
      'VARCHAR',
      'Hash of what the study says of results.',
      studyFingerprint(manifest),
    ),
    cell(
      'clade_version',
      'VARCHAR',
      'Version of clade that fitted.',
      manifest.versions.clade ?? '',
    ),
    cell('created', 'TIMESTAMP', 'When the study was fitted, UTC.', manifest.created.slice(0, 19)),
  ];
  await makeTable(database, 'published_runs', cells, sql``, ['run_id'], run);
  return {
    kind: 'runs',
    relation: 'published_runs',
    comment: `Published runs of ${String(manifest.study.name)}: one row per run.`,
    columns: cells.map(plain),
    key: ['run_id'],
  };
}

async function makeTable(
  database: Database,
  relation: string,
  cells: readonly Cell[],
  from: Fragment,
  order: readonly string[],
  run: Run,
): Promise<void> {
  const columns = cells.map(
    ({ name: column, type, value }) =>
      sql`CAST(${value} AS ${{ text: type, values: [] }}) AS ${name(column)}`,
  );
  await database.execute(
    sql`CREATE OR REPLACE TABLE ${name(relation)} AS SELECT ${join(columns)} ${from} ORDER BY ${join(order.map((column) => name(column)))}`,
    run,
  );
}

const plain = ({ name: column, type, comment }: Cell): PublishedColumn => ({
  name: column,
  type,
  comment,
});
