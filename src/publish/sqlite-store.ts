import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Run } from '../base/index.ts';
import { SqliteFile, type SqliteValue } from '../connect/index.ts';
import { type Fragment, join, name, raw, sql, sqlite } from '../sql/index.ts';
import type { Column } from '../table/index.ts';
import { selectPublished } from './fit-names.ts';
import type { Publication } from './publication.ts';
import type { PublishedTable } from './published-table.ts';
import type { Store } from './store.ts';

/** Rows handed to the statement between two looks at the signal. */
const BATCH = 20_000;

/** A SQLite file, made when it is not there: one prepared statement per table. Waits 5 s for others who write. */
export function openSqliteStore(path: string, where: string): Store {
  return {
    dialect: sqlite,
    where,
    async transaction(work, run) {
      const full = resolve(path);
      await mkdir(dirname(full), { recursive: true });
      const file = await SqliteFile.open(full, 'write');
      try {
        return await file.transaction(() =>
          work({
            execute: async ({ text, values }) => {
              file.run(text, values.map(sqliteValue));
            },
            rows: async ({ text, values }) => {
              const columns = file.columns(text);
              return file
                .rows(text, values.map(sqliteValue))
                .map((row) => Object.fromEntries(row.map((cell, i) => [columns[i].name, cell])));
            },
            load: (table, into, publication) =>
              load(file, table, sqlite.qualified(into), publication, run),
          }),
        );
      } finally {
        file.close();
      }
    },
  };
}

async function load(
  file: SqliteFile,
  table: PublishedTable,
  into: Fragment,
  { database, rows: total }: Publication,
  run: Run,
): Promise<void> {
  // Digits beyond 2^53 leave the engine as texts, which SQLite stores as the integers that they are.
  const { rows, columns } = await database.query(selectPublished(table), run);
  const marks = join(table.columns.map(() => raw('?')));
  const insert = sql`INSERT INTO ${into} (${join(table.columns.map((column) => name(column.name)))}) VALUES (${marks})`;
  const cells = columns.map(cellReader);
  for (let begin = 0; begin < rows; begin += BATCH) {
    await run.pause();
    const end = Math.min(rows, begin + BATCH);
    file.runMany(insert.text, batch(cells, begin, end));
    if (table.kind === 'labels') run.progress('publish', end, total);
  }
}

function* batch(
  cells: readonly ((row: number) => SqliteValue)[],
  begin: number,
  end: number,
): Generator<SqliteValue[]> {
  const row: SqliteValue[] = new Array(cells.length);
  for (let i = begin; i < end; i++) {
    for (let c = 0; c < cells.length; c++) row[c] = cells[c](i);
    yield row;
  }
}

/** A column's cells as SQLite takes them: whole numbers as integers, days and moments as texts in ISO order. */
function cellReader(column: Column): (row: number) => SqliteValue {
  if (column.type === 'text') return (row) => column.values[row];
  const { values, engineType = '' } = column;
  const missing = (row: number) => Number.isNaN(values[row]);
  if (column.type === 'date') {
    const length = engineType === 'DATE' ? 10 : 19;
    return (row) =>
      missing(row) ? null : new Date(values[row]).toISOString().slice(0, length).replace('T', ' ');
  }
  // The driver binds every number as a double; a column of integers stores whole ones as integers.
  return (row) => (missing(row) ? null : values[row]);
}

const sqliteValue = (value: string | number | boolean | null): SqliteValue =>
  typeof value === 'boolean' ? Number(value) : value;
