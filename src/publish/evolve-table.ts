import { DataError, show } from '../base/index.ts';
import { columnFits } from './column-fit.ts';
import type { PublishedColumn, PublishedTable } from './published-table.ts';

/** A column as a store has it. */
export interface StoredColumn {
  readonly name: string;
  /** In the engine's words. */
  readonly type: string;
}

/** A column whose values cannot stand in the stored one of its name; undefined when all can. */
export function unfitColumn(
  table: PublishedTable,
  stored: readonly StoredColumn[],
  holds: (type: string) => string,
): { readonly name: string; readonly type: string; readonly kept: string } | undefined {
  const there = new Map(stored.map(({ name, type }) => [name, type]));
  for (const { name, type } of table.columns) {
    const kept = there.get(name);
    if (kept !== undefined && !columnFits(holds(type), kept)) return { name, type, kept };
  }
  return undefined;
}

/**
 * The columns that a stored table lacks. They are empty for earlier runs; columns that a run has no longer stay,
 * empty for it.
 *
 * @param holds the type that the store gives to a column, in the engine's words
 * @throws {DataError} a column's values cannot stand in the one that is there
 */
export function lackingColumns(
  where: string,
  table: PublishedTable,
  stored: readonly StoredColumn[],
  holds: (type: string) => string,
): PublishedColumn[] {
  const unfit = unfitColumn(table, stored, holds);
  if (unfit !== undefined) {
    throw new DataError(
      `publish: column ${show(unfit.name)} of ${where} must be able to hold ${unfit.type}, but earlier runs made it ${unfit.kept}. Publish under another prefix, or once with mode replace.`,
    );
  }
  const there = new Set(stored.map(({ name }) => name));
  return table.columns.filter(({ name }) => !there.has(name));
}
