import type { Run } from '../base/index.ts';
import { type Fragment, join, name, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import type { PublishedColumn } from './published-table.ts';
import type { RunIdentity } from './run-identity.ts';

/** The column of the engine's labels that holds a group's value as text. */
export const GROUP = 'clade group';

/** Names that the published tables need for themselves. */
export const taken = [
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
export const entityName = (key: string) =>
  taken.includes(key.toLowerCase()) ? `entity_${key}` : key;

/** A published column with the SQL that makes it. */
export interface Cell extends PublishedColumn {
  readonly value: Fragment;
}

/** The columns that every table begins with. */
export function runCells({ runId, validFrom }: RunIdentity): Cell[] {
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

/** A table in the engine from cells and what they are read from. */
export async function makeTable(
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

/** A cell without its SQL. */
export const plain = ({ name: column, type, comment }: Cell): PublishedColumn => ({
  name: column,
  type,
  comment,
});
