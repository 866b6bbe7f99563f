import { optional, type Scalar, scalars } from '../../base/index.ts';
import { duckdb, type Fragment, join, literal, name, sql } from '../../sql/index.ts';
import { type ColumnDescription, missingWords } from '../../table/index.ts';
import { changedCells } from '../cell-counts.ts';
import { sayColumns } from '../say-columns.ts';
import type { CleanMethod } from '../types.ts';

export interface MissingOptions {
  /** What means "nothing here". Of texts, capitals and outer blanks do not count. Left out: words such as NA, null, ? and -. */
  readonly values: readonly Scalar[] | null;
}

/** Cells that stand for nothing, such as NA, ? or -999, become missing. */
export const missing: CleanMethod<MissingOptions> = {
  meaning:
    'Cells that stand for nothing, such as NA, ? or -999, become missing. For all texts when no columns are named.',
  table: {
    values: optional(
      scalars({
        meaning:
          'What means "nothing here". Of texts, capitals and outer blanks do not count. Left out: words such as NA, null, ? and -.',
        default: [],
      }),
    ),
  },
  takes: 'texts',
  change: ({ chosen, options }) => {
    const values = options.values ?? missingWords;
    const make = chosen.flatMap((column) => {
      const nothing = isOneOf(column, values);
      if (nothing === null) return [];
      const cell = name(column.name);
      return [{ name: column.name, value: sql`CASE WHEN ${nothing} THEN NULL ELSE ${cell} END` }];
    });
    return { make, counts: changedCells(make) };
  },
  say: ({ values }, columns) =>
    `${values === null ? 'words for nothing' : values.slice(0, 4).map(String).join(', ')}${(values?.length ?? 0) > 4 ? ', …' : ''} in ${columns.length === 0 ? 'texts' : sayColumns(columns)} are missing`,
};

/** Null where no value can be one of the column. */
function isOneOf(
  { name: column, kind }: ColumnDescription,
  values: readonly Scalar[],
): Fragment | null {
  const cell = name(column);
  if (kind === 'number') {
    const numbers = values
      .filter((value) => String(value).trim() !== '')
      .map(Number)
      .filter(Number.isFinite);
    return numbers.length === 0 ? null : sql`${cell} IN (${join(numbers.map(literal))})`;
  }
  const words = values.map((value) => literal(String(value).trim().toLowerCase()));
  return sql`${duckdb.lower(duckdb.bare(duckdb.toText(cell)))} IN (${join(words)})`;
}
