/**
 * Rows that a database sends as CSV, kept as Parquet files in the temporary folder: bounded memory, bounded text on
 * the disk, columns that the engine reads one by one.
 *
 * CSV because both ends write and read it in C: cells without quotes that are empty are NULL, quoted ones are not.
 */
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { join as joinPath } from 'node:path';
import { QueryError, type Run } from '../../base/index.ts';
import { type Fragment, join, name, raw, sql } from '../../sql/index.ts';
import { literal, literals } from '../csv/literal.ts';
import type { Database } from '../database.ts';
import { inWords } from '../fetch/fetch-progress.ts';
import { writeFailure, writeWhole } from '../fetch/write-whole.ts';

/** A column as it comes, and the engine's type that it is to have. */
export interface SentColumn {
  readonly name: string;
  /** DuckDB's name of a type; VARCHAR keeps the text. */
  readonly type: string;
}

export interface KeptRows {
  readonly rows: number;
  /** Bytes as they were sent. */
  readonly bytes: number;
  readonly sha256: string;
  /** Cells that could not be of the column's type and are missing, by column. */
  readonly unreadable: ReadonlyMap<string, number>;
}

/** Text is turned into Parquet in pieces of about this size, while the next piece arrives. */
const PIECE_BYTES = 64 * 2 ** 20;

/** A row may be this long: documents in a cell. DuckDB's own limit is 2 MB. */
const ROW_BYTES = 16 * 2 ** 20;

const QUOTE = 34;
const LINE_END = 10;

/**
 * Keeps rows as Parquet files and makes the view `as` over them.
 *
 * @param blocks CSV in UTF-8 without a header, cut anywhere, each row ended by a line feed
 */
export async function rowsToParquet(
  database: Database,
  blocks: AsyncIterable<Uint8Array>,
  columns: readonly SentColumn[],
  as: string,
  run: Run,
): Promise<KeptRows> {
  const pieces = new Pieces(database, columns, run);
  try {
    for await (const block of blocks) await pieces.take(block);
    return await pieces.end(as);
  } catch (error) {
    await pieces.drop();
    throw writeFailure(error);
  }
}

class Pieces {
  readonly #database: Database;
  readonly #columns: readonly SentColumn[];
  readonly #run: Run;
  readonly #hash: Hash = createHash('sha256');
  readonly #unreadable = new Map<string, number>();
  readonly #kept: string[] = [];
  readonly #stem: string;
  #file: FileHandle | undefined;
  #path = '';
  #inPiece = 0;
  #bytes = 0;
  #quoted = false;
  #turning: Promise<void> = Promise.resolve();

  constructor(database: Database, columns: readonly SentColumn[], run: Run) {
    this.#database = database;
    this.#columns = columns;
    this.#run = run;
    this.#stem = joinPath(database.temp, database.temporaryName());
  }

  async take(block: Uint8Array): Promise<void> {
    this.#hash.update(block);
    this.#bytes += block.length;
    this.#run.progress('read', this.#bytes, 0, inWords(this.#bytes));
    const cut = this.#inPiece + block.length < PIECE_BYTES ? -1 : this.#lastRowEnd(block);
    if (cut < 0) {
      this.#quoted = quotedAfter(block, this.#quoted);
      await this.#write(block);
      return;
    }
    await this.#write(block.subarray(0, cut));
    await this.#endPiece();
    const rest = block.subarray(cut);
    this.#quoted = quotedAfter(rest, false);
    if (rest.length > 0) await this.#write(rest);
  }

  async end(as: string): Promise<KeptRows> {
    await this.#endPiece();
    await this.#turning;
    const sha256 = this.#hash.digest('hex');
    const known = { bytes: this.#bytes, sha256, unreadable: this.#unreadable };
    if (this.#kept.length === 0) return { rows: 0, ...known };
    const files = literals(this.#kept);
    const columns = this.#columns.map((column) =>
      stored(column.type) === column.type
        ? name(column.name)
        : sql`CAST(${name(column.name)} AS ${raw(column.type)}) AS ${name(column.name)}`,
    );
    await this.#database.execute(
      sql`CREATE OR REPLACE VIEW ${name(as)} AS SELECT ${join(columns)} FROM read_parquet(${files})`,
      this.#run,
    );
    const counted = await this.#database.query(
      sql`SELECT sum(num_rows) FROM parquet_file_metadata(${files})`,
      this.#run,
    );
    return { rows: Number(counted.columns[0].values[0]), ...known };
  }

  /** Removes what was kept: the rows are asked for again, or nobody wants them any more. */
  async drop(): Promise<void> {
    await this.#file?.close().catch(() => {});
    this.#file = undefined;
    await this.#turning.catch(() => {});
    for (const path of [this.#path, ...this.#kept]) {
      if (path !== '') await rm(path, { force: true });
    }
  }

  async #write(block: Uint8Array): Promise<void> {
    if (this.#file === undefined) {
      this.#path = `${this.#stem}.${this.#kept.length}.csv`;
      this.#file = await open(this.#path, 'w');
      this.#inPiece = 0;
    }
    this.#inPiece += await writeWhole(this.#file, block, this.#inPiece);
  }

  /** Where the last row that ends in this block ends; −1: none does. */
  #lastRowEnd(block: Uint8Array): number {
    let quoted = this.#quoted;
    let end = -1;
    for (let i = 0; i < block.length; i++) {
      if (block[i] === QUOTE) quoted = !quoted;
      else if (block[i] === LINE_END && !quoted) end = i + 1;
    }
    return end;
  }

  async #endPiece(): Promise<void> {
    if (this.#file === undefined) return;
    await this.#file.close();
    this.#file = undefined;
    const csv = this.#path;
    const parquet = `${csv.slice(0, -4)}.parquet`;
    this.#path = '';
    // One piece is turned while the next one arrives, never more: the text on the disk stays bounded.
    await this.#turning;
    this.#kept.push(parquet);
    this.#turning = this.#turn(csv, parquet);
    this.#turning.catch(() => {});
  }

  async #turn(csv: string, parquet: string): Promise<void> {
    try {
      await this.#database.copyTo(this.#select(csv, 'CAST'), parquet, 'parquet', this.#run);
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      await this.#countUnreadable(csv);
      await this.#database.copyTo(this.#select(csv, 'TRY_CAST'), parquet, 'parquet', this.#run);
    }
    await rm(csv);
  }

  async #countUnreadable(csv: string): Promise<void> {
    const typed = this.#columns.filter(({ type }) => type !== 'VARCHAR');
    if (typed.length === 0) return;
    const counts = typed.map(
      (column) =>
        sql`count(*) FILTER (${name(column.name)} IS NOT NULL AND TRY_CAST(${name(column.name)} AS ${raw(stored(column.type))}) IS NULL)`,
    );
    const found = await this.#database.query(
      sql`SELECT ${join(counts)} FROM ${readSent(csv, this.#columns)}`,
      this.#run,
    );
    for (const [i, column] of typed.entries()) {
      const count = Number(found.columns[i].values[0]);
      if (count === 0) continue;
      this.#unreadable.set(column.name, (this.#unreadable.get(column.name) ?? 0) + count);
    }
  }

  #select(csv: string, cast: 'CAST' | 'TRY_CAST'): Fragment {
    const columns = this.#columns.map((column) =>
      column.type === 'VARCHAR'
        ? name(column.name)
        : sql`${raw(cast)}(${name(column.name)} AS ${raw(stored(column.type))}) AS ${name(column.name)}`,
    );
    return sql`SELECT ${join(columns)} FROM ${readSent(csv, this.#columns)}`;
  }
}

/** Parquet has no whole numbers of 128 bits; DuckDB would write them as floats. */
function stored(type: string): string {
  return type === 'HUGEINT' ? 'DECIMAL(38, 0)' : type;
}

/** Quotes inside quoted cells come in pairs, so that their parity tells inside from outside. */
function quotedAfter(block: Uint8Array, before: boolean): boolean {
  let quoted = before;
  for (let at = block.indexOf(QUOTE); at >= 0; at = block.indexOf(QUOTE, at + 1)) quoted = !quoted;
  return quoted;
}

function readSent(csv: string, columns: readonly SentColumn[]): Fragment {
  const types = join(columns.map((column) => sql`${literal(column.name)}: 'VARCHAR'`));
  // One thread: a line feed inside quotes must never be taken for the end of a row.
  return sql`read_csv(${literal(csv)}, auto_detect = false, header = false, columns = {${types}}, delim = ',', quote = '"', escape = '"', nullstr = '', allow_quoted_nulls = false, parallel = false, max_line_size = ${raw(String(ROW_BYTES))}, buffer_size = ${raw(String(2 * ROW_BYTES))})`;
}
