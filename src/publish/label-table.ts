import type { Run } from '../base/index.ts';
import { name, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import { isInteger } from './column-fit.ts';
import type { Manifest } from './manifest.ts';
import { type Cell, entityName, GROUP, makeTable, plain, runCells } from './published-cells.ts';
import type { PublishedTable } from './published-table.ts';
import type { RunIdentity } from './run-identity.ts';

/** One row per entity with its segment. */
export async function labelTable(
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
    sql`FROM ${name('assigned')} a LEFT JOIN ${name('named')} n ON n.grp = a.${name(GROUP)} AND n.segment = a.segment`,
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
