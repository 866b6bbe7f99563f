import { duckdb, type Fragment, join, name, sql } from '../sql/index.ts';
import type { Change, MadeColumn } from './types.ts';

/** Counts the cells that have another value than before. */
export function changedCells(make: readonly MadeColumn[]): Change['counts'] {
  return make.length === 0
    ? {}
    : { changed: sumOf(make, (before, after) => sql`${before} IS DISTINCT FROM ${after}`) };
}

/** Counts the cells that were read, and those that hold something and could not be. */
export function readCells(make: readonly MadeColumn[]): Change['counts'] {
  if (make.length === 0) return {};
  return {
    read: sumOf(make, (_, after) => sql`${after} IS NOT NULL`),
    unreadable: sumOf(
      make,
      (before, after) => sql`${duckdb.trimmed(before)} IS NOT NULL AND ${after} IS NULL`,
    ),
  };
}

function sumOf(
  make: readonly MadeColumn[],
  is: (before: Fragment, after: Fragment) => Fragment,
): Fragment {
  return join(
    make.map(({ name: column, value }) => duckdb.oneIf(is(name(column), value))),
    ' + ',
  );
}
