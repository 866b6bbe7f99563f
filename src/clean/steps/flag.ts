import { OptionError, text } from '../../base/index.ts';
import { duckdb, join, sql } from '../../sql/index.ts';
import {
  type Condition,
  checkCondition,
  conditionTable,
  meets,
  sayCondition,
} from '../condition.ts';
import type { CleanMethod } from '../types.ts';

export interface FlagOptions extends Condition {
  /** The new column. */
  readonly flag: string;
}

/** A new column that is true where any of the columns meets the condition. No row goes. */
export const flagRows: CleanMethod<FlagOptions> = {
  meaning: 'A new column that is true where any of the columns meets the condition. No row goes.',
  table: {
    ...conditionTable,
    flag: text({ meaning: 'The new column (required).', default: '' }),
  },
  takes: 'named',
  check: (where, options) => {
    checkCondition(where, options);
    if (options.flag === '') throw new OptionError(`${where}: flag must name the new column.`);
  },
  adds: ({ flag }) => [flag],
  change: ({ where, chosen, options }) => {
    const any = join(
      chosen.map((column) => sql`coalesce(${meets(where, options, column)}, false)`),
      ' OR ',
    );
    return {
      make: [{ name: options.flag, value: sql`(${any})` }],
      counts: { flagged: duckdb.oneIf(any) },
    };
  },
  say: (options, columns) => `${options.flag}: ${columns.join(' or ')} ${sayCondition(options)}`,
};
