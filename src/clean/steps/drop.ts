import { join, sql } from '../../sql/index.ts';
import {
  type Condition,
  checkCondition,
  conditionTable,
  meets,
  sayCondition,
} from '../condition.ts';
import type { CleanMethod } from '../types.ts';

/** Rows go in which any of the columns meets the condition. A missing cell meets none but `missing`. */
export const drop: CleanMethod<Condition> = {
  meaning:
    'Rows go in which any of the columns meets the condition. A missing cell meets none but `missing`.',
  table: conditionTable,
  takes: 'named',
  check: checkCondition,
  change: ({ where, chosen, options }) => ({
    drop: join(
      chosen.map((column) => sql`(${meets(where, options, column)})`),
      ' OR ',
    ),
  }),
  say: (options, columns) => `${columns.join(' or ')} ${sayCondition(options)}`,
};

/** Only rows stay in which all of the columns meet the condition; a missing cell does not. */
export const keep: CleanMethod<Condition> = {
  meaning:
    'Only rows stay in which all of the columns meet the condition; a missing cell does not.',
  table: conditionTable,
  takes: 'named',
  check: checkCondition,
  change: ({ where, chosen, options }) => ({
    drop: sql`(${join(
      chosen.map((column) => sql`(${meets(where, options, column)})`),
      ' AND ',
    )}) IS NOT TRUE`,
  }),
  say: (options, columns) => `${columns.join(' and ')} ${sayCondition(options)}`,
};
