import { type Run, SourceError, show, suggest } from '../../base/index.ts';
import type { ReadAs, Source } from '../../source/index.ts';

/** DuckDB's types for what a study wants a column to be read as. */
const asked: Readonly<Record<ReadAs, string>> = {
  text: 'VARCHAR',
  number: 'DOUBLE',
  date: 'TIMESTAMP',
  boolean: 'BOOLEAN',
};

const kinds: Readonly<Record<ReadAs, RegExp>> = {
  text: /^VARCHAR$/,
  number: /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL.*)$/,
  date: /^(DATE|TIMESTAMP.*)$/,
  boolean: /^BOOLEAN$/,
};

/** The type that a column is given: its own, unless the study asks for another kind. */
export function typeAsAsked(source: Source, column: string, own: string): string {
  const kind = source.columns?.[column];
  return kind === undefined || kinds[kind].test(own) ? own : asked[kind];
}

/** Says of each column how many cells could not be read as what it is. */
export function warnUnreadable(
  where: string,
  unreadable: ReadonlyMap<string, number>,
  run: Run,
): void {
  for (const [column, cells] of unreadable) {
    run.warn(
      'unreadable-cells',
      `${where}: ${cells} ${cells === 1 ? 'cell' : 'cells'} of the column ${show(column)} cannot be read as what the column is and ${cells === 1 ? 'is' : 'are'} missing.`,
    );
  }
}

/**
 * The one table of a database where none is named.
 *
 * @throws {SourceError} there is none, or there are several
 */
export function onlyTable(where: string, tables: readonly string[]): string {
  if (tables.length === 1) return tables[0];
  if (tables.length === 0) {
    throw new SourceError(`${where}: must hold a table, but holds none that this user may read.`);
  }
  const names = tables.slice(0, 12).join(', ');
  throw new SourceError(
    `${where}: a table must be named, for there are ${tables.length}: ${names}${tables.length > 12 ? ', …' : ''}. Add ?table=${tables[0]}`,
  );
}

/** @throws {SourceError} there is no such table, with the nearest name */
export function refuseUnknownTable(where: string, table: string, tables: readonly string[]): void {
  if (tables.includes(table)) return;
  throw new SourceError(
    `${where}: there is no table ${show(table)} in it. ${suggest(table, tables)}`,
  );
}

/** @throws {SourceError} there are no rows */
export function refuseEmpty(where: string, rows: number): void {
  if (rows > 0) return;
  throw new SourceError(
    `${where}: must hold at least one row, but holds none. Check that this is the right table.`,
  );
}
