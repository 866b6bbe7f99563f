import type { Run } from '../base/index.ts';
import { type Fragment, join, name, raw, sql } from '../sql/index.ts';
import type { Database } from '../table/index.ts';
import type { Change, StepCounts } from './types.ts';

/** A step whose rows have not been counted yet, and the columns that reach it. */
export interface PendingStep {
  readonly change: Change;
  readonly columns: readonly string[];
}

/** What one step did. */
export interface StepOutcome {
  readonly rowsIn: number;
  readonly rowsOut: number;
  readonly counts: StepCounts;
}

/** The columns that a step leaves, out of those that reach it. */
export function columnsAfter(change: Change, columns: readonly string[]): Fragment {
  const made = new Map(change.make?.map(({ name: column, value }) => [column, value]));
  const kept = columns.map((column) => {
    const value = made.get(column) ?? name(column);
    made.delete(column);
    return sql`${value} AS ${name(change.rename?.[column] ?? column)}`;
  });
  const added = [...made].map(([column, value]) => sql`${value} AS ${name(column)}`);
  return join([...kept, ...added]);
}

/**
 * Counts what steps do to the rows of a relation, all of them in one pass: instead of leaving a row out, a
 * step writes its number beside it, and what it would count of a row is a whole number beside it too.
 */
export async function countSteps(
  database: Database,
  relation: string,
  steps: readonly PendingStep[],
  run: Run,
): Promise<StepOutcome[]> {
  if (steps.length === 0) return [];
  const gone = name('row went');
  let rows = sql`(SELECT *, 0 AS ${gone} FROM ${name(relation)})`;
  const counters: { step: number; what: keyof StepCounts; column: Fragment }[] = [];
  steps.forEach(({ change, columns }, s) => {
    const passed = counters.map(({ column }) => column);
    const own = Object.entries(change.counts ?? {}).map(([what, number]) => {
      const column = name(`${what} ${s}`);
      counters.push({ step: s, what: what as keyof StepCounts, column });
      return sql`CASE WHEN ${gone} = 0 THEN ${number} ELSE 0 END AS ${column}`;
    });
    const drop = change.drop;
    const mark = drop
      ? sql`CASE WHEN ${gone} = 0 AND (${drop}) THEN ${raw(String(s + 1))} ELSE ${gone} END AS ${gone}`
      : gone;
    rows = sql`(SELECT ${join([columnsAfter(change, columns), mark, ...passed, ...own])} FROM ${rows})`;
  });
  const drops = steps.map((_, s) => sql`count(*) FILTER (${gone} = ${raw(String(s + 1))})`);
  const sums = counters.map(({ column }) => sql`coalesce(sum(${column}), 0)`);
  const table = await database.query(
    sql`SELECT ${join([sql`count(*)`, ...drops, ...sums])} FROM ${rows}`,
    run,
  );
  const [all, ...numbers] = table.columns.map(({ values }) => Number(values[0]));
  let left = all;
  return steps.map((_, s) => {
    const rowsIn = left;
    left -= numbers[s];
    const counts = Object.fromEntries(
      counters.flatMap(({ step, what }, c) =>
        step === s ? [[what, numbers[steps.length + c]]] : [],
      ),
    );
    return { rowsIn, rowsOut: left, counts };
  });
}

/** The counts of a step whose rows are a table. */
export async function countTable(
  database: Database,
  table: string,
  counts: Change['counts'],
  run: Run,
): Promise<{ rows: number; counts: StepCounts }> {
  const wanted = Object.entries(counts ?? {});
  const sums = wanted.map(([, number]) => sql`coalesce(sum(${number}), 0)`);
  const counted = await database.query(
    sql`SELECT ${join([sql`count(*)`, ...sums])} FROM ${name(table)}`,
    run,
  );
  const [rows, ...numbers] = counted.columns.map(({ values }) => Number(values[0]));
  return { rows, counts: Object.fromEntries(wanted.map(([what], i) => [what, numbers[i]])) };
}
