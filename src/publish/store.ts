import type { Run } from '../base/index.ts';
import type { Fragment, StoreDialect, StoredName } from '../sql/index.ts';
import type { Publication } from './publication.ts';
import type { PublishedTable } from './published-table.ts';

/** A database that tables are published into. */
export interface Store {
  readonly dialect: StoreDialect;
  /** Its address without secrets. */
  readonly where: string;
  /** All that `work` does happens or nothing does. A store that loses its connection begins again. */
  transaction<T>(work: (transaction: StoreTransaction) => Promise<T>, run: Run): Promise<T>;
}

/** What happens inside a store's transaction. */
export interface StoreTransaction {
  execute(fragment: Fragment): Promise<void>;
  /** A few rows by column name. */
  rows(fragment: Fragment): Promise<Record<string, unknown>[]>;
  /** Adds the rows of the engine's relation to a table of the store, column by name. */
  load(table: PublishedTable, into: StoredName, publication: Publication): Promise<void>;
}
