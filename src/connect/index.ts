/**
 * Takes: addresses of places outside: object stores, web servers, PostgreSQL, SQLite files. Gives: one thin client for each.
 * May import: base.
 * To add one: a kind of address in address.ts and redact.ts, a client with its sentences for failures.
 */
export {
  type Address,
  type DuckdbAddress,
  type FileAddress,
  type HttpAddress,
  isRemote,
  type PostgresAddress,
  parseAddress,
  type S3Address,
  type SqliteAddress,
  splitTable,
  type TlsMode,
} from './address.ts';
export { isGlob } from './glob.ts';
export { ObjectStore, type StoredObject } from './object-store.ts';
export { PostgresClient, type PostgresField, type PostgresRow, postgresName } from './postgres.ts';
export { postgresMayPass } from './postgres-failure.ts';
export { holdsSecret, redact } from './redact.ts';
export type { RemoteFile } from './remote-file.ts';
export { withRetries } from './retry.ts';
export { type SqliteColumn, SqliteFile, type SqliteValue } from './sqlite.ts';
export { openWebFile } from './web.ts';
