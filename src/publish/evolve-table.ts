import { DataError, show } from '../base/index.ts';
import { columnFits } from './column-fit.ts';
import type { PublishedColumn, PublishedTable } from './publication.ts';

/** A column as a store has it. */
export interface StoredColumn {
  readonly name: string;
  /** In the engine's words. */
  readonly type: string;
}

/** What must change in a stored table before a run's rows can be added. */
export interface TableChange {
  readonly add: readonly PublishedColumn[];
  /** Columns whose type changes; only where the rows are replaced. */
  readonly retype: readonly PublishedColumn[];
}

/**
 * Columns that are new are added, empty for earlier runs; those that a run has no longer stay, empty for it.
 *
 * @param holds the type that the store gives to a column, in the engine's words
 * @param emptied true when no earlier row stays, so that a type may change
 * @throws {DataError} a column's values cannot stand in the one that is there
 */
export function evolveTable(
  where: string,
  table: PublishedTable,
  stored: readonly StoredColumn[],
  holds: (type: string) => string,
  emptied: boolean,
): TableChange {
  const there = new Map(stored.map(({ name, type }) => [name, type]));
  const add = table.columns.filter(({ name }) => !there.has(name));
  const unfit = table.columns.filter(({ name, type }) => {
    const kept = there.get(name);
    return kept !== undefined && !columnFits(holds(type), kept);
  });
  if (unfit.length > 0 && !emptied) {
    const { name, type } = unfit[0];
    throw new DataError(
      `publish: column ${show(name)} of ${where} must be able to hold ${type}, but earlier runs made it ${there.get(name)}. Publish under another prefix, or once with mode replace.`,
    );
  }
  return { add, retype: unfit };
}
