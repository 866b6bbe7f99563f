import { type Run, SourceError, show } from '../../base/index.ts';
import { type SqliteColumn, SqliteFile } from '../../connect/index.ts';
import type { Source } from '../../source/index.ts';
import type { Database } from '../database.ts';
import type { WantedColumns } from '../fetch/column-chunks.ts';
import type { Place } from '../fetch/find-places.ts';
import { fingerprintOf, hashFile } from '../files/fingerprint.ts';
import type { SourceFacts } from '../source-facts.ts';
import {
  onlyTable,
  refuseEmpty,
  refuseUnknownTable,
  typeAsAsked,
  warnUnreadable,
} from './as-asked.ts';
import { rowsToParquet } from './rows-to-parquet.ts';
import { type Cells, cellCounts, csvLine, quoted, readCells, typeOfCells } from './sqlite-cells.ts';

/** Rows that are handed over at once: calls cost more than rows. */
const BATCH_ROWS = 2000;

/** Seven counts each; SQLite gives at most 2,000 columns. */
const COUNTED_TOGETHER = 250;

/**
 * Makes the view `as` over the rows of a SQLite table or query, which are copied into the temporary folder.
 *
 * SQLite types cells, not columns, so every column is counted first: one of whole numbers, of numbers, of dates as ISO
 * 8601 writes them, and of text otherwise. A column of numbers and text is text, with a warning.
 *
 * Missing: NULL. Cost: two passes over the table; 1.0 s for the half million rows of four columns that were measured.
 */
export async function attachSqlite(
  database: Database,
  source: Source,
  { file, table }: Extract<Place, { kind: 'sqlite' | 'duckdb' }>,
  as: string,
  wanted: WantedColumns | undefined,
  run: Run,
): Promise<SourceFacts> {
  const where = `source ${show(file.shown)}`;
  await using sqlite = await SqliteFile.open(file.path, 'read');
  // One state of the file, though others may write to it.
  sqlite.execute('BEGIN');
  const from = relationOf(sqlite, source, table, where);
  const columns = sqlite.columns(`SELECT * FROM ${from.text}`);
  const all = columns.map(({ name }) => name);
  refuseRepeated(all, where);
  const read = source.query === undefined && wanted !== undefined ? wanted(all) : all;
  const taken = columns.filter(({ name }) => read.includes(name));
  await run.pause();
  const counts: Cells[] = [];
  for (let c = 0; c < taken.length; c += COUNTED_TOGETHER) {
    const some = taken.slice(c, c + COUNTED_TOGETHER);
    counts.push(...readCells(some, sqlite.rows(cellCounts(some, from.text))[0]));
  }
  const sent = taken.map((column, i) => ({
    name: column.name,
    type: typeAsAsked(source, column.name, typeOfCells(counts[i], column.type)),
  }));
  taken.forEach((column, i) => {
    if (source.columns?.[column.name] === undefined) warnMixed(where, column, counts[i], run);
  });
  const kept = await rowsToParquet(database, linesOf(sqlite, taken, from, run), sent, as, run);
  refuseEmpty(where, kept.rows);
  warnUnreadable(where, kept.unreadable, run);
  const unread = all.filter((name) => !read.includes(name));
  return {
    files: [file.shown],
    format: 'sqlite',
    bytes: file.bytes,
    ...(file.fetched === undefined ? {} : { fetchedBytes: file.fetched.bytes }),
    ...(unread.length === 0 ? {} : { unread }),
    rows: kept.rows,
    skippedRows: 0,
    compression: 'none',
    columns: await database.describe(as),
    warnings: run.warnings,
    fingerprint: await fingerprintOf([file], [await hashFile(file, run.signal)]),
  };
}

interface Relation {
  /** What stands behind FROM. */
  readonly text: string;
  /** Whether rows have a number to go on from. */
  readonly numbered: boolean;
}

function relationOf(
  sqlite: SqliteFile,
  source: Source,
  asked: string | undefined,
  where: string,
): Relation {
  if (source.query !== undefined) {
    return { text: `(${source.query.trim().replace(/;+$/, '')}\n)`, numbered: false };
  }
  const found = sqlite.rows(
    `SELECT name, type = 'table' AND sql NOT LIKE '%WITHOUT ROWID%' AND sql NOT LIKE 'CREATE VIRTUAL%' FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%' ORDER BY name`,
  );
  const names = found.map(([table]) => String(table));
  const table = asked ?? source.table ?? onlyTable(where, names);
  refuseUnknownTable(where, table, names);
  const numbered = found[names.indexOf(table)][1] === 1n;
  return { text: quoted(table), numbered };
}

function refuseRepeated(names: readonly string[], where: string): void {
  // Names that differ in case only are one name to the engine.
  const lower = names.map((name) => name.toLowerCase());
  const at = lower.findIndex((name, i) => lower.indexOf(name) < i);
  if (at < 0) return;
  throw new SourceError(
    `${where}: column names must differ, but ${show(names[at])} comes twice. Name the columns in a query.`,
  );
}

function warnMixed(where: string, column: SqliteColumn, cells: Cells, run: Run): void {
  const numbers = cells.whole + cells.real;
  if (numbers === 0 || cells.text + cells.blob === 0) return;
  run.warn(
    'mixed-column',
    `${where}: the column ${show(column.name)} holds ${numbers} numbers and ${cells.text + cells.blob} texts and is read as text. Say what it is under columns.`,
  );
}

/** The rows as CSV that SQLite itself writes, many at a time where the table's rows are numbered. */
async function* linesOf(
  sqlite: SqliteFile,
  columns: readonly SqliteColumn[],
  from: Relation,
  run: Run,
): AsyncGenerator<Buffer> {
  const line = csvLine(columns);
  if (!from.numbered) {
    let lines: string[] = [];
    for (const [text] of sqlite.iterate(`SELECT ${line} FROM ${from.text}`)) {
      lines.push(String(text));
      if (lines.length < BATCH_ROWS) continue;
      await run.pause();
      yield Buffer.from(`${lines.join('\n')}\n`);
      lines = [];
    }
    if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
    return;
  }
  const batch = `SELECT group_concat(line, char(10)), max(number), count(*) FROM (SELECT rowid AS number, ${line} AS line FROM ${from.text} WHERE rowid > ? ORDER BY rowid LIMIT ${BATCH_ROWS})`;
  for (let last = -(2n ** 63n); ; ) {
    await run.pause();
    const [text, number, count] = sqlite.rows(batch, [last])[0];
    if (count === 0n) return;
    yield Buffer.from(`${text}\n`);
    if (count !== BigInt(BATCH_ROWS)) return;
    last = number as bigint;
  }
}
