import type { RunContext } from '../../base/index.ts';
import { join, name, raw, sql } from '../../sql/index.ts';
import type { Database } from '../database.ts';

export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

/** Every value of some columns of few values with its count, commonest first, in one pass. */
export async function topValues(
  database: Database,
  relation: string,
  columns: readonly string[],
  context: RunContext,
): Promise<Map<string, ValueCount[]>> {
  const found = new Map<string, ValueCount[]>(columns.map((column) => [column, []]));
  for (let from = 0; from < columns.length; from += 40) {
    const some = columns.slice(from, from + 40);
    const cells = some.map((column, c) => sql`CAST(${name(column)} AS VARCHAR) AS c${raw(`${c}`)}`);
    const sets = some.map((_, c) => sql`(c${raw(`${c}`)})`);
    const values = some.map((_, c) => sql`c${raw(`${c}`)}`);
    // Which column a row speaks of: the only one that is not grouped away.
    const branches = some.map(
      (_, c) => sql`WHEN grouping(c${raw(`${c}`)}) = 0 THEN ${raw(`${c}`)}`,
    );
    const table = await database.query(
      sql`SELECT CASE ${join(branches, ' ')} END AS which, coalesce(${join(values)}, NULL) AS value, count(*) AS n
        FROM (SELECT ${join(cells)} FROM ${name(relation)}) GROUP BY GROUPING SETS (${join(sets)})
        ORDER BY which, n DESC, value`,
      context,
    );
    const [which, value, count] = table.columns.map((column) => column.values);
    for (let r = 0; r < table.rows; r++) {
      if (value[r] === null) continue;
      found.get(some[Number(which[r])])!.push({ value: String(value[r]), count: Number(count[r]) });
    }
  }
  return found;
}
