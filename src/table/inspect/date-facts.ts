import type { RunContext } from '../../base/index.ts';
import { name, sql } from '../../sql/index.ts';
import type { Database } from '../database.ts';
import type { NumberColumn } from '../types.ts';
import type { DateFacts } from './types.ts';

const DAY_MS = 86_400_000;

/** First and last day, days without rows and how regular the days are. Cost: one pass. */
export async function dateFacts(
  database: Database,
  relation: string,
  column: string,
  format: string | undefined,
  context: RunContext,
): Promise<DateFacts | undefined> {
  const c = name(column);
  const table = await database.query(
    sql`SELECT CAST(${c} AS DATE) AS day, min(${c}) AS first, max(${c}) AS last,
        bit_or(1::UBIGINT << CAST(date_part('minute', ${c}) AS INTEGER)) AS minutes,
        bool_or(date_part('second', ${c}) <> 0) AS seconds,
        bool_or(CAST(${c} AS TIMESTAMP) <> CAST(CAST(${c} AS DATE) AS TIMESTAMP)) AS timed
      FROM ${name(relation)} WHERE ${c} IS NOT NULL GROUP BY day ORDER BY day`,
    context,
  );
  if (table.rows === 0) return undefined;
  const [day, first, last, , seconds, timed] = table.columns.map(
    (held) => (held as NumberColumn).values,
  );
  const minutes = table.columns[3].values;
  let allMinutes = 0n;
  for (const some of minutes) allMinutes |= BigInt(some ?? 0);
  const gaps = Array.from(day.subarray(1), (at, i) => Math.round((at - day[i]) / DAY_MS));
  const missingDays = gaps.reduce((sum, gap) => sum + gap - 1, 0);
  return {
    first: first[0],
    last: last[table.rows - 1],
    days: table.rows,
    missingDays,
    longestGapDays: Math.max(0, ...gaps.map((gap) => gap - 1)),
    frequency: timed.includes(1)
      ? withinDays(allMinutes, seconds.includes(1))
      : betweenDays(gaps, day),
    ...(format === undefined ? {} : { format }),
  };
}

function withinDays(minutes: bigint, seconds: boolean): DateFacts['frequency'] {
  if (seconds) return 'moments';
  if (minutes === 1n) return 'hourly';
  return (minutes | 1n | (1n << 30n)) === (1n | (1n << 30n)) ? 'half-hourly' : 'moments';
}

function betweenDays(gaps: readonly number[], days: Float64Array): DateFacts['frequency'] {
  if (gaps.length === 0) return 'irregular';
  if (gaps.every((gap) => gap % 7 === 0)) return 'weekly';
  const dayOfMonth = new Set(Array.from(days, (day) => new Date(day).getUTCDate()));
  if (dayOfMonth.size === 1 || gaps.every((gap) => gap >= 28)) return 'monthly';
  const daily = gaps.filter((gap) => gap === 1).length;
  return daily >= 0.5 * gaps.length ? 'daily' : 'irregular';
}
