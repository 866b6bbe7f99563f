/**
 * Takes: names and values. Gives: SQL text with its parameters, quoted and bound in one place.
 * May import: base.
 * To add one: a fragment helper; anything that only one engine understands goes into dialects/.
 */
export { duckdb } from './dialects/duckdb.ts';
export { duckdbStore } from './dialects/duckdb-store.ts';
export { numberParameters, postgres } from './dialects/postgres.ts';
export { sqlite } from './dialects/sqlite.ts';
export type { Fragment, SqlValue } from './fragment.ts';
export { join, literal, name, raw, sql } from './fragment.ts';
export type { StoreDialect, StoredName } from './stores.ts';
