import type { RunContext } from '../../base/index.ts';
import { join, name, raw, sql } from '../../sql/index.ts';
import type { Database } from '../database.ts';
import type { ColumnFacts } from '../source-facts.ts';
import type { Measured } from './measure-columns.ts';
import { namesAnswer, namesPositive } from './names.ts';
import type { Disguise } from './types.ts';

const low = new Set([-1, -9, -99, -999, -9999, -99999]);
const high = new Set([99, 999, 9999, 99999, 999999]);

/**
 * Values that stand for nothing: blanks, words, and numbers that cannot be meant.
 *
 * A number is suspected only with a reason: −1 when nothing else in the column is negative, 999 when
 * it is the largest and far from the rest, 0 in a column whose name cannot be zero (a price, an age).
 */
export async function findDisguises(
  database: Database,
  relation: string,
  columns: readonly Measured[],
  facts: ReadonlyMap<string, ColumnFacts>,
  context: RunContext,
): Promise<Map<string, Disguise[]>> {
  const ends = await countEnds(database, relation, columns, context);
  const found = new Map<string, Disguise[]>();
  for (const column of columns) {
    const own: Disguise[] = [];
    const told = facts.get(column.name);
    const text = column.kind === 'text';
    const blank = text ? column.blank : (told?.blankCells ?? 0);
    const words = text ? column.words : (told?.missingWords ?? 0);
    if (blank > 0) own.push({ what: 'blank', count: blank, why: 'cells of spaces only' });
    if (words > 0) own.push({ what: 'words', count: words, why: 'cells such as NA, null, ? or -' });
    const end = namesAnswer(column.name) ? undefined : ends.get(column.name);
    if (
      end !== undefined &&
      low.has(column.min) &&
      end.atMin === column.negative &&
      end.atMin >= 2
    ) {
      own.push({ what: String(column.min), count: end.atMin, why: 'nothing else is negative' });
    }
    if (end !== undefined && high.has(column.max) && end.atMax >= 2 && end.below < column.max / 2) {
      own.push({ what: String(column.max), count: end.atMax, why: 'far above every other value' });
    }
    if (column.zero > 0 && column.zero < column.filled && namesPositive(column.name)) {
      own.push({ what: '0', count: column.zero, why: 'by its name it cannot be zero' });
    }
    found.set(column.name, own);
  }
  return found;
}

interface Ends {
  readonly atMin: number;
  readonly atMax: number;
  /** The largest value below the maximum. */
  readonly below: number;
}

/** How often the extremes come, only for columns whose extremes are suspicious. */
async function countEnds(
  database: Database,
  relation: string,
  columns: readonly Measured[],
  context: RunContext,
): Promise<Map<string, Ends>> {
  const ends = new Map<string, Ends>();
  const suspects = columns
    .filter((column) => column.kind === 'number' && (low.has(column.min) || high.has(column.max)))
    .slice(0, 100);
  if (suspects.length === 0) return ends;
  const counts = suspects.flatMap((column) => {
    const c = name(column.name);
    const max = raw(String(column.max));
    return [
      sql`count(CASE WHEN ${c} = ${raw(String(column.min))} THEN 1 END)`,
      sql`count(CASE WHEN ${c} = ${max} THEN 1 END)`,
      sql`CAST(max(CASE WHEN ${c} < ${max} THEN ${c} END) AS DOUBLE)`,
    ];
  });
  const table = await database.query(sql`SELECT ${join(counts)} FROM ${name(relation)}`, context);
  const values = table.columns.map((column) => Number(column.values[0]));
  suspects.forEach((column, s) => {
    ends.set(column.name, {
      atMin: values[3 * s],
      atMax: values[3 * s + 1],
      below: values[3 * s + 2],
    });
  });
  return ends;
}
