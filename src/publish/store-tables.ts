import { DataError, show } from '../base/index.ts';
import { type Fragment, join, name, type StoredName, sql } from '../sql/index.ts';
import { lackingColumns, type StoredColumn } from './evolve-table.ts';
import type { Publication } from './publication.ts';
import type { PublishedColumn, PublishedTable } from './published-table.ts';
import type { Store, StoreTransaction } from './store.ts';

/** The columns of a table as the store has them; null when there is no such table. */
export async function readColumns(
  { dialect }: Store,
  transaction: StoreTransaction,
  table: StoredName,
): Promise<StoredColumn[] | null> {
  const rows = await transaction.rows(dialect.columns(table));
  if (rows.length === 0) return null;
  return rows.map(({ name: column, type }) => ({
    name: String(column),
    type: dialect.engineType(String(type)),
  }));
}

/** The type that a store gives to one of the engine's, back in the engine's words. */
export const holdsIn =
  ({ dialect }: Store) =>
  (type: string): string =>
    dialect.engineType(dialect.typeOf(type).text);

/**
 * Makes a table with its key and comments, or adds what it lacks.
 *
 * @returns whether anything changed
 */
export async function makeOrWiden(
  store: Store,
  transaction: StoreTransaction,
  table: PublishedTable,
  into: StoredName,
  stored: readonly StoredColumn[] | null,
): Promise<boolean> {
  const { dialect } = store;
  const path = dialect.qualified(into);
  if (stored === null) {
    for (const statement of createStatements(store, table, into))
      await transaction.execute(statement);
    return true;
  }
  const add = lackingColumns(into.name, table, stored, holdsIn(store));
  for (const column of add) {
    await transaction.execute(
      sql`ALTER TABLE ${path} ADD COLUMN ${name(column.name)} ${dialect.typeOf(column.type)}`,
    );
    for (const statement of commentOn(store, path, column)) await transaction.execute(statement);
  }
  return add.length > 0;
}

function createStatements(store: Store, table: PublishedTable, into: StoredName): Fragment[] {
  const { dialect } = store;
  const path = dialect.qualified(into);
  const columns = table.columns.map(
    ({ name: column, type }) => sql`${name(column)} ${dialect.typeOf(type)}`,
  );
  const key = sql`PRIMARY KEY (${join(table.key.map((column) => name(column)))})`;
  // An index on a million rows costs a columnar store four times the load itself, and its readers scan anyway.
  const keyed = !(dialect.columnar && table.kind === 'labels');
  const entity = table.key.slice(1);
  return [
    sql`CREATE TABLE ${path} (${join(keyed ? [...columns, key] : columns)})`,
    // For the history of one entity; the primary key serves one run.
    ...(keyed && table.kind === 'labels'
      ? [
          sql`CREATE INDEX ${name(`${into.name}_entity`)} ON ${path} (${join(entity.map((column) => name(column)))})`,
        ]
      : []),
    ...(dialect.comment ? [dialect.comment('TABLE', path, table.comment)] : []),
    ...table.columns.flatMap((column) => commentOn(store, path, column)),
  ];
}

function commentOn({ dialect }: Store, path: Fragment, column: PublishedColumn): Fragment[] {
  const at = sql`${path}.${name(column.name)}`;
  return dialect.comment ? [dialect.comment('COLUMN', at, column.comment)] : [];
}

/** The run id is there and belongs to something else. */
export function otherRun(runId: string, where: string): DataError {
  return new DataError(
    `publish: the run id ${show(runId)} must be new or belong to the same study and data, but ${where} has it from others. Choose another run id; nothing was written.`,
  );
}

/**
 * What is known of earlier runs.
 *
 * @throws {DataError} the run id belongs to other data
 */
export async function knownRuns(
  transaction: StoreTransaction,
  runs: Fragment,
  { runId, fingerprint, studyFingerprint }: Publication,
  where: string,
): Promise<{ isThere: boolean; others: number; entity: string | undefined }> {
  const [own] = await transaction.rows(
    sql`SELECT data_fingerprint, study_fingerprint FROM ${runs} WHERE run_id = ${runId}`,
  );
  const same = own?.data_fingerprint === fingerprint && own.study_fingerprint === studyFingerprint;
  if (own !== undefined && !same) throw otherRun(runId, where);
  const [{ others }] = await transaction.rows(
    sql`SELECT count(*) AS others FROM ${runs} WHERE run_id <> ${runId}`,
  );
  const [last] = await transaction.rows(
    sql`SELECT entity FROM ${runs} ORDER BY valid_from DESC, created DESC LIMIT 1`,
  );
  return {
    isThere: own !== undefined,
    others: Number(others),
    entity: last === undefined ? undefined : String(last.entity),
  };
}

/** @throws {DataError} earlier runs have other key columns */
export function refuseOtherEntity(known: string, { entity }: Publication, where: string): never {
  const now = entity.join(', ');
  throw new DataError(
    `publish: an entity of ${where} is one ${show(known)}, but this run has one row per ${show(now)}. Publish under another prefix, or once with mode replace.`,
  );
}
