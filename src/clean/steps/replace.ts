import { type Mapping, mapping, OptionError, optional, show, text } from '../../base/index.ts';
import { duckdb, type Fragment, join, literal, name, sql } from '../../sql/index.ts';
import type { ColumnDescription } from '../../table/index.ts';
import { changedCells } from '../cell-counts.ts';
import { sayColumns } from '../say-columns.ts';
import type { CleanMethod } from '../types.ts';

export interface ReplaceOptions {
  /** Old value to new one; null makes the cell missing. */
  readonly values: Mapping | null;
  /** Instead, a regular expression (RE2): every part of a text that it describes is replaced. */
  readonly pattern: string | null;
  /** What takes its place; \1 is the first group. Default: nothing. */
  readonly with: string;
}

/** Values are replaced by others, one by one or by a pattern. */
export const replace: CleanMethod<ReplaceOptions> = {
  meaning: 'Values are replaced by others: whole cells one by one, or parts of texts by a pattern.',
  table: {
    values: optional(
      mapping({ meaning: 'Old value to new one; null makes the cell missing.', default: {} }),
    ),
    pattern: optional(
      text({
        meaning:
          'Instead, a regular expression (RE2): every part of a text that it describes is replaced.',
        default: '',
      }),
    ),
    with: text({ meaning: 'What takes its place; \\1 is the first group.', default: '' }),
  },
  takes: 'named',
  check: (where, { values, pattern }) => {
    if ((values === null) === (pattern === null)) {
      throw new OptionError(`${where}: either values or pattern must be given, and not both.`);
    }
  },
  change: ({ where, chosen, options }) => {
    const make = chosen.map((column) => ({
      name: column.name,
      value: replaced(where, column, options),
    }));
    return { make, counts: changedCells(make) };
  },
  say: ({ values, pattern, with: by }, columns) =>
    values === null
      ? `${show(pattern)} in ${sayColumns(columns)} becomes ${show(by)}`
      : `${Object.keys(values).length} values of ${sayColumns(columns)} become others`,
};

function replaced(
  where: string,
  column: ColumnDescription,
  { values, pattern, with: by }: ReplaceOptions,
): Fragment {
  const cell = name(column.name);
  if (values === null) {
    return duckdb.replaceAll(duckdb.toText(cell), literal(pattern ?? ''), literal(by));
  }
  const numeric = column.kind === 'number';
  const cases = Object.entries(values).map(([from, to]) => {
    const both = numeric ? [Number(from), to === null ? null : Number(to)] : [from, to];
    if (both.some((value) => Number.isNaN(value))) {
      throw new OptionError(
        `${where}: column ${show(column.name)} holds numbers, so both sides must be numbers or null, got ${show({ [from]: to })}.`,
      );
    }
    const [old, made] = both;
    return sql`WHEN ${literal(old)} THEN ${literal(numeric || made === null ? made : String(made))}`;
  });
  const text = numeric ? cell : duckdb.toText(cell);
  return sql`CASE ${text} ${join(cases, ' ')} ELSE ${text} END`;
}
