/**
 * What databases that tables are published into say differently. Columns are described in the engine's own
 * words (BIGINT, VARCHAR, DOUBLE, DATE, TIMESTAMP, BOOLEAN, DECIMAL(p,s), JSON); a store has a type for each.
 */
import type { Fragment } from './fragment.ts';

/** A table or a view with the schema that it is in; undefined: where the connection looks first. */
export interface StoredName {
  readonly schema: string | undefined;
  readonly name: string;
}

/** How one kind of database is told to keep tables. */
export interface StoreDialect {
  readonly name: 'PostgreSQL' | 'SQLite' | 'DuckDB';
  /** Letters (bytes) that a name may have. */
  readonly longestName: number;
  /** True where large tables are better off without a primary key. */
  readonly columnar: boolean;
  /** True where a table is emptied in place, so that readers see the old rows until the end. */
  readonly emptiesInPlace: boolean;
  qualified(name: StoredName): Fragment;
  /** The store's type for one of the engine's. */
  typeOf(type: string): Fragment;
  /** The engine's word for a type as the store tells it. */
  engineType(stored: string): string;
  /** Rows (name, type) of a table's columns in their order; none when there is no such table. */
  columns(table: StoredName): Fragment;
  /** Waits until no other transaction holds the same words. */
  lock?(words: string): Fragment;
  /** A row for a schema that is there. */
  schemas?(schema: string): Fragment;
  createSchema?(schema: string): Fragment;
  createView(view: StoredName, select: Fragment): Fragment[];
  comment?(on: 'TABLE' | 'COLUMN' | 'VIEW', path: Fragment, text: string): Fragment;
}
