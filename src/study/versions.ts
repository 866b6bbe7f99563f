import { cladeVersion } from '../publish/index.ts';
import { sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';

/** What this run stands on, for the manifest. */
export async function versions(database: Database): Promise<Record<string, string>> {
  const { columns } = await database.query(sql`SELECT version() AS version`);
  return {
    clade: cladeVersion(),
    node: process.versions.node,
    duckdb: String(columns[0].values[0]),
  };
}
