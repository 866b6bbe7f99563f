import { choice, OptionError, optional, show, text } from '../../base/index.ts';
import { duckdb, type Fragment, join, name, sql } from '../../sql/index.ts';
import type { CleanMethod } from '../types.ts';

export interface CancelledOptions {
  readonly customer: string;
  readonly product: string;
  readonly quantity: string;
  /** The day or the moment. */
  readonly time: string;
  /** Where given, the price has to be the same too. */
  readonly price: string | null;
  /** flag both rows of a pair, or drop them. Default: flag. */
  readonly action: 'flag' | 'drop';
  /** The new column of `flag`. Default: cancelled. */
  readonly flag: string;
}

const ROWS = name('all rows');

const needed = ['customer', 'product', 'quantity', 'time'] as const;

/**
 * Purchases that were returned as a whole, with their returns: the same customer, product and number of pieces, the
 * return not before the purchase.
 *
 * Of several purchases that fit, the earliest is taken: purchases wait in a line, and every return takes the
 * first one out of it, if there is one. So the j-th return that found a purchase belongs to the j-th purchase, and
 * one walk over the rows of a product in time is enough.
 */
export const cancelled: CleanMethod<CancelledOptions> = {
  meaning:
    'Finds purchases that were returned as a whole, and their returns: the same customer, product and number of pieces, the return not before the purchase. Of several purchases that fit, the earliest is taken. Looks at all rows at once.',
  table: {
    customer: text({ meaning: 'The column with the customer (required).', default: '' }),
    product: text({ meaning: 'The column with the product (required).', default: '' }),
    quantity: text({
      meaning: 'The column with the pieces, below 0 for a return (required).',
      default: '',
    }),
    time: text({ meaning: 'The column with the day or the moment (required).', default: '' }),
    price: optional(
      text({ meaning: 'Where given, the price has to be the same too.', default: '' }),
    ),
    action: choice(['flag', 'drop'], {
      meaning: 'What becomes of both rows of a pair.',
      default: 'flag',
    }),
    flag: text({ meaning: 'The new column of `action: flag`.', default: 'cancelled' }),
  },
  takes: 'none',
  ordered: () => true,
  check: (where, options) => {
    const lacking = needed.find((key) => options[key] === '');
    if (lacking !== undefined) {
      throw new OptionError(`${where}: ${lacking} must name a column, it is missing.`);
    }
  },
  reads: ({ customer, product, quantity, time, price }) => [
    customer,
    product,
    quantity,
    time,
    ...(price === null ? [] : [price]),
  ],
  adds: ({ action, flag }) => (action === 'flag' ? [flag] : []),
  change: ({ where, columns, options }) => {
    const { quantity, time, action, flag } = options;
    for (const [column, kind] of [
      [quantity, 'number'],
      [time, 'date'],
    ]) {
      const there = columns.find((one) => one.name === column)?.kind;
      if (there === kind) continue;
      throw new OptionError(
        `${where}: column ${show(column)} must hold ${kind}s, got ${there}. Make it one first, with a step "${kind === 'date' ? 'date' : 'type'}".`,
      );
    }
    return {
      whole: {
        select: (relation, ordered) => {
          const order = ordered ? sql` ORDER BY file_row` : sql``;
          // Read once: it is gone through three times.
          const rows = sql`WITH ${ROWS} AS MATERIALIZED (SELECT *, row_number() OVER () AS file_row FROM ${relation})`;
          const pairs = pairedRows(ROWS, options);
          return action === 'drop'
            ? sql`${rows} SELECT * EXCLUDE (file_row) FROM ${ROWS} WHERE file_row NOT IN ${pairs}${order}`
            : sql`${rows} SELECT * EXCLUDE (file_row), file_row IN ${pairs} AS ${name(flag)} FROM ${ROWS}${order}`;
        },
        counts: action === 'flag' ? { flagged: duckdb.oneIf(name(flag)) } : {},
      },
    };
  },
  say: ({ customer, product, quantity, price, action }) =>
    `same ${[customer, product, quantity, ...(price === null ? [] : [price])].join(', ')}, bought and returned: ${action === 'drop' ? 'both go' : 'both are flagged'}`,
};

/** The numbers of the rows in pairs. `height`: purchases less returns so far; below every earlier value, the return found none. */
function pairedRows(rows: Fragment, options: CancelledOptions): Fragment {
  const { customer, product, quantity, time, price } = options;
  const parts = [customer, product, ...(price === null ? [] : [price])].map((part) => name(part));
  const keys = join(parts.map((part, i) => sql`${part} AS ${name(`key ${i}`)}`));
  const key = join([...parts.map((_, i) => name(`key ${i}`)), sql`pieces`]);
  const lines = sql`(SELECT ${keys}, abs(${name(quantity)}) AS pieces, ${name(quantity)} > 0 AS bought, ${name(time)} AS moment, file_row
    FROM ${rows} WHERE ${name(quantity)} <> 0 AND ${join(
      [...parts, name(time)].map((part) => sql`${part} IS NOT NULL`),
      ' AND ',
    )})`;
  // Only what was returned at least once has to be sorted.
  const returned = sql`(SELECT DISTINCT ${key} FROM ${lines} WHERE NOT bought)`;
  const frame = sql`(PARTITION BY ${key} ORDER BY moment, bought DESC, file_row ROWS UNBOUNDED PRECEDING)`;
  const walked = sql`(SELECT *, sum(CASE WHEN bought THEN 1 ELSE -1 END) OVER ${frame} AS height,
      count(*) FILTER (bought) OVER ${frame} AS nth FROM ${lines} SEMI JOIN ${returned} USING (${key}))`;
  const lowest = sql`(SELECT *, least(0, min(height) OVER ${frame}) AS lowest FROM ${walked})`;
  const judged = sql`(SELECT *, bought OR lowest = coalesce(lag(lowest) OVER (PARTITION BY ${key} ORDER BY moment, bought DESC, file_row), 0) AS found,
      count(*) FILTER (NOT bought) OVER (PARTITION BY ${key}) + min(lowest) OVER (PARTITION BY ${key}) AS pairs FROM ${lowest})`;
  return sql`(SELECT file_row FROM ${judged} WHERE CASE WHEN bought THEN nth <= pairs ELSE found END)`;
}
