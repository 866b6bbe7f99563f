import { join as joinPath } from 'node:path';
import { BundleError, type Run, show } from '../base/index.ts';
import { type Fragment, join, literal, name, sql } from '../sql/index.ts';
import type { ColumnDescription, Database } from '../table/index.ts';
import { labelTable } from './label-table.ts';
import type { Manifest } from './manifest.ts';
import { profileTable } from './profile-table.ts';
import { entityName, GROUP } from './published-cells.ts';
import type { PublishedTable } from './published-table.ts';
import { type RunIdentity, studyFingerprint } from './run-identity.ts';
import { runTable } from './run-table.ts';

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
    sql`CREATE OR REPLACE VIEW ${name('labelled')} AS SELECT * FROM read_parquet(${file('assignments.parquet')})`,
  );
  await database.execute(
    sql`CREATE OR REPLACE TABLE ${name('described')} AS SELECT * FROM read_csv(${file('segments.csv')}, header = true, all_varchar = true)`,
    run,
  );
  const { cluster } = manifest.study as { cluster: { within?: string } };
  const within = cluster.within;
  const assigned = await database.describe('labelled');
  const group = assigned.find((column) => column.name === within);
  if (within !== undefined && group === undefined) {
    throw new BundleError(
      `bundle: assignments in ${show(bundle)} must hold the column ${show(within)}, which an earlier version left out. Fit it again with this one.`,
    );
  }
  await database.execute(
    sql`CREATE OR REPLACE VIEW ${name('assigned')} AS SELECT *, ${group ? groupText(group) : sql`''`} AS ${name(GROUP)} FROM ${name('labelled')}`,
  );
  const apart = group ? [group.name] : [];

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
function tablePrefix(study: string): string {
  const plain = study
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
    .slice(0, 40)
    .replace(/_$/, '');
  return /^[a-z]/.test(plain) ? plain : `study${plain === '' ? '' : '_'}${plain}`;
}

/** One row per segment with its name, those made by a rule included. */
async function nameSegments(
  database: Database,
  { declared = [] }: Manifest,
  apart: readonly string[],
): Promise<void> {
  const groups = apart.length === 0 ? sql`''` : sql`coalesce(${name(apart[0])}, '')`;
  const found = sql`SELECT DISTINCT ${groups} AS grp, CAST(segment AS INTEGER) AS segment, name FROM ${name('described')}`;
  const byRule = declared.map(
    ({ segment, name: given }) =>
      sql`SELECT DISTINCT ${name(GROUP)} AS grp, CAST(${segment} AS INTEGER) AS segment, ${given} AS name FROM ${name('assigned')}`,
  );
  await database.execute(
    sql`CREATE OR REPLACE TABLE ${name('named')} AS ${join([found, ...byRule], ' UNION ALL ')}`,
  );
}

/** A group's value as the profiles of a bundle write it. */
function groupText({ name: column, type }: ColumnDescription): Fragment {
  const cell = name(column);
  const whole = sql`CASE WHEN ${cell} = floor(${cell}) THEN CAST(CAST(${cell} AS HUGEINT) AS VARCHAR) END`;
  const text = sql`CAST(${cell} AS VARCHAR)`;
  if (type === 'DOUBLE') return sql`coalesce(${whole}, ${text}, '')`;
  if (type.startsWith('TIMESTAMP'))
    return sql`coalesce(CAST(CAST(${cell} AS DATE) AS VARCHAR), '')`;
  return sql`coalesce(${text}, '')`;
}
