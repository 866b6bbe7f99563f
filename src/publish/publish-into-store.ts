import { DataError, type Run, SourceError } from '../base/index.ts';
import { type StoredName, sql } from '../sql/index.ts';
import { type StoredColumn, unfitColumn } from './evolve-table.ts';
import { fitNames } from './fit-names.ts';
import type { Publication } from './publication.ts';
import { type PublishedNames, publishedNames } from './published-names.ts';
import type { PublishedTable } from './published-table.ts';
import { publishedViews } from './published-views.ts';
import type { Store, StoreTransaction } from './store.ts';
import { holdsIn, knownRuns, makeOrWiden, readColumns, refuseOtherEntity } from './store-tables.ts';
import type { PublishMode } from './targets.ts';

/** Where in a database, and whether earlier runs stay. */
export interface StorePlace {
  readonly schema: string | undefined;
  readonly prefix: string;
  readonly mode: PublishMode;
}

/**
 * Writes a run into a database in one transaction: its tables are made or widened, the rows loaded, the run
 * itself last. A run id that is there already changes nothing, also when two write it at once.
 *
 * @returns false when the run was there
 * @throws {DataError} the run id belongs to other data, or a column cannot hold the new values
 */
export function publishIntoStore(
  store: Store,
  given: Publication,
  place: StorePlace,
  run: Run,
): Promise<boolean> {
  const publication = fitNames(given, store.dialect.longestName, run);
  return store.transaction(
    (transaction) => writeRun(store, transaction, publication, place, run),
    run,
  );
}

async function writeRun(
  store: Store,
  transaction: StoreTransaction,
  publication: Publication,
  place: StorePlace,
  run: Run,
): Promise<boolean> {
  const { dialect, where } = store;
  const names = publishedNames(place);
  // Held to the end, so that of two who publish at once the second sees what the first has written.
  if (dialect.lock)
    await transaction.execute(dialect.lock(`clade ${place.schema ?? ''}.${place.prefix}`));
  const tables = [publication.labels, publication.profiles, publication.runs];
  const stored = new Map<PublishedTable['kind'], StoredColumn[] | null>();
  for (const { kind } of tables)
    stored.set(kind, await readColumns(store, transaction, names[kind]));

  const isEmpty = tables.every(({ kind }) => !stored.get(kind));
  let sameEntity = true;
  if (stored.get('runs')) {
    const runs = dialect.qualified(names.runs);
    const known = await knownRuns(transaction, runs, publication, where);
    if (known.isThere && (place.mode === 'history' || known.others === 0)) return false;
    const { entity } = known;
    sameEntity = entity === undefined || entity === publication.entity.join(', ');
    if (!sameEntity && place.mode === 'history')
      refuseOtherEntity(entity ?? '', publication, where);
  } else if (place.schema !== undefined) await makeSchema(store, transaction, place.schema);

  if (place.mode === 'replace' && !isEmpty) {
    const fits = tables.every(
      (table) => !unfitColumn(table, stored.get(table.kind) ?? [], holdsIn(store)),
    );
    if (dialect.emptiesInPlace && fits && sameEntity) {
      for (const { kind } of tables)
        if (stored.get(kind))
          await transaction.execute(sql`DELETE FROM ${dialect.qualified(names[kind])}`);
    } else {
      await dropAll(store, transaction, names);
      stored.clear();
    }
  }
  let changed = false;
  for (const table of tables) {
    const { kind } = table;
    const columns = stored.get(kind) ?? null;
    const widened = await makeOrWiden(store, transaction, table, names[kind], columns);
    changed ||= widened;
  }
  for (const table of tables) {
    run.check();
    await transaction.load(table, names[table.kind], publication);
  }
  if (!changed) return true;
  const columnsOf = async (table: StoredName) =>
    ((await readColumns(store, transaction, table)) ?? []).map((column) => column.name);
  const viewed = {
    labels: await columnsOf(names.labels),
    profiles: await columnsOf(names.profiles),
  };
  for (const statement of publishedViews(dialect, names, viewed))
    await transaction.execute(statement);
  return true;
}

async function makeSchema(
  { dialect }: Store,
  transaction: StoreTransaction,
  schema: string,
): Promise<void> {
  if (!dialect.schemas || !dialect.createSchema) return;
  // Asked first: making one needs a right that a loader often has not, even where the schema is there.
  const there = await transaction.rows(dialect.schemas(schema));
  if (there.length === 0) await transaction.execute(dialect.createSchema(schema));
}

/** Tables that cannot take the new rows make room for others, with their views. */
async function dropAll(
  { dialect, where }: Store,
  transaction: StoreTransaction,
  names: PublishedNames,
): Promise<void> {
  try {
    for (const view of ['labels_current', 'labels_history', 'profiles_current'] as const)
      await transaction.execute(sql`DROP VIEW IF EXISTS ${dialect.qualified(names[view])}`);
    for (const table of ['labels', 'profiles', 'runs'] as const)
      await transaction.execute(sql`DROP TABLE IF EXISTS ${dialect.qualified(names[table])}`);
  } catch (cause) {
    if (!(cause instanceof SourceError) || codeOf(cause.cause) !== DEPENDS) throw cause;
    throw new DataError(
      `publish: the tables of ${where} must be made anew, because their columns have other types now, but views of others rest on them. Drop those views, or publish under another prefix.`,
      { cause },
    );
  }
}

/** PostgreSQL's condition for something that others depend on. */
const DEPENDS = '2BP01';

const codeOf = (error: unknown) => (error as { code?: unknown } | undefined)?.code;
