import { DataError, OptionError, show, suggest } from '../base/index.ts';
import type { ColumnDescription } from '../table/index.ts';
import type { CheckedCleanStep } from './read-steps.ts';
import type { Change, CleanedStep } from './types.ts';

/**
 * The columns that a step is for: those named, those that it was fitted on, or all that it can take.
 *
 * @throws {DataError} a named column that is not there, with the nearest that is
 */
export function chooseColumns(
  { where, method, columns, options }: CheckedCleanStep,
  there: readonly ColumnDescription[],
  fitted: readonly string[] | undefined,
): ColumnDescription[] {
  const names = there.map((column) => column.name);
  for (const column of [...(columns ?? []), ...(method.reads?.(options) ?? [])]) {
    if (names.includes(column)) continue;
    throw new DataError(
      `${where}: there must be a column ${show(column)} at this step, but there is none. ${suggest(column, names)}`,
    );
  }
  if (columns !== undefined)
    return columns.map((wanted) => there.find((one) => one.name === wanted)!);
  if (fitted !== undefined) return there.filter((column) => fitted.includes(column.name));
  if (method.takes === 'none') return [];
  return there.filter((column) => method.takes === 'all' || column.kind === 'text');
}

/** @throws {OptionError} a new column would have the name of one that is there */
export function refuseTaken(
  { where, method, options }: CheckedCleanStep,
  columns: readonly ColumnDescription[],
): void {
  for (const added of method.adds?.(options) ?? []) {
    if (!columns.some((column) => sameName(column.name, added))) continue;
    throw new OptionError(
      `${where}: the new column must have a name of its own, but there is a column ${show(added)}. Give it another one: flag: …`,
    );
  }
}

/** @throws {OptionError} two columns would be called the same */
export function refuseSameNames(
  where: string,
  { rename = {} }: Change,
  columns: readonly ColumnDescription[],
): void {
  const owners = new Map<string, string>();
  for (const { name: column } of columns) {
    const to = rename[column] ?? column;
    const other = owners.get(to.toLowerCase());
    owners.set(to.toLowerCase(), column);
    if (other === undefined) continue;
    throw new OptionError(
      `${where}: columns must have different names, but ${show(other)} and ${show(column)} would both be ${show(to)}. Name one of them otherwise before, with a step "rename" and names.`,
    );
  }
}

/** The engine does not tell capitals in names apart. */
const sameName = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** @throws {OptionError} a later step goes by the order of the file, which this one does not keep */
export function refuseLaterOrder(
  { where }: CheckedCleanStep,
  change: Change,
  later: readonly CheckedCleanStep[],
): void {
  const ordered = change.unordered
    ? later.find(({ method, options }) => method.ordered?.(options))
    : undefined;
  if (ordered === undefined) return;
  throw new OptionError(
    `${ordered.where}: goes by the order of the file, which ${where} does not keep. Put it before that step.`,
  );
}

/** @throws {DataError} the step left no row */
export function refuseNone(where: string, { rowsIn, rowsOut, says }: CleanedStep): void {
  if (rowsIn === 0 || rowsOut > 0) return;
  throw new DataError(
    `${where}: must leave at least one row, but all ${rowsIn.toLocaleString('en')} are left out (${says}). Check the step and those before it.`,
  );
}
