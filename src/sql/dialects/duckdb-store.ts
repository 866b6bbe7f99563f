import { type Fragment, literal, name, raw, sql } from '../fragment.ts';

import type { StoreDialect, StoredName } from '../stores.ts';

const qualified = ({ schema, name: table }: StoredName): Fragment =>
  schema === undefined ? name(table) : name(schema, table);

/** A DuckDB file that was attached and is in use. */
export const duckdbStore: StoreDialect = {
  name: 'DuckDB',
  longestName: 200,
  columnar: true,
  // A table cannot be altered and emptied in one transaction.
  emptiesInPlace: false,
  qualified,
  typeOf: raw,
  engineType: (stored) => stored,
  columns: ({ schema, name: table }) =>
    sql`SELECT column_name AS name, data_type AS type FROM duckdb_columns() WHERE database_name = current_database() AND schema_name = ${schema ?? 'main'} AND table_name = ${table} ORDER BY column_index`,
  schemas: (schema) =>
    sql`SELECT 1 AS there FROM duckdb_schemas() WHERE database_name = current_database() AND schema_name = ${schema}`,
  createSchema: (schema) => sql`CREATE SCHEMA IF NOT EXISTS ${name(schema)}`,
  createView: (view, select) => [sql`CREATE OR REPLACE VIEW ${qualified(view)} AS ${select}`],
  comment: (on, path, text) => sql`COMMENT ON ${raw(on)} ${path} IS ${literal(text)}`,
};
