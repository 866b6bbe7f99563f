import { type Fragment, literal, name, raw, sql } from '../fragment.ts';

import type { StoreDialect, StoredName } from '../stores.ts';

const types: Readonly<Record<string, string>> = {
  TINYINT: 'smallint',
  UTINYINT: 'smallint',
  SMALLINT: 'smallint',
  USMALLINT: 'integer',
  INTEGER: 'integer',
  UINTEGER: 'bigint',
  BIGINT: 'bigint',
  UBIGINT: 'numeric(20,0)',
  HUGEINT: 'numeric(38,0)',
  FLOAT: 'real',
  DOUBLE: 'double precision',
  VARCHAR: 'text',
  BOOLEAN: 'boolean',
  DATE: 'date',
  TIMESTAMP: 'timestamp without time zone',
  'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
  UUID: 'uuid',
  JSON: 'jsonb',
};

const engineTypes: Readonly<Record<string, string>> = {
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'FLOAT',
  'double precision': 'DOUBLE',
  text: 'VARCHAR',
  boolean: 'BOOLEAN',
  date: 'DATE',
  'timestamp without time zone': 'TIMESTAMP',
  'timestamp with time zone': 'TIMESTAMP WITH TIME ZONE',
  uuid: 'UUID',
  jsonb: 'JSON',
  json: 'JSON',
};

const qualified = ({ schema, name: table }: StoredName): Fragment =>
  schema === undefined ? name(table) : name(schema, table);

/** PostgreSQL. */
export const postgres: StoreDialect = {
  name: 'PostgreSQL',
  longestName: 63,
  columnar: false,
  emptiesInPlace: true,
  qualified,
  typeOf: (type) =>
    raw(types[type] ?? (type.startsWith('DECIMAL') ? type.replace('DECIMAL', 'numeric') : 'text')),
  engineType: (stored) =>
    engineTypes[stored] ??
    (stored.startsWith('character') || stored === 'citext'
      ? 'VARCHAR'
      : stored.startsWith('numeric')
        ? stored.replace('numeric', 'DECIMAL')
        : stored),
  columns: (table) =>
    sql`SELECT attname AS name, format_type(atttypid, atttypmod) AS type FROM pg_attribute WHERE attrelid = to_regclass(${qualified(table).text}) AND attnum > 0 AND NOT attisdropped ORDER BY attnum`,
  lock: (words) => sql`SELECT pg_advisory_xact_lock(hashtextextended(${words}, 0))`,
  schemas: (schema) => sql`SELECT 1 AS there FROM pg_namespace WHERE nspname = ${schema}`,
  createSchema: (schema) => sql`CREATE SCHEMA IF NOT EXISTS ${name(schema)}`,
  createView: (view, select) => [sql`CREATE OR REPLACE VIEW ${qualified(view)} AS ${select}`],
  comment: (on, path, text) => sql`COMMENT ON ${raw(on)} ${path} IS ${literal(text)}`,
};

/** The same statement with PostgreSQL's marks for parameters, $1 and on, outside of quotes. */
export function numberParameters(text: string): string {
  let count = 0;
  return text.replaceAll(/"[^"]*"|'[^']*'|\?/g, (found) => (found === '?' ? `$${++count}` : found));
}
