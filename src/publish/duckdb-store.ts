import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { EngineError, QueryError, type Run, SourceError, show } from '../base/index.ts';
import { duckdbStore, type Fragment, join, literal, name, sql } from '../sql/index.ts';
import type { Database, TransactSession } from '../table/index.ts';
import { selectPublished } from './fit-names.ts';
import type { PublishedTable } from './published-table.ts';
import type { Store } from './store.ts';

const ALIAS = 'published';

/** A DuckDB file, made when it is not there. The engine's own tables are copied by one statement each. */
export function openDuckdbStore(database: Database, path: string, where: string): Store {
  return {
    dialect: duckdbStore,
    where,
    async transaction(work, run) {
      const file = resolve(path);
      await mkdir(dirname(file), { recursive: true });
      await attach(database, file, where, run);
      try {
        return await database.transact(async (session) => {
          // Views that name the alias could not be read by those who open the file under its own name.
          await session.execute(sql`USE ${name(ALIAS)}`);
          try {
            return await work({
              execute: (fragment) => session.execute(fragment),
              rows: (fragment) => session.rows(fragment),
              load: async (table, into, { rows }) => {
                if (table.kind === 'labels') run.progress('publish', 0, rows);
                await load(session, table, duckdbStore.qualified(into));
                if (table.kind === 'labels') run.progress('publish', rows, rows);
              },
            });
          } finally {
            await session.execute(sql`USE ${name('memory')}`).catch(() => undefined);
          }
        }, run);
      } finally {
        await database.execute(sql`DETACH DATABASE IF EXISTS ${name(ALIAS)}`);
      }
    },
  };
}

async function load(session: TransactSession, table: PublishedTable, into: Fragment) {
  const columns = join(table.columns.map((column) => name(column.name)));
  await session.execute(sql`INSERT INTO ${into} (${columns}) ${selectPublished(table)}`);
}

async function attach(database: Database, file: string, where: string, run: Run): Promise<void> {
  try {
    await database.execute(sql`ATTACH ${literal(file)} AS ${name(ALIAS)}`, run);
  } catch (cause) {
    if (!(cause instanceof QueryError)) throw cause;
    if (/lock/i.test(cause.message)) {
      throw new EngineError(
        `publish: ${where} must be free to be written, but another program has it open. Try again when it is done.`,
        { cause },
      );
    }
    throw new SourceError(
      `publish: ${show(where)} must be a DuckDB file or free, but it cannot be opened as one. Choose another name.`,
      { cause },
    );
  }
}
