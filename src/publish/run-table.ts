import type { Run } from '../base/index.ts';
import { name, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import type { Manifest } from './manifest.ts';
import { type Cell, makeTable, plain, runCells } from './published-cells.ts';
import type { PublishedTable } from './published-table.ts';
import { type RunIdentity, studyFingerprint } from './run-identity.ts';

/** The one row of the run. */
export async function runTable(
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
