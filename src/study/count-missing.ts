import type { Run } from '../base/index.ts';
import { join, name, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import type { OpenedSource } from './open-source.ts';

/** Rows without a value, by column: one pass over the rows, for the report only. */
export async function countMissing(
  database: Database,
  { relation, facts }: OpenedSource,
  run: Run,
): Promise<Record<string, number>> {
  const { columns } = facts;
  const counts = columns.map((column) => sql`count(*) - count(${name(column.name)})`);
  const result = await database.query(sql`SELECT ${join(counts)} FROM ${name(relation)}`, run);
  return Object.fromEntries(
    columns.map((column, i) => [column.name, Number(result.columns[i].values[0])]),
  );
}
