import { ModelError, OptionError, QueryError, type Run, show } from '../base/index.ts';
import { type Fragment, name, sql } from '../sql/index.ts';
import type { ColumnDescription, Database } from '../table/index.ts';
import {
  chooseColumns,
  refuseLaterOrder,
  refuseNone,
  refuseSameNames,
  refuseTaken,
} from './check-step.ts';
import { columnsAfter, countSteps, countTable } from './count-steps.ts';
import { type CheckedCleanStep, readCleanSteps, textColumns } from './read-steps.ts';
import type { Change, CleanedStep, Cleaning, StepInput, StepRows } from './types.ts';

/** Rows as the last step left them. */
export interface CleanedRows {
  /** The view (or table) of them. */
  readonly relation: string;
  readonly columns: readonly ColumnDescription[];
  readonly cleaning: Cleaning;
}

/**
 * Fits the steps, one after the other, and lays a view over the rows of `relation` that does what they do.
 *
 * Nothing is copied, so rows stream, but for steps that have to see all rows at once (`duplicates`, `cancelled`,
 * `fill-id` with numbers): those leave a table, which goes to disk when memory is short.
 * Cost: one pass to count what all steps did, and one for each step that learns. Repeatable: yes, on any number
 * of threads.
 *
 * @throws {DataError} a column that is not there; a step that leaves no row
 * @throws {OptionError} a step that does not fit the kind of its column
 */
export async function fitClean(
  database: Database,
  relation: string,
  steps: readonly CheckedCleanStep[],
  run: Run,
): Promise<CleanedRows> {
  const cleaned = await cleanRows(database, relation, steps, null, run);
  const idle = cleaned.cleaning.steps.flatMap((step, i) =>
    isIdle(step) ? [`${i + 1} (${step.step}: ${step.says})`] : [],
  );
  if (idle.length > 0) {
    run.warn(
      'clean-did-nothing',
      `clean: ${idle.length === 1 ? 'step' : 'steps'} ${idle.join(', ')} changed nothing in these rows.`,
    );
  }
  return cleaned;
}

/**
 * Cleans other rows as those were that the steps were fitted on. Nothing is learned: bounds, the order of dates
 * and names are the fitted ones. The counts in what it gives are those of the new rows.
 *
 * @throws {DataError} a column that the steps need is not there; a step that leaves no row
 */
export function applyClean(
  database: Database,
  relation: string,
  cleaning: Cleaning,
  run: Run,
): Promise<CleanedRows> {
  if (cleaning.version !== 1) {
    throw new ModelError(
      `clean: version must be 1, got ${show(cleaning.version)}. Fit again with this version.`,
    );
  }
  const given = cleaning.steps.map(({ step, options, columns, named }) => ({
    ...options,
    step,
    ...(named ? { columns } : {}),
  }));
  return cleanRows(database, relation, readCleanSteps(given), cleaning, run);
}

function isIdle({ rowsIn, rowsOut, counts, state }: CleanedStep): boolean {
  const renamed = Object.keys((state.names as object | undefined) ?? {}).length > 0;
  return !renamed && rowsIn === rowsOut && Object.values(counts).every((count) => count === 0);
}

/** Rows between two steps. */
interface Rows {
  readonly relation: string;
  readonly columns: readonly ColumnDescription[];
  readonly origins: Readonly<Record<string, string | null>>;
}

type Fitted = Omit<CleanedStep, 'rowsIn' | 'rowsOut' | 'counts'>;

async function cleanRows(
  database: Database,
  source: string,
  steps: readonly CheckedCleanStep[],
  fitted: Cleaning | null,
  run: Run,
): Promise<CleanedRows> {
  let rows = await firstRows(database, source, fitted);
  const inputs = rows.columns.map((column) => column.name);
  const asText = fitted?.asText ?? textColumns(steps, inputs);
  const needs = new Set(fitted?.needs);
  const done: CleanedStep[] = [];
  // Steps that only look at one row are counted together, in one pass over what they start from.
  let pending: { change: Change; columns: readonly string[]; where: string; fitted: Fitted }[] = [];
  let base = rows.relation;
  const countPending = async () => {
    const outcomes = await countSteps(database, base, pending, run);
    for (const [i, step] of pending.entries()) {
      done.push({ ...step.fitted, ...outcomes[i] });
      refuseNone(step.where, done.at(-1)!);
    }
    pending = [];
  };
  for (const [i, step] of steps.entries()) {
    run.progress('clean', i, steps.length);
    const { where, method, options } = step;
    const chosen = chooseColumns(step, rows.columns, fitted?.steps[i].columns);
    for (const column of [...(step.columns ?? []), ...(method.reads?.(options) ?? [])]) {
      const origin = rows.origins[column];
      if (origin) needs.add(origin);
    }
    const input: StepInput<Record<never, never>> = {
      where,
      columns: rows.columns,
      chosen,
      options,
    };
    const seen: StepRows = {
      relation: rows.relation,
      query: (fragment) => database.query(fragment, run),
      execute: (fragment) => database.execute(fragment, run),
      note: (code, message) => run.warn(code, `${where}: ${message}`),
      fitting: fitted === null,
    };
    const before = fitted?.steps[i].state;
    refuseTaken(step, rows.columns);
    const state =
      before === undefined
        ? ((await method.learn?.(input, seen)) ?? {})
        : ((await method.again?.(input, seen, before)) ?? before);
    const change = method.change(input, state);
    refuseSameNames(where, change, rows.columns);
    const names = chosen.map((column) => column.name);
    const next: Fitted = {
      step: step.step,
      options,
      columns: names,
      named: step.columns !== undefined,
      state,
      says: method.say(options, names, state),
    };
    const after = `clean ${i + 1}`;
    if (change.whole) {
      await countPending();
      const rowsIn = done.at(-1)?.rowsOut ?? (await countTable(database, base, {}, run)).rows;
      const ordered = steps.slice(i + 1).some((later) => later.method.ordered?.(later.options));
      const select = change.whole.select(name(rows.relation), ordered);
      await create(database, where, sql`CREATE TABLE ${name(after)} AS ${select}`, run);
      const counted = await countTable(database, after, change.whole.counts, run);
      done.push({ ...next, rowsIn, rowsOut: counted.rows, counts: counted.counts });
      refuseNone(where, done.at(-1)!);
      base = after;
    } else {
      refuseLaterOrder(step, change, steps.slice(i + 1));
      pending.push({
        change,
        columns: rows.columns.map((column) => column.name),
        where,
        fitted: next,
      });
      await createView(database, where, after, rows, change, run);
    }
    rows = await rowsAfter(database, after, rows, change);
  }
  await countPending();
  for (const [i, { counts }] of done.entries()) {
    if (!counts.unreadable) continue;
    run.warn(
      'cells-unreadable',
      `${steps[i].where}: ${counts.unreadable.toLocaleString('en')} cells cannot be read and are missing now.`,
    );
  }
  run.progress('clean', steps.length, steps.length);
  const { relation, columns, origins } = rows;
  const cleaning: Cleaning = {
    version: 1,
    rowsIn: done[0]?.rowsIn ?? 0,
    rowsOut: done.at(-1)?.rowsOut ?? 0,
    steps: done,
    inputs: fitted?.inputs ?? inputs,
    asText,
    origins,
    needs: [...needs],
  };
  return { relation, columns, cleaning };
}

/** Of other rows only the columns that the fitted ones had: a new one could take a name that a step gives. */
async function firstRows(
  database: Database,
  source: string,
  fitted: Cleaning | null,
): Promise<Rows> {
  const there = await database.describe(source);
  const known =
    fitted === null ? there : there.filter(({ name: column }) => fitted.inputs.includes(column));
  const origins = Object.fromEntries(known.map((column) => [column.name, column.name]));
  if (known.length === there.length || known.length === 0)
    return { relation: source, columns: there, origins };
  const relation = 'clean 0';
  const list = known.map((column) => column.name);
  await database.execute(
    sql`CREATE VIEW ${name(relation)} AS SELECT ${columnsAfter({}, list)} FROM ${name(source)}`,
  );
  return { relation, columns: known, origins };
}

async function createView(
  database: Database,
  where: string,
  after: string,
  { relation, columns }: Rows,
  change: Change,
  run: Run,
): Promise<void> {
  const list = columnsAfter(
    change,
    columns.map((column) => column.name),
  );
  const filter = change.drop ? sql` WHERE (${change.drop}) IS NOT TRUE` : sql``;
  const view = sql`CREATE OR REPLACE VIEW ${name(after)} AS SELECT ${list} FROM ${name(relation)}${filter}`;
  await create(database, where, view, run);
}

/** What the engine refuses of a step that a person wrote is a mistake in the study. */
async function create(
  database: Database,
  where: string,
  statement: Fragment,
  run: Run,
): Promise<void> {
  try {
    await database.execute(statement, run);
  } catch (error) {
    if (!(error instanceof QueryError)) throw error;
    const reason = error.message.replace(/^table: the query failed: /, '');
    throw new OptionError(
      `${where}: cannot be done to these columns: ${reason}. Change the step.`,
      {
        cause: error,
      },
    );
  }
}

async function rowsAfter(
  database: Database,
  relation: string,
  before: Rows,
  { rename = {} }: Change,
): Promise<Rows> {
  const origins: Record<string, string | null> = {};
  const columns = await database.describe(relation);
  const old = new Map(before.columns.map(({ name: column }) => [rename[column] ?? column, column]));
  for (const { name: column } of columns) {
    origins[column] = before.origins[old.get(column) ?? ''] ?? null;
  }
  return { relation, columns, origins };
}
