import { choice, text } from '../../base/index.ts';
import { duckdb, join, name, raw, sql } from '../../sql/index.ts';
import { sayColumns } from '../say-columns.ts';
import type { CleanMethod } from '../types.ts';

export interface DuplicatesOptions {
  /** Which of the rows with one key stays, by the order of the file. Default: first. */
  readonly keep: 'first' | 'last';
  /** drop the others, or flag them. Default: drop. */
  readonly action: 'drop' | 'flag';
  /** The new column of `flag`. Default: duplicate. */
  readonly flag: string;
}

/** Of rows that are equal, in every column or in the named ones, one stays. */
export const duplicates: CleanMethod<DuplicatesOptions> = {
  meaning:
    'Of rows that are equal, in every column or in the named ones, one stays. Rows in which a named column is missing all stay. Looks at all rows at once.',
  table: {
    keep: choice(['first', 'last'], {
      meaning: 'Which of the rows with one key stays, by the order of the file.',
      default: 'first',
    }),
    action: choice(['drop', 'flag'], { meaning: 'What becomes of the others.', default: 'drop' }),
    flag: text({ meaning: 'The new column of `action: flag`.', default: 'duplicate' }),
  },
  takes: 'all',
  ordered: () => true,
  adds: ({ action, flag }) => (action === 'flag' ? [flag] : []),
  change: ({ chosen, columns, options }) => {
    const { keep, action, flag } = options;
    const keys = chosen.map((column) => name(column.name));
    const whole = chosen.length === columns.length;
    return {
      whole: {
        select: (relation, ordered) => {
          // Equal in every column: it makes no difference which one stays.
          if (whole && action === 'drop' && !ordered)
            return sql`SELECT DISTINCT * FROM ${relation}`;
          const lacking = join(
            keys.map((key) => sql`${key} IS NULL`),
            ' OR ',
          );
          const later = whole ? sql`nth > 1` : sql`(nth > 1 AND NOT (${lacking}))`;
          const order = ordered ? sql` ORDER BY file_row` : sql``;
          const numbered = sql`(SELECT *, row_number() OVER (PARTITION BY ${join(keys)} ORDER BY file_row ${raw(keep === 'first' ? 'ASC' : 'DESC')}) AS nth
            FROM (SELECT *, row_number() OVER () AS file_row FROM ${relation}))`;
          return action === 'drop'
            ? sql`SELECT * EXCLUDE (file_row, nth) FROM ${numbered} WHERE NOT ${later}${order}`
            : sql`SELECT * EXCLUDE (file_row, nth), ${later} AS ${name(flag)} FROM ${numbered}${order}`;
        },
        counts: action === 'flag' ? { flagged: duckdb.oneIf(name(flag)) } : {},
      },
    };
  },
  say: ({ keep, action }, columns) =>
    `equal ${columns.length > 4 ? `in ${columns.length} columns` : `in ${sayColumns(columns)}`}: the ${keep} stays${action === 'flag' ? ', others are flagged' : ''}`,
};
