import type { Run } from '../base/index.ts';
import { join, name, sql } from '../sql/index.ts';
import type { ColumnFacts, Database } from '../table/index.ts';
import type { OpenedSource } from './open-source.ts';

/** A column of the rows that features are made of, and how many have no value in it. */
export interface CountedColumn extends ColumnFacts {
  readonly missing: number;
}

/** The columns with their rows without a value: one pass over the rows, for the report only. */
export async function countMissing(
  database: Database,
  { relation, facts }: OpenedSource,
  run: Run,
): Promise<readonly CountedColumn[]> {
  const { columns } = facts;
  const counts = columns.map((column) => sql`count(*) - count(${name(column.name)})`);
  const result = await database.query(sql`SELECT ${join(counts)} FROM ${name(relation)}`, run);
  return columns.map((column, i) => ({ ...column, missing: Number(result.columns[i].values[0]) }));
}
