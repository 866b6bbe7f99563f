import type { Run } from '../base/index.ts';
import { join, name, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import type { Manifest } from './manifest.ts';
import {
  type Cell,
  entityName,
  GROUP,
  makeTable,
  plain,
  runCells,
  taken,
} from './published-cells.ts';
import type { PublishedTable } from './published-table.ts';
import type { RunIdentity } from './run-identity.ts';

/** A database refuses tables of more than 1,600 columns; two are needed per feature. */
const MOST_FEATURES = 700;

/** One row per segment: its size, and mean and median of each feature. */
export async function profileTable(
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
  // The described groups are texts; the assigned ones have the column's own type.
  await database.execute(
    sql`CREATE OR REPLACE TABLE ${name('sized')} AS SELECT ${name(GROUP)} AS grp, segment, ${join([...apart.map((column) => sql`any_value(${name(column)}) AS ${name(column)}`), sql`count(*) AS entities`])} FROM ${name('assigned')} GROUP BY 1, 2`,
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
