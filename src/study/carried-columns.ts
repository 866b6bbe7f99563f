import { DataError, type Run, show, suggest } from '../base/index.ts';
import { join, name, sql } from '../sql/index.ts';
import type { Column, Database } from '../table/index.ts';

/** Columns that are no features, in the order of the feature table. */
export async function carriedColumns(
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
