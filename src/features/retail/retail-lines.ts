import { DataError, type Run, show } from '../../base/index.ts';
import { duckdb, type Fragment, join, name, raw, sql } from '../../sql/index.ts';
import type { Database } from '../../table/index.ts';
import { checkColumns } from '../check-columns.ts';
import { keyAlias } from '../events.ts';

/** Which columns of a relation are lines of invoices: who, when, what, how much. */
export interface RetailColumns {
  /** The key of the customer: one column or more. */
  readonly entity: readonly string[];
  /** A date, a timestamp, or a text of one. */
  readonly time: string;
  /** How a text in `time` is written, as for strptime: '%m/%d/%Y %H:%M'. Default: ISO order. */
  readonly timeFormat?: string;
  /** What lines of one purchase share. Left out, or where it is empty, the lines of one moment are an invoice. */
  readonly invoice?: string;
  /** Pieces; below 0 for a return. */
  readonly quantity?: string;
  /** Price of a piece, together with `quantity`. */
  readonly price?: string;
  /** The amount of a whole line, instead of `price`. */
  readonly value?: string;
  /** What `unique_products` counts. */
  readonly product?: string;
  /** True where a line is a return, whatever its sign. Left out, quantities and amounts below 0 are returns. */
  readonly returned?: string;
}

/** What the lines are worth. */
export interface LineFacts {
  readonly rows: number;
  /** Rows with a key, a time and an amount. */
  readonly used: number;
  /** Rows used that are neither a purchase nor a return: of 0 pieces. */
  readonly neither: number;
  /** The first and the last moment of a row used, as 2024-12-31 23:59:59. */
  readonly first: string;
  readonly last: string;
  /** Amounts are multiples of 1/10,000 and so few that sums of them are exact in any order. */
  readonly exact: boolean;
}

/** The table of lines, made by `readLines`. */
export const LINES = raw('retail_lines');

/** Amounts are summed as whole numbers of this part of the currency. */
export const UNITS = 10_000;

/** Why a row cannot be used. 0 stands for one that can. */
const states = { noKey: 1, noTime: 2, badTime: 3, noNumber: 4, badNumber: 5 } as const;

/**
 * Reads the relation once into a narrow table, warns of rows that are left out, and refuses what cannot be read.
 *
 * Invoices and products become 64-bit hashes, so two of one customer are taken for one with a chance of
 * 1 in 10¹⁹. Memory: some 50 bytes per row and its key; more than the engine's share spills to disk.
 *
 * @throws {DataError} a column that is not there; a time that is no date, an amount that is no number; no row to use
 */
export async function readLines(
  database: Database,
  columns: RetailColumns,
  relation: string,
  run: Run,
): Promise<LineFacts> {
  const { entity, time, invoice, quantity, price, value, product, returned } = columns;
  const asked = [time, invoice, quantity, price, value, product, returned];
  const named = asked.filter((column) => column !== undefined);
  checkColumns('features', [...entity, ...named], await database.describe(relation));
  await database.execute(sql`CREATE OR REPLACE TABLE ${LINES} AS ${lines(columns, relation)}`, run);
  const { columns: found } = await database.query(lineCounts, run);
  const count = (i: number) => Number(found[i].values[0]);
  const rows = count(0);
  await refuseBad(database, columns, relation, { rows, count }, run);
  const numbers = [quantity, price, value].filter((column) => column !== undefined);
  const lacking = [
    ['missing-key', states.noKey, entity.map(show).join(' or ')],
    ['missing-time', states.noTime, show(time)],
    ['missing-value', states.noNumber, numbers.map(show).join(' or ')],
  ] as const;
  for (const [code, state, what] of lacking) {
    if (count(state) > 0) {
      run.warn(
        code,
        `features: ${count(state)} of ${rows} rows have no ${what} and were left out.`,
      );
    }
  }
  const [used, neither] = [count(6), count(7)];
  if (used === 0) {
    throw new DataError(
      `features: at least one row must have a key, a time and an amount, got none of ${rows}.`,
    );
  }
  if (neither > 0) {
    run.warn(
      'zero-quantity',
      `features: ${neither} of ${rows} rows are of 0 ${show(quantity ?? '')}: neither a purchase nor a return.`,
    );
  }
  const exact = count(10) === 1 && count(11) * UNITS < 2 ** 53;
  return {
    rows,
    used,
    neither,
    first: String(found[8].values[0]),
    last: String(found[9].values[0]),
    exact,
  };
}

const tally = (condition: string) => sql`count(*) FILTER (${raw(condition)})`;

const lineCounts = sql`SELECT count(*), ${join([1, 2, 3, 4, 5, 0].map((state) => tally(`state = ${state}`)))},
  ${tally('state = 0 AND NOT returned AND NOT purchase')},
  ${duckdb.toText(raw('min(moment) FILTER (state = 0)'))}, ${duckdb.toText(raw('max(moment) FILTER (state = 0)'))},
  coalesce(bool_and(abs(amount * ${raw(String(UNITS))} - round(amount * ${raw(String(UNITS))})) < 0.001) FILTER (state = 0), true),
  coalesce(sum(amount) FILTER (state = 0), 0) FROM ${LINES}`;

/** One row per row: keys, moment, invoice, product, quantity, amount ≥ 0, whether bought or returned, and what is wrong. */
function lines(columns: RetailColumns, relation: string): Fragment {
  const hashed = (column: string) =>
    sql`CASE WHEN ${name(column)} IS NOT NULL THEN ${duckdb.hash(name(column))} END`;
  const { entity, invoice, product } = columns;
  const keys = entity.map((key, i) => sql`${name(key)} AS ${keyAlias(i)}`);
  const moment = duckdb.hash(raw('moment'));
  return sql`SELECT ${join(entity.map((_, i) => keyAlias(i)))}, moment, coalesce(invoice, ${moment}) AS invoice, product,
  quantity, abs(amount) AS amount, returned, NOT returned AND coalesce(quantity, 1) > 0 AS purchase, state
FROM (${judged(columns, relation, [
    ...keys,
    sql`${invoice === undefined ? raw('CAST(NULL AS UBIGINT)') : hashed(invoice)} AS invoice`,
    sql`${product === undefined ? raw('CAST(NULL AS UBIGINT)') : hashed(product)} AS product`,
  ])})`;
}

/** Each row with what is wrong with it. Blank texts are missing; other texts that say nothing are bad. */
function judged(columns: RetailColumns, relation: string, beside: readonly Fragment[]): Fragment {
  const { entity, time, timeFormat, quantity, price, value, returned } = columns;
  const noKey = join(
    entity.map((key) => sql`${name(key)} IS NULL`),
    ' OR ',
  );
  const blank = (column: string) => sql`coalesce(trim(${duckdb.toText(name(column))}), '') = ''`;
  const numbers = [quantity, value ?? price].filter((column) => column !== undefined);
  const anyBlank = join(numbers.map(blank), ' OR ');
  const number = (column: string) => duckdb.toNumber(name(column));
  const amount =
    value === undefined ? sql`${number(quantity!)} * ${number(price!)}` : number(value);
  const pieces = quantity === undefined ? raw('CAST(NULL AS DOUBLE)') : number(quantity);
  const moment =
    timeFormat === undefined
      ? duckdb.toMoment(name(time))
      : duckdb.parseMoment(name(time), timeFormat);
  const finite = join(
    [raw('amount'), ...(quantity === undefined ? [] : [raw('quantity')])].map(
      (held) => sql`coalesce(${duckdb.isFinite(held)}, false)`,
    ),
    ' AND ',
  );
  const back =
    returned === undefined
      ? raw('coalesce(quantity < 0, false) OR coalesce(amount < 0, false)')
      : sql`coalesce(flagged, false)`;
  const flag = returned === undefined ? raw('NULL') : duckdb.toBoolean(name(returned));
  return sql`SELECT *, ${back} AS returned, CASE WHEN no_key THEN 1
  WHEN NOT coalesce(${duckdb.isFinite(raw('moment'))}, false) THEN CASE WHEN no_time THEN 2 ELSE 3 END
  WHEN ${finite} THEN 0 WHEN no_number THEN 4 ELSE 5 END AS state FROM (
  SELECT ${join(beside)}${beside.length > 0 ? raw(', ') : raw('')}${noKey} AS no_key, ${blank(time)} AS no_time, ${anyBlank} AS no_number,
    ${moment} AS moment, ${pieces} AS quantity, ${amount} AS amount, ${flag} AS flagged FROM ${name(relation)})`;
}

async function refuseBad(
  database: Database,
  columns: RetailColumns,
  relation: string,
  { rows, count }: { rows: number; count: (state: number) => number },
  run: Run,
): Promise<void> {
  for (const state of [states.badTime, states.badNumber]) {
    const bad = count(state);
    if (bad === 0) continue;
    const places = judged(columns, relation, [raw('row_number() OVER () AS place')]);
    const first = await database.query(
      sql`SELECT min(place) FROM (${places}) WHERE state = ${state}`,
      run,
    );
    const got = `got ${bad} of ${rows} rows that are not, the first in row ${Number(first.columns[0].values[0])}`;
    const { time, timeFormat, quantity, price, value } = columns;
    const numbers = [quantity, value ?? price].filter((column) => column !== undefined);
    const form = timeFormat === undefined ? 'a date such as 2024-12-31' : `as ${show(timeFormat)}`;
    throw new DataError(
      state === states.badTime
        ? `features: every ${show(time)} must be ${form}, ${got}. Mend them, or say with timeFormat how they are written.`
        : `features: every ${numbers.map(show).join(' and ')} must be a finite number, ${got}. Mend them, or choose another column.`,
    );
  }
}
