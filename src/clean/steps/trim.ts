import { flag } from '../../base/index.ts';
import { duckdb, name } from '../../sql/index.ts';
import { changedCells } from '../cell-counts.ts';
import { sayColumns } from '../say-columns.ts';
import type { CleanMethod } from '../types.ts';

export interface TrimOptions {
  /** Runs of blanks inside become one blank. Default: false. */
  readonly inner: boolean;
}

/** Blanks around texts go; where nothing is left, the cell is missing. */
export const trim: CleanMethod<TrimOptions> = {
  meaning:
    'Blanks around texts go, also tabs, line ends and blanks that do not break; where nothing is left, the cell is missing. For all texts when no columns are named.',
  table: {
    inner: flag({ meaning: 'Runs of blanks inside become one blank.', default: false }),
  },
  takes: 'texts',
  change: ({ chosen, options }) => {
    const make = chosen
      .filter((column) => column.kind === 'text')
      .map((column) => {
        const cell = duckdb.toText(name(column.name));
        const bare = duckdb.bare(options.inner ? duckdb.oneBlank(cell) : cell);
        return { name: column.name, value: bare };
      });
    return { make, counts: changedCells(make) };
  },
  say: ({ inner }, columns) =>
    `blanks around ${columns.length === 0 ? 'texts' : sayColumns(columns)} go${inner ? ', those inside become one' : ''}`,
};
