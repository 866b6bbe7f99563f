import type { RunContext } from '../../base/index.ts';
import { type Fragment, join, name, raw, sql } from '../../sql/index.ts';
import { literal } from '../csv/literal.ts';
import { missingWords } from '../csv/missing-words.ts';
import type { Database } from '../database.ts';
import type { ColumnDescription } from '../types.ts';

/** What one pass over the rows tells about a column. Absent parts do not apply to its kind. */
export interface Measured extends ColumnDescription {
  readonly filled: number;
  readonly distinct: number;
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** At 0.05, 0.25, 0.5, 0.75, 0.95. */
  readonly quantiles: readonly number[];
  readonly negative: number;
  readonly zero: number;
  readonly whole: boolean;
  readonly blank: number;
  readonly words: number;
  /** Different texts when case and outer spaces do not count. */
  readonly folded: number;
  readonly meanLength: number;
  /** Words of a text, on average. */
  readonly meanWords: number;
  /** Texts that are links. */
  readonly links: number;
  /** Texts that are dates. */
  readonly datesInText: number;
}

/** Above this many rows quantiles come from a sample, so that memory stays bounded. */
export const SAMPLE_ROWS = 1_000_000;

/** Columns per pass: the engine's planning time grows faster than the width of a query. */
const COLUMNS_PER_PASS = 60;

/**
 * Sums, extremes, quantiles and counts of every column, in one pass per 60 columns.
 *
 * The sample is chosen by a hash of each row, so that it is the same on any number of threads.
 */
export async function measureColumns(
  database: Database,
  relation: string,
  columns: readonly ColumnDescription[],
  rows: number,
  context: RunContext,
): Promise<Measured[]> {
  const measured: Measured[] = [];
  const every = Math.ceil(rows / SAMPLE_ROWS);
  for (let from = 0; from < columns.length; from += COLUMNS_PER_PASS) {
    const some = columns.slice(from, from + COLUMNS_PER_PASS);
    const cells = some.map((column, c) => sql`${name(column.name)} AS c${raw(`${c}`)}`);
    const hash = sql`hash(${join(some.map((column) => name(column.name)))})`;
    const picked = every > 1 ? sql`, ${hash} % ${raw(`${every}`)} = 0 AS picked` : sql``;
    const parts = some.map((column, c) => expressions(column, raw(`c${c}`), every > 1));
    const table = await database.query(
      sql`SELECT ${join(parts.flat())} FROM (SELECT ${join(cells)}${picked} FROM ${name(relation)})`,
      context,
    );
    const values = table.columns.map((column) => column.values[0]);
    for (let c = 0; c < some.length; c++) {
      measured.push(read(some[c], values.splice(0, parts[c].length)));
    }
  }
  return measured;
}

function expressions(column: ColumnDescription, c: Fragment, sampled: boolean): Fragment[] {
  // The engine's estimate was off by a fifth on 611 and on 3,648 small whole numbers, so it is used
  // only where counting takes too long.
  const distinct = (of: Fragment) =>
    sampled ? sql`least(approx_count_distinct(${of}), count(${of}))` : sql`count(DISTINCT ${of})`;
  const common = [sql`count(${c})`, distinct(c)];
  const when = (condition: Fragment) => sql`count(CASE WHEN ${condition} THEN 1 END)`;
  if (column.kind === 'number') {
    const n = sql`CAST(${c} AS DOUBLE)`;
    const from = sampled ? sql`CASE WHEN picked THEN ${n} END` : n;
    return [
      ...common,
      sql`CAST(min(${c}) AS DOUBLE)`,
      sql`CAST(max(${c}) AS DOUBLE)`,
      sql`avg(${n})`,
      sql`CAST(quantile_cont(${from}, [0.05, 0.25, 0.5, 0.75, 0.95]) AS VARCHAR)`,
      when(sql`${c} < 0`),
      when(sql`${c} = 0`),
      when(sql`${n} <> trunc(${n})`),
    ];
  }
  if (column.kind === 'text') {
    const t = sql`CAST(${c} AS VARCHAR)`;
    const words = join(missingWords.map(literal));
    return [
      ...common,
      when(sql`trim(${t}) = ''`),
      when(sql`length(${t}) < 12 AND lower(trim(${t})) IN (${words})`),
      distinct(sql`lower(trim(${t}))`),
      sql`avg(length(${t}))`,
      sql`avg(1 + length(trim(${t})) - length(replace(trim(${t}), ' ', '')))`,
      when(
        sql`starts_with(${t}, 'http://') OR starts_with(${t}, 'https://') OR starts_with(${t}, 'www.')`,
      ),
      // A failed cast is slow, so what cannot be a date by its length is not tried.
      sql`count(CASE WHEN length(${t}) BETWEEN 8 AND 32 THEN TRY_CAST(${t} AS TIMESTAMP) END)`,
    ];
  }
  return common;
}

function read(column: ColumnDescription, values: (string | number | null)[]): Measured {
  const number = (at: number) => Number(values[at] ?? Number.NaN);
  const isNumber = column.kind === 'number';
  const isText = column.kind === 'text';
  const quantiles = isNumber && values[5] !== null ? listOf(String(values[5])) : [];
  return {
    ...column,
    filled: number(0),
    distinct: number(1),
    min: isNumber ? number(2) : Number.NaN,
    max: isNumber ? number(3) : Number.NaN,
    // Sums of doubles depend on the order of threads in their last digits; those are cut off.
    mean: isNumber ? Number(number(4).toPrecision(12)) : Number.NaN,
    quantiles,
    negative: isNumber ? number(6) : 0,
    zero: isNumber ? number(7) : 0,
    whole: isNumber && number(8) === 0,
    blank: isText ? number(2) : 0,
    words: isText ? number(3) : 0,
    folded: isText ? number(4) : Number.NaN,
    meanLength: isText ? number(5) : Number.NaN,
    meanWords: isText ? number(6) : Number.NaN,
    links: isText ? number(7) : 0,
    datesInText: isText ? number(8) : 0,
  };
}

function listOf(text: string): number[] {
  return text.replace(/[[\]]/g, '').split(',').map(Number);
}
