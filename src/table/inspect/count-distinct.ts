import type { RunContext } from '../../base/index.ts';
import { join, name, sql } from '../../sql/index.ts';
import type { Database } from '../database.ts';

/**
 * Different combinations of some columns' values, exactly (up to 64-bit hash collisions: one in a
 * million for ten million rows). Cost: 8 bytes per combination; spills when memory is short.
 */
export async function countDistinct(
  database: Database,
  relation: string,
  columns: readonly string[],
  context: RunContext,
): Promise<number> {
  const hash = sql`hash(${join(columns.map((column) => name(column)))})`;
  const table = await database.query(
    sql`SELECT count(*) FROM (SELECT 1 FROM ${name(relation)} GROUP BY ${hash})`,
    context,
  );
  return Number(table.columns[0].values[0]);
}
