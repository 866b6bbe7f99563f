/**
 * SQLite files, through libsql. Calls block until they are done, as SQLite does. The library is loaded by the
 * first file opened.
 */
import { existsSync } from 'node:fs';
import type Libsql from 'libsql';
import { type CladeError, EngineError, SourceError, show } from '../base/index.ts';

export type SqliteValue = number | bigint | string | Buffer | null;

/** A column of a SELECT; `type` is what its table declares, which SQLite does not enforce. */
export interface SqliteColumn {
  readonly name: string;
  readonly type: string | null;
}

/** How long another program may hold the file before we give up. */
const BUSY_MS = 5000;

/** One open SQLite file. */
export class SqliteFile {
  readonly path: string;
  readonly #database: Libsql.Database;

  private constructor(path: string, database: Libsql.Database) {
    this.path = path;
    this.#database = database;
  }

  /**
   * @param mode `read` needs the file to exist and refuses every change; `write` makes it where it does not exist
   * @throws {SourceError} there is no such file, or it is no SQLite database
   */
  static async open(path: string, mode: 'read' | 'write'): Promise<SqliteFile> {
    // libsql 0.5 takes readonly and fileMustExist and heeds neither.
    if (mode === 'read' && !existsSync(path)) {
      throw new SourceError(`source ${show(path)}: the file must exist, and does not.`);
    }
    const { default: Library } = await import('libsql');
    try {
      const database = new Library(path, { timeout: BUSY_MS });
      const file = new SqliteFile(path, database);
      database.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
      if (mode === 'read') database.exec('PRAGMA query_only = 1');
      database.prepare('SELECT count(*) FROM sqlite_master').all();
      return file;
    } catch (error) {
      throw sqliteFailure(error, path);
    }
  }

  /** Runs statements for what they do. */
  execute(text: string): void {
    this.#attempt(() => this.#database.exec(text));
  }

  /** Runs one statement with values for its question marks; the number of rows changed. */
  run(text: string, values: readonly SqliteValue[] = []): number {
    return this.#attempt(() => this.#database.prepare(text).run(...values.map(bound)).changes);
  }

  /** The same statement for many rows of values, prepared once. */
  runMany(text: string, rows: Iterable<readonly SqliteValue[]>): number {
    return this.#attempt(() => {
      const statement = this.#database.prepare(text);
      let changed = 0;
      for (const values of rows) changed += statement.run(...values.map(bound)).changes;
      return changed;
    });
  }

  /** All rows of a SELECT, each a list of values. Whole numbers come as bigints. */
  rows(text: string, values: readonly SqliteValue[] = []): SqliteValue[][] {
    return [...this.iterate(text, values)];
  }

  /** The rows of a SELECT one by one. Whole numbers come as bigints. */
  *iterate(text: string, values: readonly SqliteValue[] = []): Generator<SqliteValue[]> {
    const rows = this.#attempt(() =>
      this.#database
        .prepare(text)
        .safeIntegers(true)
        .raw()
        .iterate(...values),
    ) as Iterator<SqliteValue[]>;
    for (;;) {
      const next = this.#attempt(() => rows.next());
      if (next.done) return;
      yield next.value;
    }
  }

  /** The columns of a SELECT. */
  columns(text: string): SqliteColumn[] {
    return this.#attempt(() => this.#database.prepare(text).columns()).map(({ name, type }) => ({
      name,
      type,
    }));
  }

  /** Runs `work` in one transaction: kept when it is done, undone when it throws. */
  async transaction<T>(work: () => Promise<T> | T): Promise<T> {
    this.execute('BEGIN IMMEDIATE');
    let result: T;
    try {
      result = await work();
    } catch (error) {
      this.execute('ROLLBACK');
      throw error;
    }
    this.execute('COMMIT');
    return result;
  }

  close(): void {
    if (this.#database.open) this.#database.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
  }

  #attempt<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw sqliteFailure(error, this.path);
    }
  }
}

/** libsql binds every number as a float, which a column without a type would keep as 1.0. */
function bound(value: SqliteValue): SqliteValue {
  return Number.isSafeInteger(value) ? BigInt(value as number) : value;
}

/** What SQLite refused. Its own words are kept where they name tables and columns, never where they hold values. */
function sqliteFailure(error: unknown, path: string): CladeError {
  const code = (error as { code?: unknown }).code;
  const told = error instanceof Error ? error.message : String(error);
  const where = `sqlite ${show(path)}`;
  if (code === 'SQLITE_BUSY' || code === 'SQLITE_LOCKED') {
    return new EngineError(
      `${where}: must be free, but another program holds it. Try again when it is done.`,
      { cause: error },
    );
  }
  if (code === 'SQLITE_FULL') {
    return new EngineError(`${where}: there must be room on the disk, and there is none left.`, {
      cause: error,
    });
  }
  if (code === 'SQLITE_NOTADB' || /file is not a database/.test(told)) {
    return new SourceError(`${where}: must be a SQLite file, but is none, or is encrypted.`, {
      cause: error,
    });
  }
  if (code === 'SQLITE_CORRUPT') {
    return new SourceError(`${where}: must be whole, but is damaged. Restore it from a copy.`, {
      cause: error,
    });
  }
  const names = /^(no such (table|column|function): \S+|near .*|table \S+ .*)$/.test(told);
  return new SourceError(
    `${where}: the statement failed (${names ? told : String(code ?? 'no code')}).`,
    { cause: error },
  );
}
